"""Tour totals: one row a tour, kept as tour facts and never as concerts."""

import re
from typing import Any

import numpy as np
import pyarrow as pa

from core.ingest.clean import About, Cleaned, Reject, Unusable, clean
from core.ingest.columns import MONEY, Column
from core.ingest.currencies import meant
from core.ingest.engagements import (
    marked_count,
    marked_name,
    marked_number,
    paid_in,
    with_blanks_for_marks,
)
from core.ingest.kinds import Kind, Target
from core.ingest.names import derived_id
from core.ingest.values import without_footnotes

TOUR_TOTALS = Kind(
    "tour_totals",
    (Column("artist", marked_name, required=True), Column("tour", marked_name, required=True), Column("years"),
     Column("shows", marked_count, pa.int32()), Column("gross", marked_number, MONEY),
     Column("gross_text", source="gross"), Column("avg_gross", marked_number, MONEY)),
    (Target("tour_total", ("tour_id",)),),
    feeds={"years": ("first_year", "last_year")}, shown="tour", said="artist, tour and year",
    header=("shows", "gross"),
    titles={
        **dict.fromkeys(("artist", "artists", "act", "performer", "headliner"), ("artist",)),
        **dict.fromkeys(("tour", "tour_title", "tour_name", "title"), ("tour",)),
        **dict.fromkeys(("year", "years", "year_s"), ("years",)),
        **dict.fromkeys(("shows", "number_of_shows", "of_shows", "concerts", "performances"), ("shows",)),
        **dict.fromkeys(("gross", "actual_gross", "total_gross", "revenue", "total_revenue", "tour_gross"),
                        ("gross",)),
        **dict.fromkeys(("average_gross", "avg_gross", "gross_per_show", "average_gross_per_show"), ("avg_gross",))})

TOUR = pa.schema([
    ("row", pa.int64()), ("tour_id", pa.string()), ("artist", pa.string()), ("tour", pa.string()),
    ("first_year", pa.int32()), ("last_year", pa.int32()), ("shows", pa.int32()), ("gross", MONEY),
    ("avg_gross", MONEY), ("currency", pa.string())])
YEARS = re.compile(r"(\d{4})(?:\s*[-–—/]\s*(\d{4}|\d{2}))?")


def clean_tour_totals(raw: pa.Table, records: np.ndarray, about: About) -> Cleaned:
    """Tours (TOUR) from a table of totals."""
    first = clean(TOUR_TOTALS, with_blanks_for_marks(raw, ("shows", "gross", "avg_gross")), records, mark=about.mark)
    currency = meant(about.titles.get("gross", ""))
    good, rejects = [], list(first.rejects)
    for row in first.rows.to_pylist():
        try:
            good.append(tour(row, currency))
        except Unusable as fault:
            rejects.append(Reject(row["row"], fault.column, fault.value, fault.reason))
    return Cleaned(pa.Table.from_pylist(good, schema=TOUR), rejects)


def tour(row: dict[str, Any], currency: str | None) -> dict[str, Any]:
    first, last = years(row["years"])
    return {"row": row["row"], "artist": row["artist"], "tour": row["tour"], "first_year": first, "last_year": last,
            "shows": row["shows"], "gross": row["gross"], "avg_gross": row["avg_gross"],
            "currency": paid_in(row["gross_text"], currency),
            "tour_id": derived_id("tour", row["artist"], row["tour"], str(first or ""))}


def years(text: str | None) -> tuple[int | None, int | None]:
    """'2023–2024', '2008–09' or '2015' as first and last year."""
    if text is None:
        return None, None
    found = YEARS.fullmatch(without_footnotes(text))
    if not found:
        raise Unusable("years", text, "is not a year or a range of years")
    first, last = found[1], found[2] or found[1]
    last = first[:4 - len(last)] + last
    if int(last) < int(first):
        raise Unusable("years", text, "ends before it begins")
    return int(first), int(last)
