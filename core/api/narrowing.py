"""What of an answer the caller gets to see: columns by right, rows by market and venue."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from core import concerts, results
from core.access import RESULT_COLUMNS, Grant
from core.desk.errors import NotThere
from core.filters import Filters


def visible(table: pa.Table, grant: Grant, question: Callable[..., object]) -> pa.Table:
    """The table without columns that the caller has no right to, and without rows outside their markets and venues."""
    withheld = grant.withheld(question)
    table = table.drop_columns([name for name in table.column_names if name in withheld])
    names = set(table.column_names)
    if not grant.limited:
        return table
    if "concert_id" in names:
        return table.filter(pc.or_(pc.is_null(table["concert_id"]), among(table["concert_id"], concerts_in_scope(grant))))
    if {"dimension", "value"} <= names:
        return table.filter(pc.or_(pc.equal(table["dimension"], "genre"), among(table["value"], places_in_scope(grant))))
    return without_others_results(table, grant) if {"is_ours", "venue", *RESULT_COLUMNS} <= names else table


def among(column: pa.ChunkedArray, values: set[str]) -> pa.ChunkedArray:
    return pc.is_in(column, pa.array(sorted(values), pa.string()))


def concerts_in_scope(grant: Grant) -> set[str]:
    return set(concerts.shows(filters=grant.narrowed(Filters()))["concert_id"])


def places_in_scope(grant: Grant) -> set[str]:
    """Names of the markets and venues of the shows in the caller's sight."""
    shows = concerts.shows(filters=grant.narrowed(Filters()))
    return {*shows["market"].dropna(), *shows["venue"].dropna()}


def require_concert(concert_id: str, grant: Grant) -> None:
    """Raises NotThere for a show outside the caller's markets and venues, as for one that does not exist."""
    if grant.limited and concert_id not in concerts_in_scope(grant):
        raise NotThere(f"There is no concert {concert_id!r}.", remedy="See /api/v1/concerts.")


def require_venue(venue_id: str, grant: Grant | None) -> None:
    """Raises NotThere for a venue that is unknown, or out of the sight of a caller where one is given."""
    sight = grant.narrowed(Filters()) if grant else Filters()
    if venue_id not in set(results.venues(filters=sight)["venue_id"]):
        raise NotThere(f"There is no venue {venue_id!r}.", remedy="See /api/v1/venues.")


def without_others_results(table: pa.Table, grant: Grant) -> pa.Table:
    """A touring history is public; how our own shows elsewhere sold is not."""
    show = among(table["venue"], places_in_scope(grant))
    for name in RESULT_COLUMNS:
        column = table.column_names.index(name)
        table = table.set_column(column, name, pc.if_else(show, table[name], pa.scalar(None, table[name].type)))
    return table
