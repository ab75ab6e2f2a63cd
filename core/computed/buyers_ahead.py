"""What buyers will still buy, by BG/NBD. A frame in (one row a kind of buyer), frames out."""

import numpy as np
import pandas as pd

from core.errors import NotEnoughData
from core.lifetime import fit_buyers

WEEK, YEAR_WEEKS = 7.0, 365 / 7
MOST_FITTED = 5_000  # buyers that the fit learns from; more tell nothing new and take their time


def buyers_ahead(kinds: pd.DataFrame, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The row of the snapshot's table purchase_model, and each kind's odds: alive (ever buying again), expected_year.

    `kinds`: frequency (days with a purchase after the first), recency_days (first to last), age_days (first to today),
    buyers (how many are alike). Times are fitted in weeks. Too few buyers: odds are NaN, and the reason is in the model's row.
    """
    x, recency, age = (kinds[name].to_numpy(float) for name in ("frequency", "recency_days", "age_days"))
    count, kind = kinds["buyers"].to_numpy(int), kinds[["frequency", "recency_days", "age_days"]]
    one_each = np.repeat(np.arange(len(kinds)), count)
    if len(one_each) > MOST_FITTED:
        one_each = np.random.default_rng(seed).choice(one_each, MOST_FITTED, replace=False)
    try:
        model = fit_buyers(x[one_each], recency[one_each] / WEEK, age[one_each] / WEEK)
    except NotEnoughData as error:
        reason = pd.DataFrame({"buyers": [int(count.sum())], "reason": [str(error)]})
        return reason, kind.assign(alive=np.nan, expected_year=np.nan)
    odds = kind.assign(
        alive=model.alive(x, recency / WEEK, age / WEEK),
        expected_year=model.expected_purchases(YEAR_WEEKS, x, recency / WEEK, age / WEEK))
    fit = {name: [getattr(model, name)] for name in ("r", "alpha", "a", "b", "log_likelihood")}
    return pd.DataFrame(fit | {"buyers": [int(count.sum())], "reason": [None]}), odds
