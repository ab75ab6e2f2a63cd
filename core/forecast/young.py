"""The forecaster of a company with few past shows: their own outcomes are the interval."""

from typing import Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin

from core.forecast.bayes import EmpiricalBayes
from core.forecast.moments import open_seats, within_house
from core.forecast.naive import LinearPace
from core.forecast.order_statistics import rank
from core.forecast.past_pickup import PastPickup


class YoungForecast(RegressorMixin, BaseEstimator):
    """Median by empirical Bayes, interval by the order statistics of what past shows still sold from that day on.

    fit(X, y): X moments (n, none allowed), y final tickets (n,). The same questions as `BlendedForecast` answers.
    Without any past show the median is the linear pace, and without sales there is none (NaN).
    """

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:
        self.shows_ = int(X["row"].nunique())
        self.median_ = EmpiricalBayes().fit(X, y) if self.shows_ else LinearPace()
        self.past_ = PastPickup().fit(X, y) if self.shows_ else None
        return self

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        known = self.shows_ > 0 or (X["sold"] > 0).to_numpy()
        return np.where(known, self.median_.predict(X), np.nan)

    def _outcomes(self, X: pd.DataFrame) -> np.ndarray:
        """(n, n_past) tickets each show would reach if it went on like each past show, sorted, house aside."""
        if self.past_ is None:
            return np.empty((len(X), 0))
        still = np.array([self.past_.at(days_out) for days_out in X["days_out"]]).reshape(len(X), self.shows_)
        sold, house = X["sold"].to_numpy(float).clip(min=0), X["sellable"].to_numpy(float)
        return np.sort(sold[:, None] + house[:, None] * still, axis=1)

    def sell_out_probability(self, X: pd.DataFrame) -> np.ndarray:
        if not self.shows_:
            return np.where(open_seats(X) <= 0, 1.0, np.nan)
        full = (self._outcomes(X) >= X["sellable"].to_numpy(float)[:, None] - 0.5).sum(axis=1)
        chance = np.where(X["days_out"] > 0, (full + 0.5) / (self.shows_ + 1), 0.0)
        return np.where(open_seats(X) <= 0, 1.0, chance)

    def quantiles(self, X: pd.DataFrame, levels: list[float]) -> np.ndarray:
        """(n, len(levels)): the k-th smallest or largest outcome, k = floor((n + 1) x tail), at least 1."""
        outcomes, median = self._outcomes(X), self.predict(X)
        columns = []
        for level in levels:
            k = rank(self.shows_, level)
            if level == 0.5 or not self.shows_:
                columns.append(median)
            elif level < 0.5:
                columns.append(np.minimum(within_house(X, outcomes[:, k - 1]), median))
            else:
                columns.append(np.maximum(within_house(X, outcomes[:, -k]), median))
        return np.column_stack(columns)
