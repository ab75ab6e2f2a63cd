"""What a booking would bring: sell-through with an interval whose coverage holds on later shows."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from core.errors import NotEnoughData
from core.recommend.matrices import WrongMatrix
from core.recommend.trees import Trees

Doubles = NDArray[np.float64]
ROOM = "sellable"
TREES = 48  # of each quantile

# On so few rows two threads mostly wait for each other, and take the cores from whoever is served meanwhile: 20 s of
# CPU in place of 0.7 for 200 shows on two cores.
one_thread = threadpool_limits.wrap(limits=1, user_api="openmp")


class BookingOutcome(BaseEstimator):
    """Quantile boosting of demand, calibrated on the latest shows.

    Three gradient boostings learn the low, middle and high quantile of the demand for tickets (its log)
    on the older shows; sell-through is demand over the room, at most 1. A sold-out show only says that
    demand was at least the room, so it pulls a quantile up to the room and never down from above it
    (Powell, Journal of Econometrics 32(1), 1986). The interval is then widened or narrowed by what the
    later shows needed (conformalised quantile regression, Romano et al., NeurIPS 2019): train on the
    past, calibrate on what came after.
    """

    def __init__(
        self,
        level: float = 0.8,
        calibration_share: float = 0.3,
        least_shows: int = 60,
        rounds: int = 3,
        random_state: int = 0,
    ) -> None:
        self.level = level
        self.calibration_share = calibration_share
        self.least_shows = least_shows
        self.rounds = rounds
        self.random_state = random_state

    @one_thread
    def fit(self, features: pd.DataFrame, tickets_sold: ArrayLike, sellable: ArrayLike, shown_on: ArrayLike) -> Self:
        """Learn from past shows, one row each.

        `features` (n, p) numbers, NaN where unknown, each as it stood on the day of the decision;
        `tickets_sold` and `sellable` (n,) tickets, sold out where they meet; `shown_on` (n,) local days.
        Raises NotEnoughData when there are fewer than `least_shows`, or too few later ones to calibrate
        (2 / (1 - level) - 1, DOMAIN: intervals from comparables).
        """
        table = self._table(features, sellable)
        share = np.asarray(tickets_sold, dtype=float) / table[ROOM].to_numpy()
        days = np.asarray(shown_on, dtype="datetime64[D]")
        if not len(table) == len(share) == len(days) or not np.isfinite(share).all() or (share < 0).any():
            raise WrongMatrix("each show needs its tickets sold (0 or more), its room and its day.")
        share = np.minimum(share, 1.0)
        earlier = self._earlier(days)
        self.columns_ = list(table.columns)
        self.least_ = table[earlier].min().to_numpy()
        self.most_ = table[earlier].max().to_numpy()
        tails = (1 - self.level) / 2
        self.quantiles_ = [self._quantile(table[earlier], share[earlier], at) for at in (tails, 0.5, 1 - tails)]
        self.margin_ = self._margin(table[~earlier], share[~earlier])
        self.n_shows_, self.n_calibration_ = int(earlier.sum()), int((~earlier).sum())
        return self

    def _table(self, features: pd.DataFrame, sellable: ArrayLike) -> pd.DataFrame:
        if ROOM in features.columns:
            raise WrongMatrix(f"{ROOM} is passed apart, not as a feature.")
        room = np.asarray(sellable, dtype=float)
        if room.shape != (len(features),) or not (room > 0).all():
            raise WrongMatrix("each show needs a number of sellable tickets above 0.")
        return features.astype(float).reset_index(drop=True).assign(**{ROOM: room})

    def _earlier(self, days: NDArray[np.datetime64]) -> NDArray[np.bool_]:
        """True for the shows learned from; whole days only, so one day is never on both sides."""
        if len(days) < self.least_shows:
            raise NotEnoughData(f"{len(days)} past shows, {self.least_shows} needed.")
        cut = np.sort(days)[int(len(days) * (1 - self.calibration_share))]
        earlier = days < cut
        needed = math.ceil(2 / (1 - self.level) - 1 - 1e-9)
        if (~earlier).sum() < needed or earlier.sum() < self.least_shows // 2:
            raise NotEnoughData(
                f"{earlier.sum()} shows before {cut} and {(~earlier).sum()} from then on; "
                f"{self.least_shows // 2} and {needed} needed."
            )
        return earlier

    def _quantile(self, table: pd.DataFrame, share: Doubles, at: float) -> Trees:
        """One quantile of log demand. In each of `rounds` more trees are grown, on sold-out shows put as far above their
        room as the trees so far say: one already there has no error left, as in Powell's loss."""
        features, room = _but_room(table)
        observed, sold_out = np.log(np.maximum(share * room, 0.5)), share >= 1.0
        model = HistGradientBoostingRegressor(
            loss="quantile",
            quantile=at,
            learning_rate=0.12,
            max_leaf_nodes=8,
            min_samples_leaf=10,
            early_stopping=False,
            warm_start=True,
            random_state=self.random_state,
        )
        targets, rounds = observed, self.rounds if sold_out.any() else 1
        for done in range(1, rounds + 1):
            model.set_params(max_iter=max(TREES * done // rounds, done)).fit(features, targets)
            targets = np.where(sold_out, np.maximum(observed, model.predict(features)), observed)
        return Trees().fit(model)

    def _bounds(self, table: pd.DataFrame) -> tuple[Doubles, Doubles, Doubles]:
        """(low, middle, high) shares of the room before calibration, at most 1, in order."""
        features, room = _but_room(table)
        demand = np.exp([model.predict(features) for model in self.quantiles_])
        low, middle, high = np.sort(np.minimum(demand / room, 1.0), axis=0)
        return low, middle, high

    def _margin(self, table: pd.DataFrame, share: Doubles) -> float:
        """What must be added at both ends so that `level` of the later shows lie inside."""
        low, _, high = self._bounds(table)
        outside = np.sort(np.maximum(low - share, share - high))
        rank = math.ceil((len(outside) + 1) * self.level)
        return float(outside[min(rank, len(outside)) - 1])

    def predict(self, features: pd.DataFrame, sellable: ArrayLike) -> pd.DataFrame:
        """One row a booking: `sell_through`, `low`, `high` (0 to 1), `declined` (the reason, else null).

        Multiply by `sellable` for tickets; the promoter result follows from the deal. A booking unlike
        anything learned from is declined: the three figures are NaN. Raises WrongMatrix when the
        features are not those of fit.
        """
        check_is_fitted(self)
        table = self._table(features, sellable)
        if list(table.columns) != self.columns_:
            raise WrongMatrix(f"features must be {', '.join(self.columns_[:-1])}, in this order.")
        low, middle, high = self._bounds(table)
        low = np.clip(np.minimum(low - self.margin_, middle), 0.0, 1.0)
        high = np.clip(np.maximum(high + self.margin_, middle), 0.0, 1.0)
        answer = pd.DataFrame({"sell_through": middle, "low": low, "high": high})
        answer["declined"] = self._declined(table)
        answer.loc[answer["declined"].notna(), ["sell_through", "low", "high"]] = np.nan
        return answer

    def _declined(self, table: pd.DataFrame) -> pd.Series[str]:
        """Why each booking has too little support, null where it has enough: the first figure out of range."""
        values = table[self.columns_].to_numpy()
        outside = (values < self.least_) | (values > self.most_)
        reasons = np.full(len(table), None, dtype=object)
        for row in np.flatnonzero(outside.any(axis=1)):
            at = int(outside[row].argmax())
            reasons[row] = (
                f"{self.columns_[at]} {_said(values[row, at])} lies outside the {self.n_shows_} shows learned from "
                f"({_said(self.least_[at])} to {_said(self.most_[at])})."
            )
        features = table.drop(columns=ROOM)
        if features.shape[1]:
            reasons[features.isna().all(axis=1).to_numpy()] = "Nothing is known of this booking."
        return pd.Series(reasons, index=table.index, dtype="str")


def _but_room(table: pd.DataFrame) -> tuple[Doubles, Doubles]:
    """(features, room): demand is learned without the room, so that another room can be tried."""
    return table.drop(columns=ROOM).to_numpy(), table[ROOM].to_numpy()


def _said(value: float) -> str:
    """2129.02 -> "2,129"; 22.5 stays: decimals only where they tell figures apart."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{round(value, 2):g}"
