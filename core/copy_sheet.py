"""The copy sheet of a show: the dates, names, prices and links that whoever writes about it needs, as text and PDF."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from core import words
from core.desk import campaigns
from core.errors import QueryError
from core.exports.caption import SAMPLE
from core.exports.copy_pdf import to_pdf
from core.warehouse.read import read

NOT_YET = "to be announced"


class CopySheet(NamedTuple):
    """`title`, `facts` (label, words) in reading order, `links` (label, address), and a line on where it comes from."""

    title: str
    facts: list[tuple[str, str]]
    links: list[tuple[str, str]]
    source: str

    @property
    def text(self) -> str:
        """The sheet as plain text."""
        width = max(len(label) for label, _ in self.facts) + 2
        lines = [self.title, "=" * len(self.title), "", *(f"{label + ':':<{width}}{said}" for label, said in self.facts)]
        if self.links:
            lines += ["", "Links", *(f"- {label}: {address}" for label, address in self.links)]
        return "\n".join([*lines, "", self.source, ""])

    @property
    def pdf(self) -> bytes:
        return to_pdf(self.title, self.facts, self.links, self.source)


def copy_sheet(*, concert_id: str) -> CopySheet:
    """What may be said of a show today. Raises QueryError for one that is not known."""
    found = read("concerts/one", concert_id=concert_id)
    if found.empty:
        raise QueryError(f"There is no concert {concert_id}.", remedy="Choose one of the list.")
    show = {str(name): value for name, value in found.iloc[0].items()}
    return sheet_of(show, presales(concert_id=concert_id), read("concerts/ticket_count", concert_id=concert_id),
                    read("sources/about"), campaigns.links(concert_ids=[concert_id]))


def presales(*, concert_id: str | None = None) -> pd.DataFrame:
    """Of one show or of all. Columns: concert_id, name, starts_at, ends_at (UTC)."""
    return read("marketing/presales", concert_id=concert_id)


def sheet_of(show: Mapping[str, Any], presales: pd.DataFrame, levels: pd.DataFrame, about: pd.DataFrame,
             links: list[dict[str, Any]]) -> CopySheet:
    """From a row of `concerts.one`, its presales, `concerts.ticket_count`, `sources.about`, and links of shows and of none."""
    today, season = pd.Timestamp(about["today"].iloc[0]), about["season"].iloc[0]
    where = ", ".join(str(show[name]) for name in ("venue", "city", "region", "country") if not words.missing(show[name]))
    facts = [("Artist", str(show["artist"])), ("Support", said(show["support"])), ("Date", words.day(show["local_date"])),
             ("Venue", where), ("Genre", said(show["genre"])), ("Announce", day(show["announce_date"])),
             *((f"Presale {row['name']}", words.moment(row["starts_at"], show["timezone"])) for row in
               presales.to_dict("records")),
             ("On sale", day(show["onsale_date"])), ("Prices", prices(levels)), ("Status", str(show["phase"]).replace("_", " "))]
    addresses = [(f"{row['medium']} / {row['source']}", row["url"]) for row in links if row["concert_id"] == show["concert_id"]]
    source = f"As of {words.day(today)}. " + (f"{SAMPLE}: invented data." if season == "sample" else "Marquee.")
    return CopySheet(f"{show['artist']} at {show['venue']}", facts, addresses, source)


def prices(levels: pd.DataFrame) -> str:
    """Face values from the lowest: "Standing £19.00, Balcony £24.00"."""
    each = zip(*(levels[name].tolist() for name in ("level", "face_value", "currency")), strict=True)
    return ", ".join(f"{level} {words.price(value, currency)}" for level, value, currency in each) or NOT_YET


def said(value: Any) -> str:
    return NOT_YET if words.missing(value) else str(value)


def day(value: Any) -> str:
    return NOT_YET if words.missing(value) else words.day(value)
