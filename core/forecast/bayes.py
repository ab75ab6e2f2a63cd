"""Empirical Bayes: the chain ladder and the attribute prior, each weighed by how well it has done."""

from typing import Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin

from core.forecast.ladder import ChainLadder
from core.forecast.moments import within_house
from core.forecast.prior import AttributePrior

FEWEST_SHOWS = 5  # below this the ladder's error at a days out is not estimated but assumed
ASSUMED_VARIANCE = 0.25


class EmpiricalBayes(RegressorMixin, BaseEstimator):
    """Precision-weighted mean, in logs, of chain ladder and attribute prior.

    fit(X, y): X moments (n), y final tickets (n,). `ladder_variance_` holds the mean squared log error of the
    ladder by days out, `prior_variance_` that of the prior, both measured on past shows that did not sell out.
    """

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:
        self.ladder_ = ChainLadder().fit(X, y)
        self.prior_ = AttributePrior().fit(X, y)
        final, house = np.asarray(y, float), X["sellable"].to_numpy(float)
        seen = np.log((final + 1) / house)
        log_prior = X["row"].map(self.prior_.left_out_).to_numpy()
        frame = pd.DataFrame({
            "days_out": X["days_out"].to_numpy(float),
            "ladder": (self._log_ladder(X) - seen) ** 2,
            "prior": (log_prior - seen) ** 2,
        })[(X["age"] >= 0).to_numpy() & (X["sold"] > 0).to_numpy() & (final < house)]  # fmt: skip
        by_days_out = frame.groupby("days_out")["ladder"].agg(["mean", "size"])
        variance = by_days_out["mean"].where(by_days_out["size"] >= FEWEST_SHOWS, ASSUMED_VARIANCE)
        self.days_out_, self.ladder_variance_ = variance.index.to_numpy(), variance.to_numpy() + 1e-6
        self.prior_variance_ = float(frame["prior"].mean()) if len(frame) >= FEWEST_SHOWS else ASSUMED_VARIANCE
        return self

    def _log_ladder(self, X: pd.DataFrame) -> np.ndarray:
        sold, house = X["sold"].to_numpy(float).clip(min=0), X["sellable"].to_numpy(float)
        return np.log((sold + 0.5) / house / self.ladder_.share(X))

    def log_share(self, X: pd.DataFrame, log_prior: np.ndarray | None = None) -> np.ndarray:
        """Log of demand over sellable, (n,); `log_prior` overrides the prior's own (used to leave shows out)."""
        log_prior = self.prior_.log_share(X) if log_prior is None else log_prior
        if not len(self.days_out_):
            return log_prior
        variance = np.interp(np.log1p(X["days_out"]), np.log1p(self.days_out_), self.ladder_variance_)
        weight = np.where(X["sold"] > 0, self.prior_variance_ / (self.prior_variance_ + variance), 0.0)
        return weight * self._log_ladder(X) + (1 - weight) * log_prior

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        return within_house(X, np.exp(self.log_share(X)) * X["sellable"].to_numpy(float))
