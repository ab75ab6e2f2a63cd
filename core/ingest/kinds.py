"""The files of the canonical folder: their columns, and what tells their rows apart.

`CANONICAL` stands in the order in which kinds are loaded: what others refer to comes first.
"""

from collections.abc import Mapping
from typing import NamedTuple

import pyarrow as pa

from core.gazetteer.countries import country_code
from core.ingest import values
from core.ingest.columns import (
    CHARGE,
    DAY,
    INSTANT,
    Column,
    count,
    day,
    instant,
    money,
    name,
    quick_day,
    quick_instant_if_timed,
    rate,
    text,
    word,
)
from core.ingest.currencies import currency
from core.ingest.rules import Rule, at_most_in_order, fractions_where, parts_of

# Said in a header beside the word that tells what the column is: "Gross (USD)".
CURRENCY_WORDS = frozenset({
    "usd", "eur", "gbp", "cad", "aud", "nzd", "chf", "sek", "nok", "dkk", "jpy", "mxn", "brl", "us", "in",
    "dollars", "euros", "pounds"})


class Target(NamedTuple):
    """A table that a kind fills, and what identifies a row there.

    The rows come from `load/<kind>/<table>.sql`, or from the file called `source`.
    """

    table: str
    key: tuple[str, ...]
    source: str = ""


class Kind(NamedTuple):
    """`feeds` names the table columns made of a file's column where they are not called the same.

    `either` names two columns of which a row needs one. Rows of the first target of a `numbered` kind may repeat
    their key with other values: they are lines of one order, counted in that column. With `concert_needed` every
    concert_id must be known. `settle` says that a script `load/<kind>/settle.sql` runs after the merge. `listed`: how its
    listings differ from those stored before is kept as dated changes. `venue_anywhere`: a venue without a city is the
    only one of that name. `said_in` is where repeated rows are looked for, when that is not the first target; `shown` is
    the column a person finds them by, `said` their key in words. `header` names columns that the header needs though a
    row may leave them empty; `titles` gives other header spellings. `rules` say what the columns of a row must be
    to each other. `respelled` is the column of names that `load/<kind>/respell.sql` gives the spelling known.
    """

    name: str
    columns: tuple[Column, ...]
    targets: tuple[Target, ...]
    either: tuple[str, str] | None = None
    feeds: dict[str, tuple[str, ...]] = {}
    numbered: str = ""
    concert_needed: bool = False
    settle: bool = False
    listed: bool = False
    venue_anywhere: bool = False
    said_in: Target | None = None
    shown: str = ""
    said: str = ""
    header: tuple[str, ...] = ()
    titles: Mapping[str, tuple[str, ...]] = {}
    rules: tuple[Rule, ...] = ()
    respelled: str = ""

    def meaning(self, key: str, taken: set[str]) -> str:
        """Our name for a folded header; a header that stands twice means two of our columns, in order."""
        bare = "_".join(word for word in key.split("_") if word not in CURRENCY_WORDS) if self.titles else key
        choices = self.titles.get(key) or self.titles.get(bare) or (key,)
        return next((c for c in choices if c not in taken), choices[-1])

    def sources(self) -> list[str]:
        """The columns of the file, each once."""
        return list(dict.fromkeys(column.origin for column in self.columns))

    def required(self) -> set[str]:
        return {column.origin for column in self.columns if column.required}


STATUSES = ("hold", "confirmed", "played", "in_settlement", "settled", "cancelled", "postponed")
EVENT_STATUSES = ("onsale", "offsale", "cancelled", "postponed", "rescheduled")
CANCELED = {"canceled": "cancelled"}
SPELLED = CANCELED | {"scheduled": "onsale", "eventscheduled": "onsale", "on_sale": "onsale", "off_sale": "offsale",
                      "eventcancelled": "cancelled", "eventpostponed": "postponed", "eventrescheduled": "rescheduled"}
COUNTRY = Column("country", country_code, required=True)
CONCERT = text("concert_id", required=True)

CONCERTS = Kind(
    "concerts",
    (CONCERT, name("artist", required=True), text("artist_id"), Column("mbid", values.mbid),
     Column("support", values.names, pa.list_(pa.string())), text("genre"), name("venue", required=True),
     text("venue_id"), name("city", required=True), name("region"), COUNTRY, day("local_date", required=True),
     day("announce_date"), day("onsale_date"), word("status", *STATUSES, also=CANCELED),
     count("configured_capacity"), Column("marketing_holdout", values.words, pa.list_(pa.string()))),
    (Target("concert", ("concert_id",)), Target("event", ("event_id",)),
     Target("event_artist", ("event_id", "artist_id"))),
    feeds={"status": ("status", "deal_status"), "announce_date": ("announce_date", "announce_at"),
           "onsale_date": ("onsale_date", "onsale_at")},
    settle=True, listed=True, said_in=Target("concert", ("concert_id",), "row"))

EVENTS = Kind(
    "events",
    (text("event_id", required=True), text("name", required=True), name("artist"), name("venue", required=True),
     name("city", required=True), COUNTRY, day("local_date", required=True),
     word("status", *EVENT_STATUSES, also=SPELLED), count("venue_capacity"), text("genre")),
    (Target("event", ("event_id",)), Target("event_artist", ("event_id", "artist_id"))), settle=True, listed=True,
    said_in=Target("event", ("event_id",), "row"))

TICKET_TYPES = Kind(
    "ticket_types",
    (CONCERT, text("name", required=True), money("face_value", required=True, read=values.price),
     Column("currency", currency, required=True), count("allotment", required=True), count("comps"),
     count("kills"), money("facility_fee", read=values.price),
     money("pre_settlement_fee", read=values.price), rate("tax_rate"),
     Column("tax_included", values.yes_or_no, pa.bool_())),
    (Target("ticket_type", ("concert_id", "name")),), concert_needed=True, respelled="name", settle=True,
    rules=(parts_of(("comps", "kills"), "allotment"),))

