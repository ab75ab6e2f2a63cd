"""What buyers will still buy: the BG/NBD tables of a snapshot. A frame in (one row a kind of buyer), frames out."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from core.errors import NotEnoughData
from core.lifetime import fit_buyers

WEEK, YEAR_WEEKS = 7.0, 365 / 7
MOST_FITTED = 5_000  # buyers that the fit learns from; more tell nothing new and take their time


class Tables(NamedTuple):
    """Rows of the snapshot's tables purchase_odds and purchase_model."""

    purchase_odds: pd.DataFrame
    purchase_model: pd.DataFrame


def buyers_ahead(kinds: pd.DataFrame, seed: int = 0) -> Tables:
    """`kinds`: frequency (days with a purchase after the first), recency_days (first to last), age_days (first to today),
    buyers (how many are alike). Times are fitted in weeks. Too few buyers: no odds, and the reason in the model's row."""
    x, recency, age = (kinds[name].to_numpy(float) for name in ("frequency", "recency_days", "age_days"))
    count = kinds["buyers"].to_numpy(int)
    one_each = np.repeat(np.arange(len(kinds)), count)
    if len(one_each) > MOST_FITTED:
        one_each = np.random.default_rng(seed).choice(one_each, MOST_FITTED, replace=False)
    try:
        model = fit_buyers(x[one_each], recency[one_each] / WEEK, age[one_each] / WEEK)
    except NotEnoughData as error:
        return Tables(pd.DataFrame(), pd.DataFrame({"buyers": [int(count.sum())], "reason": [str(error)]}))
    odds = kinds[["frequency", "recency_days", "age_days"]].assign(
        alive=model.alive(x, recency / WEEK, age / WEEK),
        expected_year=model.expected_purchases(YEAR_WEEKS, x, recency / WEEK, age / WEEK))
    fit = {name: [getattr(model, name)] for name in ("r", "alpha", "a", "b", "log_likelihood")}
    return Tables(odds, pd.DataFrame(fit | {"buyers": [int(count.sum())], "reason": [None]}))
