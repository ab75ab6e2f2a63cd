"""The similar-artists table of a snapshot: for each artist worth asking for, whom its listeners also play.

Frames in (inputs/listens.sql and tags.sql), a frame out; publish brings the first and stores it.
"""

from datetime import date

import numpy as np
import pandas as pd

METHOD = "listens and tags"
NEAREST = 50
MOST_ARTISTS = 2_500  # a snapshot keeps the most listened to, and those that are only tagged as far as there is room
LEAST_LISTENERS = 3  # fewer say nothing of an artist without tags


def similar_all(listens: pd.DataFrame, tags: pd.DataFrame, *, today: date) -> pd.DataFrame | None:
    """Rows of similar_artist, nearest first for each artist; None without listens.

    `listens`: user_id, artist_id, plays. `tags`: artist_id, tag, weight. `score` compares within one artist only.
    """
    if listens.empty:
        return None
    # scikit-learn takes a second and 65 MB to load
    import scipy.sparse as sp

    from core.booking.history import tag_matrix
    from core.recommend import SimilarArtists

    artists = pd.Index(pd.unique(pd.concat([listens["artist_id"], tags["artist_id"]])))
    listeners, rows = np.unique(listens["user_id"].to_numpy(str), return_inverse=True)
    cells = (rows, artists.get_indexer(listens["artist_id"]))
    plays = sp.csr_matrix((listens["plays"].to_numpy(float), cells), shape=(len(listeners), len(artists)))
    model = SimilarArtists().fit(plays, tag_matrix(tags, artists))
    asked = worth_asking(plays.getnnz(axis=0), artists.isin(tags["artist_id"]))
    if not len(asked):
        return None
    ids, scores = model.similar(asked, min(NEAREST, max(len(artists) - 1, 1)))
    found = (ids >= 0) & np.isfinite(scores)
    rows, _ = np.nonzero(found)
    return pd.DataFrame({"artist_id": artists[asked[rows]], "other_artist_id": artists[ids[found]], "method": METHOD,
                         "score": scores[found].astype(float), "as_of": today})


def worth_asking(listeners: np.ndarray, tagged: np.ndarray) -> np.ndarray:
    """Column numbers of the artists that get a list: heard or tagged enough to say something, most heard first."""
    supported = np.flatnonzero((listeners >= LEAST_LISTENERS) | tagged)
    return supported[np.argsort(-listeners[supported], kind="stable")][:MOST_ARTISTS]
