"""Sums over the shows chosen: a question is asked by show once for each snapshot and kept as a sparse matrix, so that the sums
of any choice of shows are one product, at a hundredth of the price of asking again."""

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csc_array, csr_array

from core.filters import Filters
from core.warehouse.read import framed, read, read_arrow
from core.warehouse.snapshot import current

EXACT = 8  # decimals: what adding floats leaves behind it


class Parts(NamedTuple):
    """Sums in columns, one for each of p shows or rooms and a last one for rows of no show: `rows` (k, p + 1) how many of each
    key, `values` (m x k, p + 1) their sums, `missing` how many of them are not known (None: nowhere any)."""

    rows: csc_array
    values: csc_array
    missing: csc_array | None


class ShowRows(NamedTuple):
    """A question's rows by each of `places` and of fewer `rooms`, for choices without dates.
    `keys` (k,) are the different ones in order; `measures` names the m and their types where these are whole numbers."""

    keys: pd.DataFrame
    measures: dict[str, str | None]
    by_show: Parts
    by_room: Parts


class Sums(NamedTuple):
    """Sums by key over the shows chosen: `at` (k,) the rows of `keys` that they have, `values` (m, k), `unknown` (m, k)."""

    keys: pd.DataFrame
    measures: dict[str, str | None]
    at: np.ndarray
    values: np.ndarray
    unknown: np.ndarray | None


def summed(question: str, keys: tuple[str, ...], *, filters: Filters, show: str | None = None, **params: str) -> pd.DataFrame:
    """The rows of a question over the shows chosen, or one of them, added up by `keys` and in their order.

    Columns: the keys, then every other column but concert_id; a sum is missing where no row knows it. Rows of no show
    count only where nothing is chosen.
    """
    return pd.DataFrame(columns_of(added(current().path, question, keys, filters, show, tuple(params.items()))), copy=False)


def columns_of(sums: Sums, order: np.ndarray | slice = slice(None)) -> dict[str, Any]:
    """As columns of a frame, keys first, the rows in this order."""
    columns = {str(name): sums.keys[name].array.take(sums.at[order]) for name in sums.keys}
    for place, (name, kind) in enumerate(sums.measures.items()):
        unknown = None if sums.unknown is None else sums.unknown[place][order]
        columns[name] = column(sums.values[place][order], unknown, kind)
    return columns


def column(values: np.ndarray, unknown: np.ndarray | None, kind: str | None) -> Any:
    if kind == "Int64":
        return pd.arrays.IntegerArray(values.astype(np.int64), np.zeros(len(values), bool) if unknown is None else unknown)
    if kind is not None:
        return values.astype(kind)
    return values if unknown is None else np.where(unknown, np.nan, values)


@lru_cache(maxsize=200)
def added(snapshot: Path, question: str, keys: tuple[str, ...], filters: Filters, show: str | None = None,
          params: tuple[tuple[str, str], ...] = ()) -> Sums:
    """As `summed`, in arrays; `snapshot` is the name it is kept under."""
    asked = kept(snapshot, question, keys, params)
    dated = show is not None or filters.date_from is not None or filters.date_to is not None
    parts, meant = (asked.by_show, chosen(snapshot, filters, show)) if dated else (asked.by_room, chosen_rooms(snapshot, filters))
    wanted = np.append(meant, not (filters.chosen or dated)).astype(float)
    rows = parts.rows @ wanted
    at = np.flatnonzero(rows)
    shape = len(asked.measures), len(asked.keys)
    values = (parts.values @ wanted).reshape(shape)[:, at]
    unknown = None if parts.missing is None else (parts.missing @ wanted).reshape(shape)[:, at] == rows[at]
    return Sums(asked.keys, asked.measures, at, values.round(EXACT), unknown)


@lru_cache(maxsize=100)
def chosen(snapshot: Path, filters: Filters, show: str | None) -> np.ndarray:
    """Which of `places` are meant."""
    shows = places(snapshot)
    return filters.meant(shows) if show is None else filters.meant(shows) & (shows["concert_id"] == show).to_numpy()


@lru_cache(maxsize=100)
def chosen_rooms(snapshot: Path, filters: Filters) -> np.ndarray:
    """Which of `rooms` are meant, where no dates are."""
    return filters.meant(rooms(snapshot)[0])


