"""Sums over the shows chosen: a question is asked by show once for each snapshot, then cut and added up in memory for any
choice of shows, at a tenth of the price of asking again."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from core.filters import Filters
from core.warehouse.read import read
from core.warehouse.snapshot import current

EXACT = 8  # decimals: what adding floats leaves behind it


class ShowRows(NamedTuple):
    """Rows by show (n), sorted by their key: `show` (n,) place in `shows`, -1 of no show; `key` (n,) row of `keys`;
    `values` (n, m) with 0 where `unknown` (n, m; None: nowhere); `counts` names the types of whole numbers."""

    shows: pd.Index
    show: np.ndarray
    key: np.ndarray
    keys: pd.DataFrame
    values: np.ndarray
    unknown: np.ndarray | None
    counts: dict[str, str]
    measures: list[str]


def summed(question: str, keys: tuple[str, ...], *, filters: Filters, show: str | None = None) -> pd.DataFrame:
    """The rows of a question over the shows chosen, or one of them, added up by `keys` and in their order.

    Columns: the keys, then every other column but concert_id; a sum is missing where no row knows it. Rows of no show
    count only where nothing is chosen.
    """
    rows = kept(current().path, question, keys)
    key, values, unknown = rows.key, rows.values, rows.unknown
    if filters.chosen or show is not None:
        taken = np.append(chosen(rows.shows, filters, show), False)[rows.show]  # place -1 is the last: of no show
        key, values, unknown = key[taken], values[taken], unknown if unknown is None else unknown[taken]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    if not len(starts):
        return rows.keys.iloc[:0].assign(**dict.fromkeys(rows.measures, np.array([], float)))
    sums = pd.DataFrame(np.round(np.add.reduceat(values, starts, axis=0), EXACT), columns=rows.measures)
    sums = sums.astype(rows.counts)
    if unknown is not None:
        sums = sums.mask(np.logical_and.reduceat(unknown, starts, axis=0))
    return pd.concat([rows.keys.iloc[key[starts]].reset_index(drop=True), sums], axis=1)


def chosen(shows: pd.Index, filters: Filters, show: str | None) -> np.ndarray:
    """Which shows are meant, (s,)."""
    names = names_of(current().path, filters)
    return shows.isin(names if show is None else names[names == show])


@lru_cache(maxsize=100)
def names_of(snapshot: Path, filters: Filters) -> pd.Index:
    return pd.Index(filters.kept(places(snapshot))["concert_id"])


@lru_cache(maxsize=2)
def places(snapshot: Path) -> pd.DataFrame:
    return read("marketing/show_places")


@lru_cache(maxsize=12)
def kept(snapshot: Path, question: str, keys: tuple[str, ...]) -> ShowRows:
    """A question by show, as `summed` adds it up; `snapshot` is the name it is kept under."""
    rows = read(question)
    by = rows.groupby(list(keys), dropna=False, sort=True, observed=True)
    key = by.ngroup().to_numpy()
    order = np.argsort(key, kind="stable")
    show, shows = pd.factorize(rows["concert_id"].iloc[order])
    measures = [str(name) for name in rows if name not in (*keys, "concert_id")]
    table = rows[measures].iloc[order]
    missing = table.isna().to_numpy()
    names = rows[list(keys)].iloc[np.unique(key, return_index=True)[1]].reset_index(drop=True)
    return ShowRows(pd.Index(shows), show, key[order], names, table.fillna(0).to_numpy(float), missing if missing.any() else None,
                    {name: str(table[name].dtype) for name in measures if pd.api.types.is_integer_dtype(table[name])}, measures)
