"""From a gap in tickets to orders, clicks and spend; and a fixed budget moved to where it brings most.

Along one curve `x` money brings gain * x / (1 + x / half) tickets: concave, so money goes where the next unit brings
most until the budget is gone, and no further into a show than its room.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import expit

from core.errors import MarqueeError
from core.response.evaluate import LEVELS

FURTHEST = 50.0  # in logs: where spend never varied a draw knows no bend, and a curve that bends at 1e21 is a line
STEPS, PRICE_SPAN = 50, 25.0  # halvings of a price, and how far in logs it may lie under the highest


@dataclass(frozen=True)
class Rates:
    """A channel's own past: tickets an order; orders a click (None: nothing to click) and money a click; money a ticket
    with its 80 % interval. `causal`: that money a ticket was measured against what would have been sold anyway; else it
    is what the channel claims for itself."""

    channel: str
    tickets_per_order: float
    orders_per_click: float | None
    cost_per_ticket: float
    cost_per_ticket_lo: float
    cost_per_ticket_hi: float
    causal: bool


class Need(NamedTuple):
    """What one channel alone would need to close a gap; `note` is empty or "not causal"."""

    channel: str
    tickets: float
    orders: float
    clicks: float | None
    spend: float
    spend_lo: float
    spend_hi: float
    note: str


def needs(gap: float, rates: list[Rates]) -> list[Need]:
    """Orders, clicks and spend by channel for `gap` tickets, cheapest first. At today's rates: they rise with spend."""
    if gap < 0:
        raise MarqueeError("The show is ahead of its goal: there is no gap to close.", remedy="Choose a higher goal.")
    rows = []
    for rate in rates:
        orders = gap / rate.tickets_per_order
        rows.append(Need(rate.channel, gap, orders, orders / rate.orders_per_click if rate.orders_per_click else None,
                         gap * rate.cost_per_ticket, gap * rate.cost_per_ticket_lo, gap * rate.cost_per_ticket_hi,
                         "" if rate.causal else "not causal"))  # fmt: skip
    return sorted(rows, key=lambda row: row.spend)


@dataclass(frozen=True)
class Curves:
    """`k` choices, each one channel on one show: show (k,) index into `room` (s,) tickets left; `gain` tickets the first
    unit of money brings and `half` money, both (1 + d, k): the best estimate first, then its draws."""

    show: np.ndarray
    gain: np.ndarray
    half: np.ndarray
    room: np.ndarray

    def tickets(self, spend: np.ndarray) -> np.ndarray:
        """Tickets that `spend` (k,) brings by each draw, no show more than its room, (1 + d,)."""
        each = self.gain * spend / (1 + spend / self.half)
        return np.minimum(by_show(each, self.show), self.room).sum(-1)


def by_show(values: np.ndarray, show: np.ndarray) -> np.ndarray:
    """Sums over the choices of each show, (..., s); `show` rises."""
    return np.add.reduceat(values, np.flatnonzero(np.diff(show, prepend=-1)), axis=-1)


def curves(logs: np.ndarray, draws: np.ndarray, per: np.ndarray, scale: np.ndarray, days: np.ndarray,
           room: np.ndarray) -> Curves:  # fmt: skip
    """The curves of every channel on every show still on sale, show by show.

    `logs` (c, 3) and `draws` (d, c, 3) of a fitted ShowModel; of each show `per` and `scale` as the model has them, on a
    usual day to come, `days` to go and `room` tickets left, all (s,).
    """
    every = np.concatenate([logs[None], draws])
    # Money late in the sale has not the time to work in full: the share of a steady flow that lands before the show.
    carry = expit(every[:, None, :, 1])
    landed = 1 - carry * (1 - carry ** days[:, None]) / (1 - carry) / days[:, None]
    gain = (per / scale)[:, None] * np.exp(every[:, None, :, 0].clip(-FURTHEST, FURTHEST)) * landed
    half = (scale * days)[:, None] * np.exp(every[:, None, :, 2].clip(-FURTHEST, FURTHEST)) / landed
    shows, channels = len(room), logs.shape[0]
    return Curves(np.repeat(np.arange(shows), channels), gain.reshape(len(every), -1), half.reshape(len(every), -1), room)


class Plan(NamedTuple):
    """`spend` (k,) money; tickets gained over the present plan with their 80 % interval; `verdict` is "gain" or
    "no measurable difference"."""

    spend: np.ndarray
    gain: float
    gain_lo: float
    gain_hi: float
    verdict: str


def move(curves: Curves, planned: np.ndarray) -> Plan:
    """The budget of `planned` (k,) moved along the curves. The draws judge a plan made by the best estimate alone."""
    spend = hand_out(curves, float(planned.sum()))
    gains = curves.tickets(spend) - curves.tickets(planned)
    low, high = np.quantile(gains[1:], LEVELS) if len(gains) > 1 else (gains[0], gains[0])
    if low <= 0:
        return Plan(planned, 0.0, float(low), float(high), "no measurable difference")
    return Plan(spend, float(gains[0]), float(low), float(high), "gain")


def hand_out(curves: Curves, budget: float) -> np.ndarray:
    """Spend (k,) that sells most tickets by the best estimate.

    On concave curves every choice with money brings the same next ticket, gain / (1 + x / half)^2 = price (the
    Lagrangian's condition), or more where its show is full: both prices are found by halving.
    """
    gain, half = curves.gain[0], np.maximum(curves.half[0], 1e-12)

    def spend_at(price: np.ndarray) -> np.ndarray:
        return half * np.maximum(np.sqrt(gain / price) - 1, 0)

    def tickets_at(price: np.ndarray) -> np.ndarray:
        spend = spend_at(price[curves.show])
        return by_show(gain * spend / (1 + spend / half), curves.show)

    top = float(gain.max())
    full = halved(lambda price: tickets_at(price) > curves.room, np.full(len(curves.room), top))[curves.show]
    common = halved(lambda price: np.array([spend_at(np.maximum(price, full)).sum() > budget]), np.array([top]))
    return spend_at(np.maximum(common, full))


def halved(too_much: Callable[[np.ndarray], np.ndarray], top: np.ndarray) -> np.ndarray:
    """The lowest prices up to `top` at which it is not too much, by halving in logs."""
    low, high = np.log(top) - PRICE_SPAN, np.log(top)
    for _ in range(STEPS):
        middle = (low + high) / 2
        more = too_much(np.exp(middle))
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    return np.exp(high)
