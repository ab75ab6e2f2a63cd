"""Chain ladder: how much of a finished show was sold at each days out, by genre."""

from typing import Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin

from core.forecast.moments import within_house

SMALLEST_SHARE = 0.003


class ChainLadder(RegressorMixin, BaseEstimator):
    """Tickets so far over the share that past shows of the genre had sold by then (Mack 1993, volume-weighted).

    fit(X, y): X moments (n, see moments.py), y final tickets (n,). Sold-out shows do not teach the curve: once
    the house is full it is the house, not the public, that sets it. `pull` is the number of shows of a genre
    that weigh as much as all genres together.
    """

    def __init__(self, pull: float = 5.0) -> None:
        self.pull = pull

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:
        final = np.asarray(y, float)
        frame = X[["genre", "days_out", "sold"]].assign(final=final, shows=1.0)
        learn = (X["age"] >= 0).to_numpy() & (final > 0)
        uncensored = learn & (final < X["sellable"].to_numpy())
        frame = frame[uncensored if uncensored.any() else learn]
        overall = frame.groupby("days_out")[["sold", "final", "shows"]].sum()
        self.days_out_ = overall.index.to_numpy(float)
        self.share_ = (overall["sold"] / overall["final"]).to_numpy()
        house = np.where(X["sellable"] > 0, X["sellable"], np.nan)
        self.mean_sell_through_ = float(np.nanmean(np.append(final / house, [0.5] if len(X) == 0 else [])))
        anchor = (overall["final"] / overall["shows"] * self.pull).to_numpy()
        sums = frame.groupby(["genre", "days_out"])[["sold", "final"]].sum()
        self.share_by_genre_ = {}
        for genre in frame["genre"].unique():
            own = sums.loc[genre].reindex(self.days_out_, fill_value=0.0)
            self.share_by_genre_[genre] = ((own["sold"] + anchor * self.share_) / (own["final"] + anchor)).to_numpy()
        return self

    def share(self, X: pd.DataFrame, *, earlier: int = 0) -> np.ndarray:
        """Share of the final sales that is usually sold `earlier` days before each moment, 0 to 1."""
        at, rungs = np.log1p(X["days_out"].to_numpy(float) + earlier), np.log1p(self.days_out_)
        share, genre = np.ones(len(X)), X["genre"].to_numpy()
        for name in pd.unique(genre) if len(rungs) else []:
            mask = genre == name
            share[mask] = np.interp(at[mask], rungs, self.share_by_genre_.get(name, self.share_))
        return share.clip(SMALLEST_SHARE, 1.0)

    def demand(self, X: pd.DataFrame) -> np.ndarray:
        """Tickets the public would take in the end, house size aside."""
        return X["sold"].to_numpy(float).clip(min=0) / self.share(X)

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        """Final tickets (n,); a show that has sold nothing gets the mean sell-through."""
        mean = self.mean_sell_through_ * X["sellable"].to_numpy(float)
        return within_house(X, np.where(X["sold"] > 0, self.demand(X), mean))
