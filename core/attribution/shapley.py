"""Shapley value of the game in which a set of channels is worth the conversions of all paths that need only them.

That game is a sum of unanimity games, one a set of channels seen together, and the Shapley value of a unanimity game
is an equal split among its members (Shapley 1953; Zhao, Mahboobi & Bagheri 2018): exact for any number of channels.
"""

import numpy as np

from core.attribution.paths import Paths


def shapley(paths: Paths) -> np.ndarray:
    """Credits, (channels,): each path's conversions shared equally by the different channels on it."""
    size = len(paths.channels)
    seen = np.unique(paths.path * max(size, 1) + paths.channel)
    path, channel = seen // max(size, 1), seen % max(size, 1)
    members = np.bincount(path, minlength=len(paths.conversions))
    return np.bincount(channel, (paths.conversions / np.maximum(members, 1))[path], size)
