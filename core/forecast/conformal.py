"""Intervals whose coverage is measured on past shows, not assumed."""

from typing import Self

import numpy as np
import pandas as pd
from scipy.stats import norm
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression

BANDWIDTH = 0.3  # of log days out
# The next months are not exchangeable with the past ones: calibrated at its nominal level, the 80 % interval held
# 74 to 84 % of the unfilled houses it was tested on. Each tail is therefore cut this much further out.
CAUTION = 0.025


class ConformalSpread(BaseEstimator):
    """How many spreads to go below and above a log forecast, from errors on shows the model had not seen.

    Split-conformal quantiles (Vovk 2005) of (log remaining demand - forecast) / spread, near each days out.
    Full and unfilled houses are calibrated together: a sold-out show is missed when the upper end stays below
    the house, so it can only push that end up, and its unknown demand never shrinks anything. The lower end is
    the stricter of all shows and unfilled ones, since a full house can never fall below it.

    fit(errors): one row a held-out moment with show, days_out, on_sale, full, and as logs over sellable location,
    spread, limit (the open seats) and seen_low and seen_high: the most that a lower end, the least that an upper end
    may be to hold what was still sold, once the ends are whole tickets.
    """

    def fit(self, errors: pd.DataFrame) -> Self:
        low = np.where(errors["full"], -np.inf, (errors["location"] - errors["seen_low"]) / errors["spread"])
        high = (errors["seen_high"] - errors["location"]) / errors["spread"]
        self.scores_ = {"show": pd.factorize(errors["show"])[0], "days_out": errors["days_out"].to_numpy(float),
                        "on_sale": errors["on_sale"].to_numpy(bool), "full": errors["full"].to_numpy(bool),
                        "low": np.asarray(low), "high": np.asarray(high)}
        margin = ((errors["location"] - errors["limit"]) / errors["spread"]).to_numpy()
        self.full_ = None
        if errors["full"].nunique() == 2:
            full_house = LogisticRegression(C=10.0)
            self.full_ = full_house.fit(_margin_columns(margin, errors["days_out"].to_numpy(float)), errors["full"])
        return self

    def reach(self, days_out: float, on_sale: bool, level: float) -> tuple[float, float]:
        """Spreads to go (down, up) so that each side is missed by fewer than `level` of past shows."""
        chosen = self.scores_["on_sale"] == on_sale
        if not chosen.any():
            return -norm.ppf(level), -norm.ppf(level)
        scores = {name: values[chosen] for name, values in self.scores_.items()}
        gap = (np.log(scores["days_out"]) - np.log(max(days_out, 0.5))) / BANDWIDTH
        weight = np.exp(-0.5 * gap**2) + 1e-9 if on_sale else np.ones(len(gap))
        keep = (1 - level + CAUTION) * (1 + 1 / len(np.unique(scores["show"])))
        unfilled = ~scores["full"]
        groups = [np.ones(len(gap), bool), unfilled] if unfilled.any() else [np.ones(len(gap), bool)]
        down, up = (
            max(_quantile(scores[side][group], weight[group], keep) for group in groups)
            for side in ("low", "high")
        )
        return down, up

    def full_house(self, margin: np.ndarray, days_out: np.ndarray) -> np.ndarray:
        """Probability of a sell-out (n,); `margin` is (forecast - log open seats) / spread."""
        if self.full_ is None:
            return norm.cdf(margin)
        return self.full_.predict_proba(_margin_columns(margin, days_out))[:, 1]


def _margin_columns(margin: np.ndarray, days_out: np.ndarray) -> np.ndarray:
    margin, log_days = margin.clip(-8, 8), np.log(days_out.clip(0.5))
    return np.column_stack([margin, log_days, margin * log_days])


def _quantile(values: np.ndarray, weight: np.ndarray, level: float) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weight[order]) / weight.sum()
    return float(values[order][min(int(np.searchsorted(reached, level)), len(values) - 1)])
