"""What the columns of one row must be to each other. A rule takes rows and their text and names what cannot be used."""

from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# (typed rows, the same rows as text) -> (place, column, reason) of each that breaks the rule.
Rule = Callable[[pa.Table, pa.Table], Iterator[tuple[int, str, str]]]


def places(broken: pa.ChunkedArray) -> Iterator[int]:
    """Places of what is true; unknown is not."""
    return (int(i) for i in np.flatnonzero(pc.fill_null(broken, False).to_numpy()))


def at_most_in_order(name: str, ceiling: str) -> Rule:
    """An order line never has more in one column than in its ceiling.

    A day's line may refund what was sold on other days, and a line of nothing but refunds belongs to another line.
    """

    def rule(rows: pa.Table, raw: pa.Table) -> Iterator[tuple[int, str, str]]:
        above = pc.and_(pc.greater(rows[name], rows[ceiling]), pc.greater(rows[ceiling], 0))
        for row in places(pc.and_(above, pc.is_valid(rows["order_id"]))):
            yield row, name, f"is above the {ceiling} of the same order line"

    return rule


def parts_of(parts: tuple[str, str], whole: str) -> Rule:
    """What is kept back is part of what there is."""

    def rule(rows: pa.Table, raw: pa.Table) -> Iterator[tuple[int, str, str]]:
        together = pc.add(*(pc.fill_null(rows[part].cast(pa.int64()), 0) for part in parts))
        for row in places(pc.greater(together, rows[whole].cast(pa.int64()))):
            yield row, whole, f"is below the {together[row].as_py():,} that {' and '.join(parts)} come to"

    return rule


def fractions_where(unit: str, *names: str) -> Rule:
    """Costs by the share of something are fractions; those by the head or in one sum are not."""

    def rule(rows: pa.Table, raw: pa.Table) -> Iterator[tuple[int, str, str]]:
        shares = pc.fill_null(pc.starts_with(rows[unit].cast(pa.string()), "pct_"), False)
        for name in (name for name in names if name in raw.column_names):
            for row in places(pc.and_(shares, pc.greater(rows[name], 1))):
                yield row, name, "is above 1; rates are a fraction: 0.05 is 5 %"
            percent = pc.ends_with(pc.utf8_trim_whitespace(raw[name].cast(pa.string())), "%")
            for row in places(pc.and_not(percent, shares)):
                yield row, name, f"is a rate, but the {unit} is none (pct_gross, pct_net_gross)"

    return rule
