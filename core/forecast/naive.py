"""The forecasts that people make without a model: what ours has to beat, in public."""

from typing import Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin

from core.forecast.moments import within_house
from core.forecast.past_pickup import PastPickup


class NoGrowth(RegressorMixin, BaseEstimator):
    """Nothing more will be sold."""

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:
        return self

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        return within_house(X, X["sold"].to_numpy(float))


class FullHouse(RegressorMixin, BaseEstimator):
    """Tickets = capacity."""

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:
        return self

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        return within_house(X, np.full(len(X), np.inf))


class LinearPace(RegressorMixin, BaseEstimator):
    """The coming days sell what the days on sale so far have sold on average."""

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:
        return self

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        sold, days_on_sale = X["sold"].to_numpy(float).clip(min=0), (X["age"].to_numpy(float) + 1).clip(min=1)
        return within_house(X, sold + sold / days_on_sale * X["days_out"].to_numpy(float))


class LastComparable(RegressorMixin, BaseEstimator):
    """It will still sell the share of its house that the last show of its genre and market sold from there on.

    Without one, the last show of the genre; without that, the last show.
    """

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:
        self.past_ = PastPickup().fit(X, y)
        shows = self.past_.shows_.reset_index(drop=True)
        first = shows.reset_index().groupby(["genre", "market"])["index"].min()
        self.last_of_both_ = first.to_dict()
        self.last_of_genre_ = first.groupby("genre").min().to_dict()
        return self

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        pairs = zip(X["genre"], X["market"], strict=True)
        chosen = np.array([self.last_of_both_.get(pair, self.last_of_genre_.get(pair[0], 0)) for pair in pairs], int)
        still = np.zeros(len(X))
        for days_out in np.unique(X["days_out"]):
            mask = (X["days_out"] == days_out).to_numpy()
            still[mask] = self.past_.at(days_out)[chosen[mask]]
        return within_house(X, (X["sold"].clip(lower=0) + still * X["sellable"]).to_numpy(float))
