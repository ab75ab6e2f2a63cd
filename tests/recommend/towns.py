"""A made-up town of listeners and venues with known tastes, shared by the recommender tests."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

N_GENRES, PER_GENRE = 4, 15


def plays(n_listeners: int = 80, seed: int = 0) -> sp.csr_matrix:
    """Each listener (or venue) keeps to one genre of 15 artists, with a little of the rest."""
    rng = np.random.default_rng(seed)
    n_artists = N_GENRES * PER_GENRE
    of_genre = np.arange(n_artists) // PER_GENRE
    taste = np.arange(n_listeners) % N_GENRES
    chance = np.where(taste[:, None] == of_genre[None, :], 0.5, 0.03)
    heard = rng.random((n_listeners, n_artists)) < chance
    return sp.csr_matrix(heard * rng.integers(1, 50, heard.shape)).astype(float)


def tags(seed: int = 1) -> sp.csr_matrix:
    """(60 artists, 12 tags): three tags a genre, and some noise."""
    rng = np.random.default_rng(seed)
    of_genre = np.arange(N_GENRES * PER_GENRE) // PER_GENRE
    own = of_genre[:, None] == (np.arange(12) // 3)[None, :]
    return sp.csr_matrix(rng.poisson(np.where(own, 4.0, 0.1))).astype(float)


def genre(artist_ids: np.ndarray) -> np.ndarray:
    return artist_ids // PER_GENRE
