"""Remaining demand by regression on the signals, one regression a stretch of the selling period."""

from typing import Self

import numpy as np
import pandas as pd
from scipy.stats import norm
from sklearn.base import BaseEstimator

from core.forecast.moments import open_seats
from core.forecast.signals import log_left

ANCHORS = np.array([1, 2, 3, 5, 7, 10, 14, 20, 30, 43, 60, 80, 110], float)  # days out
BANDWIDTH = 0.2  # of log days out
ROUNDS = 8


class PickupRegression(BaseEstimator):
    """Ridge regression of log remaining demand over sellable, censored where the house was full (Tobin 1958).

    One regression at each anchor, learning from the moments around it (Gaussian kernel in log days out); between
    anchors the answers are interpolated. This is empirical Bayes with more witnesses than two: how much to trust
    sales so far, attributes and recent sales at each days out is learned, not assumed.

    fit(X, signals, y): X moments (n), their signals (n, p), y final tickets (n,). predict(X, signals) gives the
    remaining demand in tickets (n,), house aside; `spread(X)` the standard deviation of its log (n,).
    """

    def __init__(self, alpha: float = 30.0) -> None:
        self.alpha = alpha

    def fit(self, X: pd.DataFrame, signals: pd.DataFrame, y: np.ndarray) -> Self:
        final, house = np.asarray(y, float), X["sellable"].to_numpy(float)
        remaining = (final - X["sold"].to_numpy(float).clip(min=0)).clip(min=0)
        seen, limit, full = np.log((remaining + 0.5) / house), log_left(X), final >= house
        use = (X["age"] >= 0).to_numpy() & (X["days_out"] > 0).to_numpy() & (open_seats(X) > 0)
        log_days = np.log(X["days_out"].to_numpy(float).clip(min=0.5))
        matrix = np.column_stack([np.ones(len(X)), signals.to_numpy()])
        self.columns_ = list(signals.columns)
        fits = []
        for anchor in ANCHORS:
            kernel = np.exp(-0.5 * ((log_days - np.log(anchor)) / BANDWIDTH) ** 2)
            near = np.flatnonzero(use & (kernel > 0.05))
            fits.append(self._tobit(matrix[near], seen[near], limit[near], full[near], kernel[near]))
        self.coefficient_, self.spread_ = np.array([f[0] for f in fits]), np.array([f[1] for f in fits])
        return self

    def _tobit(
        self, matrix: np.ndarray, seen: np.ndarray, limit: np.ndarray, full: np.ndarray, weight: np.ndarray
    ) -> tuple[np.ndarray, float]:
        """Coefficients on the raw columns (intercept first) and the residual standard deviation, by EM."""
        if len(seen) == 0:
            return np.eye(1, matrix.shape[1])[0] * np.log(0.1), 1.0
        weight = weight / weight.mean()
        centre = np.average(matrix, axis=0, weights=weight)
        scale = np.sqrt(np.average((matrix - centre) ** 2, axis=0, weights=weight))
        live = scale > 1e-6
        z = np.where(live, (matrix - centre) / np.where(live, scale, 1), 0.0)
        z[:, 0] = 1.0
        penalty = np.full(z.shape[1], self.alpha)
        penalty[0] = 1e-9
        solve = np.linalg.solve((z * weight[:, None]).T @ z + np.diag(penalty), (z * weight[:, None]).T)
        demand, extra = seen.copy(), np.zeros(len(seen))
        for _ in range(ROUNDS):
            coefficient = solve @ demand
            mean = z @ coefficient
            spread = np.sqrt(np.average((demand - mean) ** 2 + extra, weights=weight) + 1e-6)
            at = (limit[full] - mean[full]) / spread
            hazard = np.exp(norm.logpdf(at) - norm.logsf(at))
            demand[full] = mean[full] + spread * hazard
            extra[full] = spread**2 * (1 + at * hazard - hazard**2).clip(0)
        raw = np.where(live, coefficient / np.where(live, scale, 1), 0.0)
        raw[0] = coefficient[0] - raw[1:] @ centre[1:]
        return raw, float(spread)

    def predict(self, X: pd.DataFrame, signals: pd.DataFrame) -> np.ndarray:
        matrix = np.column_stack([np.ones(len(X)), signals[self.columns_].to_numpy()])
        answers, place = matrix @ self.coefficient_.T, self._place(X)
        below = np.floor(place).astype(int).clip(max=len(ANCHORS) - 2)
        row, part = np.arange(len(X)), place - below
        log_share = answers[row, below] * (1 - part) + answers[row, below + 1] * part
        return np.exp(log_share) * X["sellable"].to_numpy(float)

    def spread(self, X: pd.DataFrame) -> np.ndarray:
        return np.interp(self._place(X), np.arange(len(ANCHORS)), self.spread_)

    def _place(self, X: pd.DataFrame) -> np.ndarray:
        """Where each moment lies among the anchors, as a fractional position."""
        log_days = np.log(X["days_out"].to_numpy(float).clip(min=0.5))
        return np.interp(log_days, np.log(ANCHORS), np.arange(len(ANCHORS)))
