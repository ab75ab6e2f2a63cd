"""Tickets a day = what the show sells anyway + what each channel adds, fitted within shows.

    anyway[s, d]   = exp(shared terms + own terms of show s)
    expected[s, d] = anyway[s, d] + sum over channels of per[s, d] * effect(spend[s] / reach[s])[d]

Own terms let every show be as strong as it is, so money that follows weakness (rescue spend) is not blamed for it.
Only days on which tickets were left are fitted: on the others sales say nothing about demand. Days vary more than
chance alone (variance = mean + spread * mean^2, negative binomial), and own terms are drawn to the shared ones as far
as shows are alike. Gains of channels are drawn to each other, carry-over and saturation to wide priors.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import gammaln, logit

from core.response.adstock import Effect, effect
from core.response.baseline import own_terms, shared_terms
from core.response.panel import Panel

ROUNDS = 40
CLOSE = 1e-3  # the fit has settled when no channel's logs move by more
GAIN_SPREAD, CARRY_SPREAD, HALF_SPREAD = 0.7, 0.8, 0.8  # of the priors, in logs
CARRY_GUESS = 0.5
HALF_GUESS = 2.0  # times the spend rate of a usual day
OWN_SPREAD = np.array([2.0, 0.4, 0.4, 0.3])  # of own terms between shows, at first; all but the level are learned
LONGEST_STEP = 0.7
TRIED_SHOWS = 300
TOGETHER = 32  # shows whose equations are set up at once: their terms fit into the cache
FORMS = (("tickets", "seats"), ("tickets", "money"), ("lift", "seats"), ("lift", "money"))


@dataclass
class ShowModel:
    """`adds`: "tickets", whatever the show sells anyway, or a "lift" in proportion to it; `reach`: "seats" when the same
    money does less in a larger room, "money" when the room does not matter.

    Fitted by `fit`: `logs_` (c, 3) log gain, logit carry, log half of each channel; `shared_` (k,), `own_` (s, 4)
    terms of the baseline; `spread_` of days; `own_spread_` (4,)."""

    panel: Panel
    adds: str = "tickets"
    reach: str = "seats"
    logs_: np.ndarray = field(init=False)
    shared_: np.ndarray = field(init=False)
    own_: np.ndarray = field(init=False)
    spread_: float = field(init=False, default=0.2)
    own_spread_: np.ndarray = field(init=False)
    curvature_: np.ndarray = field(init=False)  # (s, p, p) of each show, its own terms profiled out
    score_: np.ndarray = field(init=False)  # (s, p)

    def fit(self) -> "ShowModel":
        panel = self.panel
        self._shared, self._own = shared_terms(panel), own_terms(panel)
        self._by_term = np.ascontiguousarray(np.concatenate([self._own, self._shared], axis=2).transpose(0, 2, 1))
        self.own_spread_ = OWN_SPREAD.copy()
        self._start()
        for _ in range(ROUNDS):
            step = self._step()
            if np.abs(step).max() < CLOSE:
                break
        return self

    @property
    def scale(self) -> np.ndarray:
        """(s, 1): what money is divided by before it saturates."""
        seats = self.panel.seats[:, None]
        return seats if self.reach == "seats" else np.full_like(seats, np.median(seats))

    def effects(self, logs: np.ndarray | None = None) -> list[Effect]:
        """Of each channel, before `per`; at `logs` or as fitted."""
        money = np.moveaxis(self.panel.spend / self.scale[..., None], -1, 0)
        return [effect(*pair) for pair in zip(money, self.logs_ if logs is None else logs, strict=True)]

    def per(self) -> np.ndarray:
        """(s, t) tickets that an effect of one stands for."""
        return (self.baseline() if self.adds == "lift" else self.scale) * self.panel.on_sale

    def baseline(self) -> np.ndarray:
        """(s, t) expected tickets without advertising, sold out or not."""
        log = self._shared @ self.shared_ + np.einsum("stq,sq->st", self._own, self.own_)
        return np.exp(np.clip(log, -12, 12)) * self.panel.on_sale

    def per_to_come(self) -> np.ndarray:
        """(s,) as `per`, on the mean of the days of each show that are still to come; 0 where none are."""
        coming = (self.panel.age >= 0) & ~self.panel.on_sale & (np.cumsum(self.panel.on_sale, axis=1) > 0)
        log = self._shared @ self.shared_ + np.einsum("stq,sq->st", self._own, self.own_)
        value = np.exp(np.clip(log, -12, 12)) if self.adds == "lift" else np.broadcast_to(self.scale, log.shape)
        return (value * coming).sum(1) / np.maximum(coming.sum(1), 1)

    def added(self) -> np.ndarray:
        """(s, t, c) expected tickets that each channel adds, house permitting."""
        return np.stack([part.value for part in self.effects()], axis=-1) * self.per()[..., None]

    def expected(self) -> np.ndarray:
        """(s, t) tickets wanted."""
        return self.baseline() + self.added().sum(-1)

    def evidence(self) -> float:
        """Log-likelihood of the days fitted, negative binomial, with the own terms of shows integrated out (Laplace's
        approximation: Tierney & Kadane 1986). At their best alone a form that bends own terms to its needs would win."""
        mask = self.panel.with_stock
        sold, mean, size = self.panel.sold[mask], np.maximum(self.expected()[mask], 1e-6), 1 / self.spread_
        days = (gammaln(sold + size) - gammaln(size) - gammaln(sold + 1) + size * np.log(size / (size + mean))
                + sold * np.log(mean / (size + mean)))  # fmt: skip
        own = (self.own_[:, 1:] / self.own_spread_[1:]) ** 2 / 2 + np.log(self.own_spread_[1:])
        return float(days.sum() - own.sum() + np.linalg.slogdet(self._own_inverse)[1].sum() / 2)

    def _start(self) -> None:
        """Shared terms by the mean day, own level by the show's total, a tenth of all sales brought by advertising."""
        panel, mask = self.panel, self.panel.with_stock
        level = np.log((panel.sold * mask).sum(1) + 0.5) - np.log(mask.sum(1) + 1)
        self.own_ = np.column_stack([level, np.zeros((len(level), 3))])
        self.shared_ = np.zeros(self._shared.shape[-1])
        rate = panel.spend / self.scale[..., None]
        gain = np.log(0.1 * panel.sold.sum() / (self.per()[..., None] * rate).sum())
        usual = np.array([np.median(part[part > 0]) for part in np.moveaxis(rate, -1, 0)])
        self._half_guess = np.log(HALF_GUESS * usual)
        self.logs_ = np.column_stack([np.full(len(usual), gain), np.full(len(usual), logit(CARRY_GUESS)),
                                      self._half_guess])  # fmt: skip

    def _step(self) -> np.ndarray:
        """One scoring step of everything; returns the step of the channels' logs, (c, 3)."""
        pieces = self._pieces()
        own, self.curvature_, self.score_ = pieces
        prior, pull = self.prior()
        delta = np.linalg.solve(self.curvature_.sum(0) + prior, self.score_.sum(0) + pull)
        delta *= min(1.0, LONGEST_STEP / np.abs(delta[-self.logs_.size:]).max())
        inverse, own_score, cross = own
        self._own_inverse = inverse
        own_step = np.einsum("sqr,sr->sq", inverse, own_score - cross @ delta)
        self.own_ += np.clip(own_step, -1.5, 1.5)
        self.shared_ += np.clip(delta[: len(self.shared_)], -1.5, 1.5)
        logs_step = delta[len(self.shared_):].reshape(self.logs_.shape)
        self.logs_ = self.logs_ + logs_step
        learned = np.sqrt((self.own_**2 + np.einsum("sqq->sq", inverse)).mean(0))[1:]
        self.own_spread_[1:] = np.maximum(learned, 0.02)
        return logs_step

    def prior(self) -> tuple[np.ndarray, np.ndarray]:
        """Curvature (p, p) and pull (p,) of the priors: gains drawn to their mean, carry and half to the guesses."""
        count, terms = len(self.logs_), len(self.shared_)
        size = terms + 3 * count
        curvature, pull = np.zeros((size, size)), np.zeros(size)
        curvature[np.arange(terms), np.arange(terms)] = 1e-2
        pull[:terms] = -1e-2 * self.shared_
        at = terms + 3 * np.arange(count)
        centre = (np.eye(count) - 1 / count) / GAIN_SPREAD**2
        curvature[np.ix_(at, at)] = centre
        pull[at] = -centre @ self.logs_[:, 0]
        guesses = ((1, logit(CARRY_GUESS), CARRY_SPREAD), (2, self._half_guess, HALF_SPREAD))
        for offset, guess, spread in guesses:
            curvature[at + offset, at + offset] = spread**-2
            pull[at + offset] = (guess - self.logs_[:, offset]) / spread**2
        return curvature, pull

    def _pieces(self) -> tuple[tuple[np.ndarray, np.ndarray, np.ndarray], np.ndarray, np.ndarray]:
        """Each show's share of the normal equations.

        Returns ((inverse of own curvature (s, q, q), own score (s, q), cross (s, q, p)), curvature (s, p, p),
        score (s, p)), the last two with own terms profiled out (Schur complement).
        """
        panel, base = self.panel, self.baseline()
        effects, per = self.effects(), self.per()
        mean = base + sum(part.value for part in effects) * per
        grows = mean if self.adds == "lift" else base  # what moves in proportion to the baseline
        mask = panel.with_stock
        mean = np.maximum(mean, 1e-6)
        residual = (panel.sold - mean) * mask
        self.spread_ = _spread(panel.sold[mask], mean[mask], self.spread_)
        root = np.sqrt(mask / (mean + self.spread_ * mean**2))
        size_q, own_prior = self._own.shape[-1], np.diag(self.own_spread_**-2.0)
        pulled = np.where(np.arange(size_q) > 0, self.own_, 0) @ own_prior
        slopes = np.stack([slope for part in effects for slope in part.slopes], axis=1)  # (s, 3c, t)
        parts = []
        for some in (slice(at, at + TOGETHER) for at in range(0, len(panel.seats), TOGETHER)):
            weight, grown = root[some, None], (grows * root)[some, None]
            terms = np.concatenate([grown * self._by_term[some], (per * root)[some, None] * slopes[some]], axis=1)
            square, right = terms @ terms.transpose(0, 2, 1), (terms @ (weight * residual[some, None]).transpose(0, 2, 1))[..., 0]
            inverse, cross = np.linalg.inv(square[:, :size_q, :size_q] + own_prior), square[:, :size_q, size_q:]
            own_score, across = right[:, :size_q] - pulled[some], cross.transpose(0, 2, 1) @ inverse
            parts.append((inverse, own_score, cross, square[:, size_q:, size_q:] - across @ cross,
                          right[:, size_q:] - (across @ own_score[..., None])[..., 0]))  # fmt: skip
        inverse, own_score, cross, curvature, score = (np.concatenate(part) for part in zip(*parts, strict=True))
        return (inverse, own_score, cross), curvature, score

    def draws(self, count: int, seed: int = 0) -> np.ndarray:
        """Channels' logs of `count` bootstraps over shows, (count, c, 3).

        Each draw weighs the shows anew and the priors by a draw from them, and takes one scoring step from the fit
        (one-step bootstrap, Shao & Tu 1995, section 4.4).
        """
        rng = np.random.default_rng(seed)
        prior, pull = self.prior()
        shows, size = self.score_.shape
        root = np.linalg.cholesky(prior + 1e-9 * np.eye(size))
        found = np.zeros((count, *self.logs_.shape))
        for draw in range(count):
            weight = rng.multinomial(shows, np.full(shows, 1 / shows))
            noise = root @ rng.normal(size=size)
            step = np.linalg.solve(np.tensordot(weight, self.curvature_, 1) + prior, weight @ self.score_ + pull + noise)
            found[draw] = self.logs_ + step[len(self.shared_):].reshape(self.logs_.shape)
        return found


def best_fit(panel: Panel, most_shows: int = TRIED_SHOWS, seed: int = 0) -> ShowModel:
    """The way of working (adds, reach) that fits best, tried on some of the shows, fitted to all."""
    chosen = np.random.default_rng(seed).permutation(len(panel.seats))[:most_shows]
    some = panel if len(panel.seats) <= most_shows else panel.of(np.sort(chosen))
    best = max((ShowModel(some, *form).fit() for form in FORMS), key=ShowModel.evidence)
    return best if some is panel else ShowModel(panel, best.adds, best.reach).fit()


def _spread(sold: np.ndarray, mean: np.ndarray, before: float) -> float:
    """Spread of days beyond chance by moments, weighted as the fit is."""
    weight = 1 / (1 + before * mean) ** 2
    found = float((weight * ((sold - mean) ** 2 - mean)).sum() / (weight * mean**2).sum())
    return float(np.clip(found, 0.005, 3.0))
