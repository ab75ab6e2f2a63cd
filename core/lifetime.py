"""What a buyer is still worth: expected purchases by BG/NBD (Fader, Hardie & Lee 2005), own maximum likelihood.

While alive a buyer purchases at a rate of their own (gamma: r, alpha), and after each purchase may be lost with a
chance of their own (beta: a, b). Times are in any one unit; the estimates are in it too.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln, digamma, gammaln, hyp2f1

from core.errors import NotEnoughData

FEWEST_BUYERS = 30
NEAR_ONE = 1e-6


@dataclass(frozen=True)
class BuyerModel:
    """r, alpha (time), a, b; `log_likelihood` of the buyers it was fitted to."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float

    def alive(self, frequency: np.ndarray, recency: np.ndarray, age: np.ndarray) -> np.ndarray:
        """Chance that each buyer will ever buy again, (n,): Fader, Hardie & Lee (2008), note on P(alive)."""
        once_more = np.maximum(frequency, 1)
        odds_lost = np.exp((self.r + frequency) * np.log((self.alpha + age) / (self.alpha + recency)))
        return np.where(frequency > 0, 1 / (1 + self.a / (self.b + once_more - 1) * odds_lost), 1.0)

    def expected_purchases(self, ahead: float, frequency: np.ndarray, recency: np.ndarray,
                           age: np.ndarray) -> np.ndarray:
        """Purchases of each buyer in the next `ahead` units of time, (n,): equation 10 of the paper."""
        r, alpha, b, x = self.r, self.alpha, self.b, frequency
        a = self.a if abs(self.a - 1) > NEAR_ONE else 1 + NEAR_ONE  # the equation is 0 / 0 at one, its limit is not
        series = hyp2f1(r + x, b + x, a + b + x - 1, ahead / (alpha + age + ahead))
        fade = np.exp((r + x) * np.log((alpha + age) / (alpha + age + ahead)))
        still_there = self.alive(frequency, recency, age)
        return (a + b + x - 1) / (a - 1) * (1 - fade * series) * still_there


def fit_buyers(frequency: np.ndarray, recency: np.ndarray, age: np.ndarray) -> BuyerModel:
    """Fit to repeat purchases (n,), the time from first to last purchase (n,) and from first purchase to now (n,).

    Raises NotEnoughData with fewer than thirty buyers, or when nobody has bought twice.
    """
    x, recency, age = (np.asarray(values, float) for values in (frequency, recency, age))
    if len(x) < FEWEST_BUYERS or not (x > 0).any():
        raise NotEnoughData(f"{len(x)} buyers, {int((x > 0).sum())} of them more than once, are too few to learn from.",
                            remedy=f"At least {FEWEST_BUYERS} buyers, some of whom came back, are needed.")
    unit = float(np.mean(age)) or 1.0  # times near one: the search is well scaled in any unit
    rows, counts = np.unique(np.column_stack([x, recency / unit, age / unit]), axis=0, return_counts=True)
    columns = [np.ascontiguousarray(column) for column in rows.T]

    def loss(logs: np.ndarray) -> tuple[float, np.ndarray]:
        parameters = np.exp(logs)
        likelihood, slope = log_likelihood(parameters, *columns)
        return -float(counts @ likelihood) / len(x), -(slope @ counts) * parameters / len(x)

    fits = [minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(-9, 9)] * 4, options={"ftol": 1e-11, "gtol": 1e-8})
            for start in (np.log([0.5, 0.3, 0.8, 2.5]), np.log([1.0, 1.0, 0.3, 1.0]))]
    best = min(fits, key=lambda found: found.fun)
    r, alpha, a, b = (float(value) for value in np.exp(best.x))
    # Undo the unit: each repeat purchase is a density in time.
    return BuyerModel(r, alpha * unit, a, b, float(-best.fun * len(x) - x.sum() * np.log(unit)))


def log_likelihood(parameters: np.ndarray, x: np.ndarray, recency: np.ndarray,
                   age: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Log-likelihood of each buyer, (n,): equation 6 of the paper in logs; and its slope along each parameter, (4, n)."""
    r, alpha, a, b = parameters
    seen, n = x.astype(int), np.arange(x.max(initial=0) + 1)  # purchases are few: their functions are looked up
    before = b + np.maximum(n, 1) - 1
    log_age, log_recency = np.log(alpha + age), np.log(alpha + recency)
    start = (gammaln(r + n) - gammaln(r))[seen] + r * np.log(alpha)
    kept = (betaln(a, b + n) - betaln(a, b))[seen] - (r + x) * log_age
    lost = (betaln(a + 1, before) - betaln(a, b))[seen] - (r + x) * log_recency
    likelihood = np.where(x > 0, np.logaddexp(kept, lost), kept)
    gone = np.where(x > 0, np.exp(lost - likelihood), 0.0)  # the chance that this buyer was lost after the last purchase
    both, alone = digamma(a + b) - digamma(a + b + n), digamma(b)
    return start + likelihood, np.array([
        (digamma(r + n) - digamma(r))[seen] + np.log(alpha) - log_age + gone * (log_age - log_recency),
        r / alpha - (r + x) * ((1 - gone) / (alpha + age) + gone / (alpha + recency)),
        both[seen] + gone / a,  # digamma(a + 1) = digamma(a) + 1 / a
        (both + digamma(b + n) - alone)[seen] - gone * (digamma(b + n) - digamma(before))[seen]])
