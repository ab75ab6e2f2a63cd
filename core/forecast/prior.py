"""What a show should sell judging by its attributes alone, before a ticket is sold."""

from typing import Self

import numpy as np
import pandas as pd
from scipy.stats import norm
from sklearn.base import BaseEstimator, RegressorMixin

from core.forecast.moments import ATTRIBUTES, within_house

ROUNDS = 12
FIXED_PENALTY = 4.0


class AttributePrior(RegressorMixin, BaseEstimator):
    """Log sell-through as a sum of shrunk effects: genre, market, venue, artist, price, size, weekday, season.

    A random-effects model fitted by EM: how far the levels of each attribute differ is learned, so that an
    attribute that says nothing is shrunk to nothing (Henderson's mixed-model equations, 1950). A sold-out show
    counts as "at least this much" (Tobin 1958): its unseen demand is filled in by its expectation.

    fit(X, y): X moments (n; the first of each show is used), y final tickets (n,). Learned: `effect_`,
    `covariance_`, `noise_`, and `left_out_`, X["row"] -> log sell-through predicted without the
    show itself.
    """

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:
        one = ~X["row"].duplicated().to_numpy()
        X, final = X[one], np.asarray(y, float)[one]
        house = X["sellable"].to_numpy(float)
        self.levels_ = {name: X[name].unique().tolist() for name in ATTRIBUTES}
        self.log_price_ = float(np.nan_to_num(np.log(X["avg_price"].clip(lower=1)).mean(), nan=3.0))
        self.latest_year_ = float(X["year"].max())
        design, group = self._design(X)
        seen = np.log((final + 1) / house)
        self._alternate(design, group, seen, final >= house)
        leverage = (design @ self.covariance_ * design).sum(axis=1) / self.noise_
        residual = self.demand_ - design @ self.effect_
        left_out = self.demand_ - residual / (1 - leverage).clip(0.05)
        self.left_out_ = dict(zip(X["row"].tolist(), left_out.tolist(), strict=True))
        self.spread_ = float(np.sqrt(np.mean((left_out - self.demand_) ** 2) + 1e-4))
        return self

    def _alternate(self, design: np.ndarray, group: np.ndarray, seen: np.ndarray, full: np.ndarray) -> None:
        """EM: effects given variances and demand, variances given effects, demand of full houses given both."""
        gram, demand = design.T @ design, seen.copy()
        self.noise_, variance = 0.05, np.full(len(ATTRIBUTES), 0.03)
        for _ in range(ROUNDS):
            penalty = np.concatenate([[1e-6, FIXED_PENALTY], self.noise_ / variance])[group]
            inverse = np.linalg.inv(gram + np.diag(penalty))
            effect = inverse @ (design.T @ demand)
            mean = design @ effect
            second_moment = effect**2 + self.noise_ * np.diag(inverse)
            variance = np.array([second_moment[group == k + 2].mean() for k in range(len(ATTRIBUTES))]).clip(1e-4)
            used = np.trace(inverse @ gram)  # effective number of parameters
            self.noise_ = float(max(np.sum((demand - mean) ** 2) / max(len(seen) - used, 0.2 * len(seen)), 0.003))
            at = (seen - mean) / np.sqrt(self.noise_)
            demand = np.where(full, mean + np.sqrt(self.noise_) * np.exp(norm.logpdf(at) - norm.logsf(at)), seen)
        self.effect_, self.covariance_, self.demand_ = effect, self.noise_ * inverse, demand

    def _design(self, X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """(n, p) columns and the penalty group of each: 0 the level, 1 fixed effects, 2.. one an attribute."""
        price = np.log(X["avg_price"].clip(lower=1)).fillna(self.log_price_) - self.log_price_
        turn = 2 * np.pi * X["month"].to_numpy() / 12
        fixed = np.column_stack([
            np.ones(len(X)), np.log(X["sellable"].clip(lower=1)) - 7, price, X["year"] - self.latest_year_,
            np.sin(turn), np.cos(turn), np.sin(2 * turn), np.cos(2 * turn),
            X["weekday"].to_numpy()[:, None] == np.arange(7),
        ])  # fmt: skip
        blocks = [fixed.astype(float)]
        for name in ATTRIBUTES:
            level = pd.Index(self.levels_[name]).get_indexer(X[name])
            blocks.append((level[:, None] == np.arange(len(self.levels_[name]))).astype(float))
        group = np.repeat(np.arange(1, len(blocks) + 1), [block.shape[1] for block in blocks])
        group[0] = 0
        return np.hstack(blocks), group

    def log_share(self, X: pd.DataFrame) -> np.ndarray:
        """Natural log of demand over sellable, (n,); above 0 means that the house is too small."""
        return self._design(X)[0] @ self.effect_

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        return within_house(X, np.exp(self.log_share(X)) * X["sellable"].to_numpy(float))
