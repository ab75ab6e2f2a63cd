"""The forecaster of a company with a past: three models blended, with conformal intervals."""

from typing import Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin

from core.forecast.bayes import EmpiricalBayes
from core.forecast.boosting import RemainingShare
from core.forecast.conformal import ConformalSpread
from core.forecast.moments import open_seats, within_house
from core.forecast.pickup import ANCHORS, PickupRegression
from core.forecast.signals import log_left, signals

FOLDS = 3
# Shares of (pickup regression, boosting, empirical Bayes) that are tried at each days out.
MIXES = np.array([(1 - b - e, b, e) for b in (0.0, 0.15, 0.3, 0.45) for e in (0.0, 0.15, 0.3, 0.45)])
NEARBY = 0.35  # of log days out


class BlendedForecast(RegressorMixin, BaseEstimator):
    """Final tickets of shows on sale, from moments of finished ones.

    fit(X, y): X moments (n, see moments.py), y final tickets (n,). Every finished show is forecast by models
    that have not seen it (folds of whole shows); those errors choose the mix of the three models at each days out
    and calibrate the intervals. predict(X) gives the median (n,), quantiles(X, levels) tickets (n, len(levels)),
    sell_out_probability(X) (n,).
    """

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:
        X, y = X.reset_index(drop=True), np.asarray(y, float)
        self.bayes_ = EmpiricalBayes().fit(X, y)
        log_prior = X["row"].map(self.bayes_.prior_.left_out_).to_numpy()
        told = signals(X, self.bayes_.ladder_, log_prior)
        remaining, spread = self._unseen(X, told, y)
        remaining[2] = self._bayes_remaining(X, log_prior)
        self.mix_ = _best_mix(X, y, remaining)
        location, spread = self._settle(X, log_prior, remaining, spread)
        self.conformal_ = ConformalSpread().fit(_errors(X, y, location, spread))
        self.pickup_, self.boosting_ = PickupRegression().fit(X, told, y), RemainingShare().fit(X, told, y)
        return self

    def _unseen(self, X: pd.DataFrame, told: pd.DataFrame, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Remaining tickets (3, n; the last row to be filled) and spread (n,) by models fitted on other shows."""
        fold = pd.factorize(X["row"])[0] * 7919 % 104729 % FOLDS
        remaining, spread = np.zeros((3, len(X))), np.zeros(len(X))
        for k in range(FOLDS):
            train, held = fold != k, fold == k
            pickup = PickupRegression().fit(X[train], told[train], y[train])
            trees = RemainingShare().fit(X[train], told[train], y[train])
            remaining[0, held] = pickup.predict(X[held], told[held])
            remaining[1, held] = trees.predict(X[held], told[held])
            spread[held] = pickup.spread(X[held])
        return remaining, spread

    def _bayes_remaining(self, X: pd.DataFrame, log_prior: np.ndarray) -> np.ndarray:
        demand = np.exp(self.bayes_.log_share(X, log_prior)) * X["sellable"].to_numpy(float)
        return (demand - X["sold"].to_numpy(float).clip(min=0)).clip(min=0)

    def _settle(
        self, X: pd.DataFrame, log_prior: np.ndarray, remaining: np.ndarray, spread: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Log remaining demand over sellable and its spread: the mix, or the prior alone before the sale."""
        log_days = np.log(X["days_out"].to_numpy(float).clip(min=0.5))
        mix = np.array([np.interp(log_days, np.log(ANCHORS), share) for share in self.mix_.T])
        mixed = np.log(((mix * remaining).sum(axis=0) + 0.5) / X["sellable"].to_numpy(float))
        on_sale = (X["age"] >= 0).to_numpy()
        return np.where(on_sale, mixed, log_prior), np.where(on_sale, spread, self.bayes_.prior_.spread_)

    def _locate(self, X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        log_prior = self.bayes_.prior_.log_share(X)
        told = signals(X, self.bayes_.ladder_, log_prior)
        models = self.pickup_.predict(X, told), self.boosting_.predict(X, told), self._bayes_remaining(X, log_prior)
        return self._settle(X, log_prior, np.array(models), self.pickup_.spread(X))

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        return _tickets(X, self._locate(X)[0])

    def sell_out_probability(self, X: pd.DataFrame) -> np.ndarray:
        location, spread = self._locate(X)
        chance = self.conformal_.full_house((location - log_left(X)) / spread, X["days_out"].to_numpy(float))
        return np.where(open_seats(X) <= 0, 1.0, np.where(X["days_out"] <= 0, 0.0, chance))

    def quantiles(self, X: pd.DataFrame, levels: list[float]) -> np.ndarray:
        """Tickets at each level of `levels` (ascending), (n, len(levels)), never decreasing along a row."""
        location, spread = self._locate(X)
        median, chance = _tickets(X, location), self.sell_out_probability(X)
        full = within_house(X, np.full(len(X), np.inf))
        columns = []
        for level in levels:
            tickets = _tickets(X, location + self._reach(X, level) * spread)
            if level < 0.5:
                columns.append(np.minimum(tickets, median))
            else:  # a likely sell-out is never forecast short of the house
                likely = (level > 0.5) & (chance >= 1 - level)
                columns.append(np.where(likely, full, np.maximum(tickets, median)))
        return np.maximum.accumulate(np.column_stack(columns), axis=1)

    def _reach(self, X: pd.DataFrame, level: float) -> np.ndarray:
        """Spreads to go from the median to the level, (n,); one figure a days out, on sale or not yet."""
        if level == 0.5:
            return np.zeros(len(X))
        asked = list(zip(X["days_out"].astype(float), X["age"] >= 0, strict=True))
        ends = {moment: self.conformal_.reach(*moment, min(level, 1 - level)) for moment in set(asked)}
        return np.array([-ends[moment][0] if level < 0.5 else ends[moment][1] for moment in asked])


def _tickets(X: pd.DataFrame, location: np.ndarray) -> np.ndarray:
    """Final tickets of a log remaining demand; on the day of the show nothing remains."""
    remaining = np.where(X["days_out"] > 0, np.exp(location) * X["sellable"].to_numpy(float) - 0.5, 0.0)
    return within_house(X, X["sold"].to_numpy(float).clip(min=0) + remaining)


def _best_mix(X: pd.DataFrame, y: np.ndarray, remaining: np.ndarray) -> np.ndarray:
    """(anchors, 3): the mix with the smallest error in tickets on unseen shows around each anchor."""
    use = (X["age"] >= 0).to_numpy() & (X["days_out"] > 0).to_numpy()
    sold = X["sold"].to_numpy(float).clip(min=0)
    miss = np.array([abs(within_house(X, sold + mix @ remaining) - y) for mix in MIXES]) * use
    log_days = np.log(X["days_out"].to_numpy(float).clip(min=0.5))
    kernel = np.exp(-0.5 * ((log_days - np.log(ANCHORS)[:, None]) / NEARBY) ** 2)
    return MIXES[(kernel @ miss.T).argmin(axis=1)]


def _errors(X: pd.DataFrame, y: np.ndarray, location: np.ndarray, spread: np.ndarray) -> pd.DataFrame:
    """The rows that `ConformalSpread` learns from: moments with open seats and days to go."""
    house = X["sellable"].to_numpy(float)
    remaining = (y - X["sold"].to_numpy(float).clip(min=0)).clip(min=0)
    frame = pd.DataFrame({
        "show": X["row"], "days_out": X["days_out"].astype(float), "on_sale": X["age"] >= 0,
        "location": location, "spread": spread, "limit": log_left(X), "full": y >= house,
        "seen_low": np.log((remaining + 1) / house), "seen_high": np.log(remaining.clip(min=1e-9) / house),
    })  # fmt: skip
    return frame[(open_seats(X) > 0) & (X["days_out"] > 0).to_numpy()]
