"""Sums over the shows chosen: a question is asked by show once for each snapshot, then cut and added up in memory for any
choice of shows, at a tenth of the price of asking again."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.filters import Filters
from core.warehouse.read import framed, read, read_arrow
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
    starts = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.array([], int)
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
    rows = read_arrow(question)
    key, names = coded(rows, keys)
    order = np.argsort(key, kind="stable")
    shows = rows["concert_id"].combine_chunks().dictionary_encode()
    measures = [name for name in rows.column_names if name not in (*keys, "concert_id")]
    table = framed(rows.select(measures)).take(order)
    missing = table.isna().to_numpy()
    return ShowRows(pd.Index(shows.dictionary.to_pylist()), places_in(shows, -1)[order], key[order], names,
                    table.fillna(0).to_numpy(float), missing if missing.any() else None,
                    {name: str(table[name].dtype) for name in measures if pd.api.types.is_integer_dtype(table[name])}, measures)


def coded(rows: pa.Table, keys: tuple[str, ...]) -> tuple[np.ndarray, pd.DataFrame]:
    """The number of each row's key among the different ones, (n,), and these in order, what is missing last. Words are told
    apart in Arrow: pandas takes three times as long for half a million rows."""
    number = np.zeros(len(rows), np.int64)
    for name in keys:
        words = rows[name].combine_chunks().dictionary_encode()
        rank = np.append(np.argsort(pc.sort_indices(words.dictionary)), len(words.dictionary))
        number = number * len(rank) + rank[places_in(words, len(words.dictionary))]
    _, first, key = np.unique(number, return_index=True, return_inverse=True)
    return key.astype(np.min_scalar_type(len(first))), framed(rows.select(keys).take(first))


def places_in(words: pa.DictionaryArray, missing: int) -> np.ndarray:
    return words.indices.fill_null(missing).to_numpy(zero_copy_only=False)
