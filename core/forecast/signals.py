"""What a moment says about the tickets still to come, as columns that regressions can weigh."""

import numpy as np
import pandas as pd

from core.forecast.ladder import ChainLadder
from core.forecast.moments import RECENT_DAYS, open_seats

USUAL_LOG_PRICE = 3.4  # stands in where the price is unknown


def log_left(X: pd.DataFrame) -> np.ndarray:
    """Log of open seats over sellable: where the log of remaining demand is censored."""
    return np.log(open_seats(X) + 0.5) - np.log(X["sellable"].to_numpy(float))


def signals(X: pd.DataFrame, ladder: ChainLadder, log_prior: np.ndarray) -> pd.DataFrame:
    """One row a moment; every `by_...` column is a log estimate of remaining demand over sellable.

    by_ladder: from tickets sold; by_prior: from the attributes (Bornhuetter-Ferguson 1972); by_last_k: from the
    sales of the last k days, against what the genre sells in those days. Then how far sales run ahead of the
    prior (lead_on_prior, week_on_prior), and age, newness, size, price and weekday.
    """
    house, sold = X["sellable"].to_numpy(float), X["sold"].to_numpy(float).clip(min=0)
    share = ladder.share(X).clip(max=0.999)
    columns = {
        "by_ladder": np.log((sold + 2) * (1 - share) / share / house),
        "by_prior": log_prior + np.log(1 - share),
        "lead_on_prior": np.log((sold + 2) / share / house) - log_prior,
        "week_on_prior": np.log((X["first_week"].clip(lower=0) + 1) / house) - log_prior,
        "log_age": np.log1p(X["age"].clip(lower=0)),
        "log_house": np.log(house),
        "log_price": np.log(X["avg_price"].clip(lower=1)).fillna(USUAL_LOG_PRICE),
    }
    for k in RECENT_DAYS:
        usual = (share - ladder.share(X, earlier=k)).clip(0.003)
        # A few tickets of the usual day stand in for days without a sale: no day's silence is infinite news.
        recent = X[f"last_{k}"].clip(lower=0) + 0.05 * house * usual + 0.5
        columns[f"by_last_{k}"] = np.log(recent / usual * (1 - share) / house)
    for days in (7, 14, 28):
        columns[f"new_{days}"] = (X["age"] < days).astype(float)
    for weekday in range(7):
        columns[f"weekday_{weekday}"] = (X["weekday"] == weekday).astype(float)
    for genre in sorted(ladder.share_by_genre_):
        columns[f"genre_{genre}"] = (X["genre"] == genre).astype(float)
    return pd.DataFrame({name: np.asarray(column, float) for name, column in columns.items()})
