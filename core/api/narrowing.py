"""What of an answer the caller gets to see: columns by right, rows by market and venue."""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from core import concerts
from core.access import MONEY_COLUMNS, Action, Grant
from core.desk.errors import NotThere
from core.filters import Filters

RESULTS = ("tickets_sold", "sellable", "sell_through", "gross", "currency")


def visible(table: pa.Table, grant: Grant) -> pa.Table:
    """The table without money for who may not see it, and without rows outside the caller's markets and venues."""
    if not grant.may(Action.see_money):
        table = table.drop_columns([name for name in table.column_names if name in MONEY_COLUMNS])
    if not grant.limited:
        return table
    if "concert_id" in table.column_names:
        ours = pa.array(sorted(concerts_in_scope(grant)), pa.string())
        keep = pc.or_(pc.is_null(table["concert_id"]), pc.is_in(table["concert_id"], ours))
        return table.filter(keep)
    return without_others_results(table, grant)


def concerts_in_scope(grant: Grant) -> set[str]:
    return set(concerts.shows(filters=grant.narrowed(Filters()))["concert_id"])


def require_concert(concert_id: str, grant: Grant) -> None:
    """Raises NotThere for a show outside the caller's markets and venues, as for one that does not exist."""
    if grant.limited and concert_id not in concerts_in_scope(grant):
        raise NotThere(f"There is no concert {concert_id!r}.", remedy="See /api/v1/concerts.")


def without_others_results(table: pa.Table, grant: Grant) -> pa.Table:
    """A touring history is public; how our own shows elsewhere sold is not."""
    if not {"is_ours", "venue", *RESULTS} <= set(table.column_names):
        return table
    ours = pa.array(sorted(set(concerts.shows(filters=grant.narrowed(Filters()))["venue"])), pa.string())
    show = pc.is_in(table["venue"], ours)
    for name in RESULTS:
        column = table.column_names.index(name)
        table = table.set_column(column, name, pc.if_else(show, table[name], pa.scalar(None, table[name].type)))
    return table


def option_in_scope(dimension: str, value: str, grant: Grant) -> bool:
    granted: Iterable[str] = {"market": grant.markets, "venue": grant.venues}.get(dimension, ())
    return not granted or value in granted
