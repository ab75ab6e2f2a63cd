"""Box-office reports: one row an engagement, as the trade reports it, in whatever way the sender writes."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from core.gazetteer.countries import country_code
from core.ingest import values
from core.ingest.clean import About, Cleaned, Reject, Unusable, clean
from core.ingest.columns import DAY, MONEY, Column
from core.ingest.currencies import contradiction, currency, meant, said
from core.ingest.headers import header_key
from core.ingest.kinds import Kind, Target
from core.ingest.names import derived_id
from core.ingest.places import CANADIAN_PROVINCES, US_STATES, place
from core.ingest.values import MISSING, without_footnotes
from core.ingest.written_dates import DayOrder, day_order, written_days

OVER_CAPACITY = 1.02
YEARS_AHEAD = 5
TRAILING_MARKS = re.compile(r"(?:\s*(?:\[[^\[\]]{1,4}\]|[*†‡§¶]+))+$")

ENGAGEMENT = pa.schema([
    ("row", pa.int64()), ("engagement_id", pa.string()), ("artist", pa.string()), ("venue", pa.string()),
    ("city", pa.string()), ("region", pa.string()), ("country", pa.string()), ("first_date", DAY),
    ("last_date", DAY), ("shows", pa.int32()), ("gross", MONEY), ("currency", pa.string()),
    ("tickets_sold", pa.int32()), ("capacity", pa.int32()), ("sell_through", pa.float64())])


class Report(NamedTuple):
    """What is decided once for a whole file."""

    order: DayOrder | None
    currency: str | None
    percent_points: bool
    most_sold: float
    latest: date


def marked_name(text: str) -> str:
    """A name without the footnote marks behind it; '*NSYNC' keeps its star."""
    return values.tidy(TRAILING_MARKS.sub("", text)) or values.tidy(text)


def marked_number(text: str) -> Decimal:
    return values.money(without_footnotes(text))


def marked_count(text: str) -> int:
    return values.whole(without_footnotes(text))


def percentage(text: str) -> float:
    """'98.5 %', '98.5' or '.985' as written; whether points or fractions is decided by the file."""
    return float(values.not_negative(values.number(without_footnotes(text).rstrip("% "))))


BOX_OFFICE = Kind(
    "box_office",
    (Column("first_date", required=True), Column("last_date"), Column("shows", marked_count, pa.int32()),
     Column("artist", marked_name, required=True), Column("gross", marked_number, MONEY),
     Column("gross_text", source="gross"), Column("currency", currency),
     Column("tickets_sold", marked_count, pa.int32()), Column("capacity", marked_count, pa.int32()),
     Column("percent", percentage, pa.float64()), Column("percent_text", source="percent"),
     Column("venue", marked_name), Column("city", marked_name), Column("region", values.tidy), Column("country")),
    (Target("engagement", ("engagement_id",)),),
    feeds={"percent": ("sell_through",), "currency": (), "last_date": ()},
    shown="first_date", said="artist, venue, city and first date",
    header=("first_date", "artist", "gross"),
    titles={
        **dict.fromkeys(("date", "dates", "event_date", "event_dates", "show_date", "show_dates", "date_s",
                         "event_date_s", "engagement_date", "engagement_dates"), ("first_date", "last_date")),
        **dict.fromkeys(("first_date", "start_date", "date_from", "from", "opening_date", "first_show"),
                        ("first_date",)),
        **dict.fromkeys(("last_date", "end_date", "date_to", "to", "closing_date", "last_show"), ("last_date",)),
        **dict.fromkeys(("shows", "number_of_shows", "no_of_shows", "num_shows", "of_shows", "show_count", "n_shows",
                         "performances", "number_of_performances", "no_shows"), ("shows",)),
        **dict.fromkeys(("artist", "artists", "act", "headliner", "attraction", "artist_name", "artist_s", "event",
                         "event_name", "headline_artist", "performer"), ("artist",)),
        **dict.fromkeys(("gross", "gross_sales", "total_gross", "revenue", "gross_revenue", "total_revenue",
                         "box_office", "box_office_gross", "reported_gross", "gross_receipts", "ticket_gross",
                         "ticket_revenue", "gross_ticket_sales"), ("gross",)),
        **dict.fromkeys(("tickets_sold", "tickets", "attendance", "sold", "tix_sold", "total_tickets",
                         "total_tickets_sold", "total_attendance", "ticket_count", "number_of_tickets",
                         "number_of_tickets_sold", "paid_attendance"), ("tickets_sold",)),
        **dict.fromkeys(("capacity", "total_capacity", "cap", "available", "avail", "tickets_available", "seats",
                         "venue_capacity", "total_available"), ("capacity",)),
        **dict.fromkeys(("percent", "pct", "percentage", "percent_sold", "pct_sold", "sold_pct", "sold_percent",
                         "percent_capacity", "sell_through", "capacity_percent", "percentage_sold",
                         "percent_of_capacity"), ("percent",)),
        **dict.fromkeys(("venue", "facility", "venue_name", "building", "hall"), ("venue",)),
        **dict.fromkeys(("city", "town", "location", "city_state"), ("city",)),
        **dict.fromkeys(("state", "region", "province", "state_province", "st"), ("region",)),
        "country": ("country",), "currency": ("currency",), "curr": ("currency",)})


def clean_box_office(raw: pa.Table, records: np.ndarray, about: About) -> Cleaned:
    """Engagements (ENGAGEMENT) from a report."""
    raw = with_blanks_for_marks(raw, ("shows", "gross", "tickets_sold", "capacity", "percent"))
    first = clean(BOX_OFFICE, raw, records, mark=about.mark)
    rows = first.rows.to_pylist()
    order = day_order(row[c] for row in rows for c in ("first_date", "last_date"))
    shares = [row["percent"] for row in rows if row["percent"] is not None]
    strict = header_key(about.titles.get("percent", "")) == "sell_through"
    report = Report(order, meant(about.titles.get("gross", "")),
                    not strict and any(share > 1.5 for share in shares), 1 if strict else OVER_CAPACITY,
                    latest_day(about.today))
    about.notes.extend([order.said] if order else [])
    good, rejects = [], list(first.rejects)
    for row in rows:
        try:
            good.append(engagement(row, report))
        except Unusable as fault:
            rejects.append(Reject(row["row"], fault.column, fault.value, fault.reason))
    return Cleaned(pa.Table.from_pylist(good, schema=ENGAGEMENT), rejects)


def with_blanks_for_marks(raw: pa.Table, columns: Iterable[str]) -> pa.Table:
    """A cell that holds nothing but a footnote mark is empty."""
    for name in columns:
        if name in raw.column_names:
            coded = raw.column(name).combine_chunks()
            bare = pa.array([text if without_footnotes(text) not in MISSING else ""
                             for text in coded.dictionary.to_pylist()], pa.string())
            raw = raw.set_column(raw.column_names.index(name), name,
                                 pa.DictionaryArray.from_arrays(coded.indices, bare))
    return raw


def latest_day(today: date) -> date:
    """The same day five years on; the 29th of February becomes the 28th."""
    try:
        return today.replace(year=today.year + YEARS_AHEAD)
    except ValueError:
        return today.replace(year=today.year + YEARS_AHEAD, day=28)


def engagement(row: dict[str, Any], report: Report) -> dict[str, Any]:
    first, last = days(row, report)
    city, region, country = whereabouts(row)
    shows = row["shows"]
    if shows == 0:
        raise Unusable("shows", "0", "is not above zero")
    capacity = full_capacity(row, report)
    sold = row["tickets_sold"]
    if sold is not None and capacity and sold > capacity * OVER_CAPACITY:
        raise Unusable("tickets_sold", sold, f"is above the capacity of {capacity:,} by more than 2 %")
    return {"row": row["row"], "artist": row["artist"], "venue": row["venue"], "city": city, "region": region,
            "country": country, "first_date": first, "last_date": last, "shows": shows, "gross": row["gross"],
            "currency": row["currency"] or paid_in(row["gross_text"], report.currency),
            "tickets_sold": sold, "capacity": capacity, "sell_through": sell_through(row, capacity, report),
            "engagement_id": derived_id("engagement", row["artist"], row["venue"], city, first.isoformat())}


def paid_in(gross: str | None, told: str | None) -> str | None:
    """The currency of a gross whose header says `told`: '$5' below 'Gross (CAD)' is in Canadian dollars."""
    if gross and told and (reason := contradiction(said(gross), told)):
        raise Unusable("gross", gross, f"{reason} as its header says")
    return told or (meant(gross) if gross else None)


def days(row: dict[str, Any], report: Report) -> tuple[date, date]:
    spans = []
    for column in ("first_date", "last_date"):
        if row[column] is not None:
            try:
                spans.append(written_days(without_footnotes(row[column]), report.order))
            except ValueError as error:
                raise Unusable(column, row[column], str(error)) from error
    first, last = spans[0][0], spans[-1][1]
    if last < first:
        raise Unusable("last_date", row["last_date"], "is before the first date")
    if last > report.latest:
        raise Unusable("last_date" if row["last_date"] else "first_date", row["last_date"] or row["first_date"],
                       "is more than five years ahead")
    return first, last


def whereabouts(row: dict[str, Any]) -> tuple[str | None, str | None, str | None]:
    city, region, country = row["city"], row["region"], row["country"]
    if country is not None:
        try:
            country = country_code(country)
        except ValueError as error:
            raise Unusable("country", country, str(error)) from error
    if city and "," in city and not region:
        told = place(city)
        return told.city, told.region, country or told.country
    if not country and region in US_STATES | CANADIAN_PROVINCES:
        country = "US" if region in US_STATES else "CA"
    return city, region, country


def full_capacity(row: dict[str, Any], report: Report) -> int | None:
    """Capacity of the whole engagement; some senders give one night's, which the reported percentage betrays."""
    capacity, shows, sold, share = row["capacity"], row["shows"], row["tickets_sold"], share_of(row, report)
    if not capacity:
        return None
    if shows and shows > 1 and sold and share and abs(sold / (capacity * shows) - share) < 0.02:
        return int(capacity * shows)
    return int(capacity)


def share_of(row: dict[str, Any], report: Report) -> float | None:
    share = row["percent"]
    if share is None:
        return None
    return share / 100 if report.percent_points or (row["percent_text"] or "").rstrip().endswith("%") else share


def sell_through(row: dict[str, Any], capacity: int | None, report: Report) -> float | None:
    """As reported; else tickets over capacity."""
    share = share_of(row, report)
    if share is not None:
        if share > report.most_sold:
            raise Unusable("percent", row["percent_text"], "is above 100 %; rates are fractions (.85)")
        return share
    sold = row["tickets_sold"]
    return sold / capacity if capacity and sold is not None else None