SALES = Kind(
    "sales",
    (CONCERT, text("ticket_type", required=True),
     Column("sold_on", values.written_day, DAY, True, quick=quick_day),
     Column("sold_at", values.instant_if_timed, INSTANT, source="sold_on", quick=quick_instant_if_timed),
     count("qty", required=True), money("gross", required=True), count("refunded_qty"), money("refunded_amount"),
     text("order_id", many=True), text("buyer_id", many=True), text("channel"), text("utm_source"),
     text("utm_medium"), text("utm_campaign"), text("utm_term"), text("utm_content"), text("promo_code"),
     money("discount")),
    (Target("order_line", ("order_id", "concert_id", "ticket_type")),
     Target("order_line", ("concert_id", "ticket_type", "sold_on", "sold_at", "channel", "utm_source",
                           "utm_medium", "utm_campaign", "utm_term", "utm_content", "promo_code", "buyer_id",
                           "order_id"), "day_line")),
    feeds={"sold_on": ("sold_on", "sold_at")}, numbered="line_number", concert_needed=True, respelled="ticket_type",
    rules=(at_most_in_order("refunded_qty", "qty"), at_most_in_order("refunded_amount", "gross")))

AD_SPEND = Kind(
    "ad_spend",
    (text("concert_id"), text("channel", required=True), day("date", required=True), money("spend", required=True),
     Column("currency", currency), Column("impressions", values.whole, pa.int64()),
     Column("clicks", values.whole, pa.int64()), Column("conversions", values.amount, pa.float64()),
     money("conversion_value"), text("campaign")),
    (Target("ad_spend_daily", ("concert_id", "channel", "date", "campaign")),), concert_needed=True)

DEALS = Kind(
    "deals",
    (CONCERT, word("deal_type", "flat", "door", "plus", "versus", required=True, also={"vs": "versus"}),
     money("guarantee"), rate("pct"), word("basis", "net", "gross"), rate("promoter_profit_pct"), money("deposit"),
     Column("radius_miles", values.amount, pa.float64()), count("radius_days_before"), count("radius_days_after"),
     Column("bonus_tiers", values.bonus_tiers,
            pa.list_(pa.struct([("tickets", pa.int32()), ("amount", pa.decimal128(18, 2))])))),
    (Target("deal", ("concert_id",)),), concert_needed=True)

EXPENSES = Kind(
    "expenses",
    (CONCERT, text("category", required=True), word("kind", "fixed", "variable", required=True),
     word("unit", "flat", "per_ticket", "per_attendee", "pct_gross", "pct_net_gross"),
     Column("budgeted", values.charge, CHARGE), Column("actual", values.charge, CHARGE)),
    (Target("expense", ("concert_id", "category", "kind", "unit")),), concert_needed=True,
    rules=(fractions_where("unit", "budgeted", "actual"),))

SCANS = Kind(
    "scans", (CONCERT, instant("scanned_at", required=True, many=True), count("admitted", required=True)),
    (Target("scan", ("concert_id", "scanned_at")),), concert_needed=True)

TOUCHPOINTS = Kind(
    "touchpoints",
    (text("order_id", required=True, many=True), instant("seen_at", required=True, many=True),
     text("channel", required=True), text("campaign")),
    (Target("touchpoint", ("order_id", "seen_at", "channel", "campaign")),))

BUYERS = Kind(
    "buyers",
    (text("buyer_id", required=True, many=True), text("email", many=True),
     Column("consent", values.yes_or_no, pa.bool_()), name("city"), Column("country", country_code)),
    (Target("buyer", ("buyer_id",)),))

MESSAGES = Kind(
    "messages",
    (text("concert_id"), word("channel", "email", "sms", required=True), day("sent_on", required=True),
     Column("sends", values.whole, pa.int64(), True), Column("opens", values.whole, pa.int64()),
     Column("clicks", values.whole, pa.int64()), Column("bounces", values.whole, pa.int64()),
     Column("unsubscribes", values.whole, pa.int64())),
    (Target("message", ("concert_id", "channel", "sent_on")),), concert_needed=True)

ANCILLARY = Kind(
    "ancillary", (CONCERT, word("kind", "merch", "fnb", required=True), money("gross", required=True)),
    (Target("ancillary", ("concert_id", "kind")),), concert_needed=True)

LISTENS = Kind(
    "listens",
    (text("listener_id", required=True), name("artist"), text("artist_id"),
     Column("plays", values.whole, pa.int64(), True)),
    (Target("listen", ("user_id", "artist_id")),), either=("artist", "artist_id"),
    shown="listener_id", said="listener and artist")

ARTIST_TAGS = Kind(
    "artist_tags",
    (name("artist"), text("artist_id"), name("tag", required=True), Column("weight", values.amount, pa.float64())),
    (Target("artist_tag", ("artist_id", "tag")),), either=("artist", "artist_id"), shown="tag",
    said="artist and tag")

HOLDS = Kind(
    "holds",
    (name("venue", required=True), day("local_date", required=True),
     Column("hold_level", values.hold_level, pa.int32(), True), name("artist"), instant("placed_at"),
     instant("challenged_at"), instant("respond_by"), text("outcome")),
    (Target("date_hold", ("venue_id", "local_date", "hold_level")),), venue_anywhere=True, shown="local_date",
    said="venue, date and level")

CANONICAL = (CONCERTS, EVENTS, TICKET_TYPES, BUYERS, SALES, AD_SPEND, DEALS, EXPENSES, SCANS, TOUCHPOINTS, MESSAGES,
             ANCILLARY, LISTENS, ARTIST_TAGS, HOLDS)
