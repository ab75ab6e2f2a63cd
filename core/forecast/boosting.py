"""Remaining share by gradient boosting: what no sum of effects can say."""

from typing import Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.ensemble import HistGradientBoostingRegressor

from core.forecast.moments import open_seats

FURTHEST = 100  # days out; beyond, shows differ by attributes only, which the other models know


class RemainingShare(BaseEstimator):
    """Share of the open seats that will still be sold, by boosted trees on absolute error.

    fit(X, signals, y): X moments (n), their signals (n, p), y final tickets (n,). predict(X, signals) gives the
    remaining tickets (n,), 0 to the open seats.
    """

    def __init__(self, max_iter: int = 60, learning_rate: float = 0.1, random_state: int = 0) -> None:
        self.max_iter = max_iter
        self.learning_rate = learning_rate
        self.random_state = random_state

    def fit(self, X: pd.DataFrame, signals: pd.DataFrame, y: np.ndarray) -> Self:
        left = open_seats(X)
        use = (X["age"] >= 0).to_numpy() & X["days_out"].between(1, FURTHEST).to_numpy() & (left > 0)
        share = ((np.asarray(y, float) - X["sold"].to_numpy(float).clip(min=0)) / left.clip(min=1)).clip(0, 1)
        self.trees_ = HistGradientBoostingRegressor(
            loss="absolute_error", max_iter=self.max_iter, learning_rate=self.learning_rate, max_leaf_nodes=12,
            min_samples_leaf=40, l2_regularization=5.0, max_features=0.5, early_stopping=False,
            random_state=self.random_state,
        )  # fmt: skip
        self.trees_.fit(_columns(X, signals)[use], share[use])
        return self

    def predict(self, X: pd.DataFrame, signals: pd.DataFrame) -> np.ndarray:
        return self.trees_.predict(_columns(X, signals)).clip(0, 1) * open_seats(X)


def _columns(X: pd.DataFrame, signals: pd.DataFrame) -> np.ndarray:
    """The signals against the open seats, and the clock."""
    left = np.log(open_seats(X) + 0.5) - np.log(X["sellable"].to_numpy(float))
    estimates = signals.filter(regex="^by_").to_numpy() - left[:, None]
    rest = signals.filter(regex="^(log|lead|week|genre)_").to_numpy()
    clock = X[["days_out", "age", "weekday"]].to_numpy(float)
    return np.column_stack([estimates, rest, clock, left])
