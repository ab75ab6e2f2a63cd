"""What goes in: the matrices every model accepts, checked once, and the weightings they share."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from core.errors import MarqueeError

Matrix: TypeAlias = Any  # a scipy.sparse.csr_matrix; scipy ships no types
Floats = NDArray[np.float32]


class WrongMatrix(MarqueeError, ValueError):
    """A matrix or an id no model can use: wrong shape, not a number, negative."""


def counts(given: Any, called: str, *, n_columns: int | None = None, n_rows: int | None = None) -> Matrix:
    """`given` (sparse or dense, any number type) as float32 csr of counts >= 0, zeros not stored.

    Raises WrongMatrix when it is not two-dimensional, has another shape than the fitted one,
    or holds a NaN, an infinity or a negative number. The caller's matrix is left as it was.
    """
    if not sp.issparse(given) and np.ndim(given) != 2:
        raise WrongMatrix(f"{called} must have two dimensions.", remedy="Pass a scipy csr matrix.")
    matrix = sp.csr_matrix(given, dtype=np.float32, copy=True)
    for axis, asked in ((0, n_rows), (1, n_columns)):
        if asked is not None and matrix.shape[axis] != asked:
            what = ("rows", "columns")[axis]
            raise WrongMatrix(
                f"{called} has {matrix.shape[axis]} {what} where {asked} are needed.",
                remedy="Number artists and tags in every matrix as in the one given to fit.",
            )
    if not np.isfinite(matrix.data).all():
        raise WrongMatrix(f"{called} holds a NaN or an infinity.", remedy="Leave unknown cells out.")
    if matrix.nnz and matrix.data.min() < 0:
        raise WrongMatrix(f"{called} holds a negative number.", remedy="Counts start at 0.")
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    return matrix


def not_empty(matrix: Matrix, called: str) -> Matrix:
    """`matrix`, or WrongMatrix when it has no row or no column to learn from."""
    if 0 in matrix.shape:
        raise WrongMatrix(
            f"{called} is empty: {matrix.shape[0]} x {matrix.shape[1]}.", remedy="Load listens or bookings first."
        )
    return matrix


def ids_within(given: ArrayLike, n: int, called: str) -> NDArray[np.intp]:
    """`given` as a flat array of row numbers, each between 0 and n - 1; WrongMatrix otherwise."""
    ids = np.atleast_1d(np.asarray(given))
    if ids.size == 0:
        return np.empty(0, dtype=np.intp)
    if ids.ndim != 1 or ids.dtype.kind not in "iu":
        raise WrongMatrix(f"{called} must be whole numbers in one dimension.")
    if ids.min() < 0 or ids.max() >= n:
        raise WrongMatrix(f"{called} must lie between 0 and {n - 1}.", remedy="Use the row numbers given to fit.")
    return ids.astype(np.intp)


def logged(matrix: Matrix) -> Matrix:
    """log(1 + count): the hundredth play says less than the first."""
    weighted = matrix.copy()
    weighted.data = np.log1p(weighted.data)
    return weighted


def unit_rows(matrix: Matrix, power: float = 1.0) -> Matrix:
    """Each row divided by its Euclidean length to `power`; an empty row stays empty."""
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1), dtype=np.float64)).ravel() ** power
    return scaled_rows(matrix, 1.0 / np.where(length > 0, length, 1.0))


def scaled_rows(matrix: Matrix, by: ArrayLike) -> Matrix:
    """Row i times by[i], float32 csr."""
    return sp.csr_matrix(sp.diags_array(np.asarray(by, dtype=np.float32)) @ matrix)


def scaled_columns(matrix: Matrix, by: ArrayLike) -> Matrix:
    """Column j times by[j], float32 csr."""
    return sp.csr_matrix(matrix @ sp.diags_array(np.asarray(by, dtype=np.float32)))


def popularity(matrix: Matrix) -> NDArray[np.float64]:
    """In how many rows each column occurs (listeners of an artist, venues that booked one)."""
    return np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(np.float64)


def tag_weights(tags: Any, n_artists: int, *, most: int) -> Matrix:
    """log tag counts times log(artists / artists with the tag), (n_artists, tags kept); no columns for None.

    Kept are at most the `most` commonest tags, each on two artists or more: others join nobody.
    Raises WrongMatrix as `counts` does.
    """
    if tags is None:
        return sp.csr_matrix((n_artists, 0), dtype=np.float32)
    tags = counts(tags, "tags", n_rows=n_artists)
    used = popularity(tags)
    kept = np.flatnonzero(used >= 2)
    kept = np.sort(kept[np.argsort(-used[kept], kind="stable")[:most]])
    return scaled_columns(logged(tags[:, kept]), np.log((1.0 + n_artists) / (1.0 + used[kept])))
