"""What past shows still sold from each days out on: the material of every comparison with other shows."""

from typing import Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator


class PastPickup(BaseEstimator):
    """Share of the house that each past show sold after each days out.

    fit(X, y): X moments (n), y final tickets (n,). Learned: `shows_` (one row a past show, latest first: genre,
    market, year) and `share_` (n_shows, n_rungs), tickets still to come over sellable.
    """

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:
        pickup = (np.asarray(y, float) - X["sold"].clip(lower=0)) / X["sellable"]
        table = X.assign(pickup=pickup).pivot(index="row", columns="days_out", values="pickup")
        shows = X.drop_duplicates("row").set_index("row")[["genre", "market", "year"]]
        self.shows_ = shows.sort_values("year", ascending=False, kind="stable")
        self.days_out_ = table.columns.to_numpy(float)
        self.share_ = table.loc[self.shows_.index].to_numpy(float)
        return self

    def at(self, days_out: float) -> np.ndarray:
        """Shares (n_shows,) at any days out, interpolated between the rungs."""
        above = int(np.searchsorted(self.days_out_, days_out).clip(1, len(self.days_out_) - 1))
        low, high = self.days_out_[above - 1], self.days_out_[above]
        part = float(np.clip((days_out - low) / (high - low), 0, 1))
        return self.share_[:, above - 1] * (1 - part) + self.share_[:, above] * part
