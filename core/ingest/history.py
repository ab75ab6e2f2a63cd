"""Show history: who played where and when, one row a show, a row an act, or lists of shows separated by pipes."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from core.errors import ImportRefused
from core.gazetteer.countries import country_code
from core.ingest import values
from core.ingest.clean import About, Cleaned, Reject, Unusable, clean
from core.ingest.columns import DAY, Column
from core.ingest.kinds import Kind, Target
from core.ingest.names import DERIVED, derived_id
from core.ingest.places import place
from core.ingest.written_dates import DayOrder, day_order, written_days

SUPPORT_ACTS = tuple(f"artist_{n}" for n in range(2, 10))

SHOW_HISTORY = Kind(
    "show_history",
    (Column("artist", values.tidy, required=True), Column("venue", values.tidy, required=True),
     Column("date", required=True), Column("capacity", values.whole, pa.int32()), Column("billing"),
     Column("city", values.tidy), Column("region", values.tidy), Column("country"),
     *(Column(name, values.tidy) for name in SUPPORT_ACTS), Column("support", values.names, pa.list_(pa.string()))),
    (Target("event_artist", ("event_id", "artist_id")), Target("event", ("event_id",))),
    feeds={"billing": (), "capacity": ("venue_capacity",)},
    said_in=Target("event_artist", ("event_id", "acts"), "row"), shown="local_date", said="artist, venue and date",
    titles={
        **dict.fromkeys(("artist", "artist1", "artist_1", "artist_name", "headliner", "name", "act", "performer"),
                        ("artist",)),
        **{f"artist{n}": (f"artist_{n}",) for n in range(2, 10)},
        **{f"artist_{n}": (f"artist_{n}",) for n in range(2, 10)},
        **dict.fromkeys(("support", "support_acts", "supporting", "openers"), ("support",)),
        **dict.fromkeys(("venue", "venue_name"), ("venue",)),
        **dict.fromkeys(("date", "local_date", "show_date", "event_date"), ("date",)),
        **dict.fromkeys(("capacity", "venue_capacity"), ("capacity",)),
        **dict.fromkeys(("billing", "order", "billing_order"), ("billing",)),
        **dict.fromkeys(("region", "state", "province"), ("region",)),
        "city": ("city",), "country": ("country",)})

# A list of venues by number, which lists of shows refer to; it is no history itself.
VENUE_LIST = Kind(
    "venue_list",
    (Column("venue", values.tidy, required=True), Column("capacity", values.whole, pa.int32()),
     Column("id", required=True)), (), header=("capacity",))

SHOW = pa.schema([
    ("row", pa.int64()), ("event_id", pa.string()), ("acts", pa.list_(pa.string())),
    ("first_position", pa.int32()), ("venue", pa.string()), ("city", pa.string()), ("region", pa.string()),
    ("country", pa.string()), ("local_date", DAY), ("venue_capacity", pa.int32())])
BILLINGS = {"headliner": 0, "headline": 0, "co_headliner": 0, "main": 0, "direct_support": 1, "support": 2,
            "opener": 2, "opening": 2, "festival": 0}


def clean_show_history(raw: pa.Table, records: np.ndarray, about: About) -> Cleaned:
    """Shows (SHOW) from rows, or from lists when a date cell holds several dates."""
    first = clean(SHOW_HISTORY, raw, records, mark=about.mark)
    rows = first.rows.to_pylist()
    is_list = any("|" in row["date"] for row in rows)
    entries = list(unrolled(rows, about) if is_list else ((row, row["row"]) for row in rows))
    order = day_order(entry["date"] for entry, _ in entries if isinstance(entry, dict))
    about.notes.extend([order.said] if order else [])
    good, rejects, origin = [], [], []
    for number, (entry, record) in enumerate(entries, 1):
        origin.append(record)
        try:
            if isinstance(entry, Unusable):
                raise entry
            good.append({"row": number} | show(entry, order, first_billing=0 if is_list else 1))
        except Unusable as fault:
            rejects.append(Reject(number, fault.column, fault.value, fault.reason))
    rejects += [Reject(-r.record, r.column, r.value, r.reason) for r in first.rejects]
    return Cleaned(pa.Table.from_pylist(good, schema=SHOW), rejects, origin)


def unrolled(rows: list[dict[str, Any]], about: About) -> Iterator[tuple[dict[str, Any] | Unusable, int]]:
    """An entry and its record number for each show in the lists of each row.

    A list that does not match the others makes one refused entry.
    """
    for row in rows:
        lists = {name: row[name].split("|") for name in ("date", "venue", "billing") if row[name] is not None}
        if len({len(items) for items in lists.values()}) != 1:
            lengths = ", ".join(f"{len(items)} in {name}" for name, items in lists.items())
            yield Unusable("date", row["date"], f"lists differ in length: {lengths}"), row["row"]
            continue
        for items in zip(*lists.values(), strict=True):
            yield with_venue_name(row | dict(zip(lists, items, strict=True)), about), row["row"]


def with_venue_name(row: dict[str, Any], about: About) -> dict[str, Any] | Unusable:
    if not row["venue"].isdigit():
        return row
    if about.venues is None:
        raise ImportRefused("Its venues are numbers, and the list that names them is missing.",
                            remedy="Put the venue list (columns venue, capacity, id) in the same folder.")
    if row["venue"] not in about.venues:
        return Unusable("venue", row["venue"], "is not in the list of venues")
    name, capacity = about.venues[row["venue"]]
    return row | {"venue": name, "capacity": capacity}


def show(row: dict[str, Any], order: DayOrder | None, *, first_billing: int) -> dict[str, Any]:
    try:
        day, _ = written_days(row["date"].strip(), order)
    except ValueError as error:
        raise Unusable("date", row["date"], str(error)) from error
    city, region, country = whereabouts(row)
    acts = [row["artist"], *(row[name] for name in SUPPORT_ACTS if row[name]), *(row["support"] or [])]
    return {"event_id": night(row["venue"], city, country, day), "acts": list(dict.fromkeys(acts)),
            "first_position": position(row["billing"], first_billing), "venue": row["venue"], "city": city,
            "region": region, "country": country, "local_date": day, "venue_capacity": row["capacity"] or None}


def night(venue: str, city: str | None, country: str | None, day: date) -> str:
    """The id of what happens at a venue on a day."""
    return "h-" + derived_id("night", venue, city, country, day.isoformat()).removeprefix(DERIVED)


def whereabouts(row: Mapping[str, Any]) -> tuple[str | None, str | None, str | None]:
    city, region, country = row["city"], row["region"], row["country"]
    if country:
        try:
            return city, region, country_code(country)
        except ValueError as error:
            raise Unusable("country", country, str(error)) from error
    return place(city) if city and "," in city and not region else (city, region, None)


def position(billing: str | None, first: int) -> int:
    """The place on the bill, 0 at its head, of a number that counts from `first` or a word."""
    if billing is None:
        return 0
    if billing.strip().isdigit():
        return max(0, int(billing) - first)
    word = re.sub(r"[\s-]+", "_", billing.strip().lower())
    if word not in BILLINGS:
        raise Unusable("billing", billing, "is neither a number nor a known billing")
    return BILLINGS[word]