def of_chosen(names: pd.Series | list[str], filters: Filters) -> np.ndarray:
    """Which of these concert_ids are of shows chosen, (n,). In Arrow: pandas takes ten times as long."""
    return pc.is_in(pa.array(names, pa.string()), value_set=names_chosen(current().path, filters)).to_numpy(zero_copy_only=False)


def said_of_chosen(said: dict[str, str], filters: Filters) -> dict[str, str]:
    """Of what is said of each show (concert_id -> words), what is said of those chosen."""
    return {show: words for (show, words), meant in zip(said.items(), of_chosen(list(said), filters), strict=True) if meant}


@lru_cache(maxsize=100)
def names_chosen(snapshot: Path, filters: Filters) -> pa.Array:
    """Their concert_ids."""
    return pa.array(places(snapshot)["concert_id"][chosen(snapshot, filters, None)], pa.string())


@lru_cache(maxsize=2)
def places(snapshot: Path) -> pd.DataFrame:
    return read("marketing/show_places")


@lru_cache(maxsize=2)
def rooms(snapshot: Path) -> tuple[pd.DataFrame, csr_array]:
    """The different markets, venues and genres of shows (p,), and which of them each of `places` is of, (s + 1, p + 1): the last
    of both stands for no show."""
    shows = places(snapshot)[["market", "venue", "genre"]]
    room = shows.groupby(list(shows), dropna=False, sort=False).ngroup().to_numpy()
    different = shows.drop_duplicates(ignore_index=True)
    of_show = np.append(room, len(different))
    return different, csr_array((np.ones(len(of_show)), (np.arange(len(of_show)), of_show)))


@lru_cache(maxsize=12)
def kept(snapshot: Path, question: str, keys: tuple[str, ...], params: tuple[tuple[str, str], ...]) -> ShowRows:
    """A question by show, as `added` adds it up."""
    rows = read_arrow(question, **dict(params))
    key, names = coded(rows, keys)
    shows, words = pd.Index(places(snapshot)["concert_id"]), rows["concert_id"].combine_chunks().dictionary_encode()
    place = np.append(shows.get_indexer(words.dictionary.to_pylist()), -1)
    show = np.where(place < 0, len(shows), place)[places_in(words, len(words.dictionary))]
    order, ends = np.argsort(show, kind="stable"), np.append(0, np.bincount(show, minlength=len(shows) + 1).cumsum())
    measures = framed(rows.select([name for name in rows.column_names if name not in (*keys, "concert_id")])).take(order)
    missing = measures.isna().to_numpy()

    def by_show(values: np.ndarray) -> csc_array:
        many = values.shape[1]
        place = (key[order, None] + len(names) * np.arange(many)).astype(np.int32)
        whole = csr_array((values.flatten(), place.ravel(), (many * ends).astype(np.int32)),
                          shape=(len(shows) + 1, many * len(names)))
        whole.eliminate_zeros()
        return whole.T

    parts = Parts(by_show(np.ones((len(rows), 1))), by_show(measures.fillna(0).to_numpy(float)),
                  by_show(missing.astype(float)) if missing.any() else None)
    of_room = rooms(snapshot)[1]
    return ShowRows(names, {str(name): str(kind) if pd.api.types.is_integer_dtype(kind) else None
                            for name, kind in measures.dtypes.items()},
                    parts, Parts(*(None if part is None else (part @ of_room).tocsc() for part in parts)))


def coded(rows: pa.Table, keys: tuple[str, ...]) -> tuple[np.ndarray, pd.DataFrame]:
    """The number of each row's key among the different ones, (n,), and these in order, what is missing last. Words are told
    apart in Arrow: pandas takes three times as long for half a million rows."""
    number = np.zeros(len(rows), np.int64)
    for name in keys:
        words = rows[name].combine_chunks().dictionary_encode()
        rank = np.append(np.argsort(pc.sort_indices(words.dictionary)), len(words.dictionary))
        number = number * len(rank) + rank[places_in(words, len(words.dictionary))]
    found, different = pd.factorize(number)
    order = np.argsort(different)
    example = np.empty(len(order), int)
    example[found] = np.arange(len(rows))
    return np.argsort(order)[found], framed(rows.select(keys).take(example[order]))


def places_in(words: pa.DictionaryArray, missing: int) -> np.ndarray:
    return words.indices.fill_null(missing).to_numpy(zero_copy_only=False)
