"""Carry-over and saturation (Jin et al. 2017): from money spent a day to its effect, with derivatives.

    carried[d] = spend[d] + carry * carried[d - 1]
    effect     = gain * rate / (1 + rate / half),  rate = (1 - carry) * carried

`gain` is what the first unit of money brings over its whole carry-over; `half` the steady rate of money a day at which
half of the top, gain * half, is reached.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import expit


class Effect(NamedTuple):
    """The effect of one channel and its slopes along log gain, logit carry and log half; all shaped as the spend."""

    value: np.ndarray
    by_carry: np.ndarray
    by_half: np.ndarray

    @property
    def slopes(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return self.value, self.by_carry, self.by_half


def adstock(spend: np.ndarray, carry: float) -> np.ndarray:
    """Money carried over along the last axis, same shape as `spend`.

    By doubling: each pass adds to what a day holds of its last `reach` days what they were brought by as many before.
    (As scipy.signal.lfilter, which takes a second to load.)
    """
    carried, reach = np.array(spend, float), 1
    while reach < carried.shape[-1]:
        carried[..., reach:] += carry**reach * carried[..., :-reach]
        reach *= 2
    return carried


def effect(spend: np.ndarray, logs: np.ndarray) -> Effect:
    """Effect a day; time runs along the last axis of `spend`. `logs` is (log gain, logit carry, log half)."""
    gain, carry, half = np.exp(logs[0]), expit(logs[1]), np.exp(logs[2])
    carried = adstock(spend, carry)
    by_carry = np.zeros_like(carried)
    by_carry[..., 1:] = adstock(carried[..., :-1], carry)
    rate = (1 - carry) * carried
    full = rate / half
    value = gain * rate / (1 + full)
    rate_slope = (-carried + (1 - carry) * by_carry) * carry * (1 - carry)
    return Effect(value, gain / (1 + full) ** 2 * rate_slope, value * full / (1 + full))
