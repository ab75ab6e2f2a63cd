"""Recommenders: matrices in, (ids, scores) out. No database, no network."""

from core.recommend.artists import ArtistRecommender
from core.recommend.evaluate import compare, ndcg, recall, split_by_time
from core.recommend.matrices import WrongMatrix
from core.recommend.outcome import BookingOutcome
from core.recommend.popularity import Popularity
from core.recommend.saving import UntrustedModel, from_bytes, load, save, to_bytes
from core.recommend.similar import SimilarArtists
from core.recommend.venues import VenueBooker

__all__ = [
    "ArtistRecommender",
    "BookingOutcome",
    "Popularity",
    "SimilarArtists",
    "UntrustedModel",
    "VenueBooker",
    "WrongMatrix",
    "compare",
    "from_bytes",
    "load",
    "ndcg",
    "recall",
    "save",
    "split_by_time",
    "to_bytes",
]
