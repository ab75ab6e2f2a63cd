"""Models on disk without pickle: skops, and a list of the only types we let it build."""

from __future__ import annotations

from pathlib import Path

import skops.io
from sklearn.base import BaseEstimator

from core.errors import MarqueeError

TRUSTED = (
    "core.forecast.bayes.EmpiricalBayes",
    "core.forecast.blend.BlendedForecast",
    "core.forecast.boosting.RemainingShare",
    "core.forecast.conformal.ConformalSpread",
    "core.forecast.ladder.ChainLadder",
    "core.forecast.pickup.PickupRegression",
    "core.forecast.prior.AttributePrior",
    "core.forecast.young.YoungForecast",
    "core.recommend.artists.ArtistRecommender",
    "core.recommend.cold.TagRidge",
    "core.recommend.likeness.Likeness",
    "core.recommend.outcome.BookingOutcome",
    "core.recommend.popularity.Popularity",
    "core.recommend.similar.SimilarArtists",
    "core.recommend.trees.Trees",
    "core.recommend.venues.VenueBooker",
    "scipy.sparse._csr.csr_matrix",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
)


class UntrustedModel(MarqueeError):
    """A model file that would build a type outside the pinned list."""


def save(model: BaseEstimator, path: Path) -> None:
    """Write a fitted model to `path`; the file is complete or absent, never half written."""
    written = path.with_name(path.name + ".part")
    skops.io.dump(model, written)
    written.replace(path)


def types_in(path: Path) -> list[str]:
    """The types of a model file that are not scikit-learn's or NumPy's own: those it must be trusted with."""
    return sorted(skops.io.get_untrusted_types(file=path))


def load(path: Path) -> BaseEstimator:
    """The model saved at `path`. Raises UntrustedModel, before building anything, on a foreign type."""
    return from_bytes(path.read_bytes(), path.name)


def to_bytes(model: BaseEstimator) -> bytes:
    """What `save` writes, for whoever keeps it elsewhere than in a file of its own."""
    return bytes(skops.io.dumps(model))


def from_bytes(data: bytes, name: str) -> BaseEstimator:
    """The model of `to_bytes`; `name` is what an UntrustedModel calls it."""
    foreign = sorted(set(skops.io.get_untrusted_types(data=data)) - set(TRUSTED))
    if foreign:
        raise UntrustedModel(
            f"{name} holds types we do not load: {', '.join(foreign)}.",
            remedy="Train the model again on this installation.",
        )
    return skops.io.loads(data, trusted=list(TRUSTED))
