"""Carry-over and saturation (Jin et al. 2017): from money spent a day to its effect, with derivatives.

    carried[d] = spend[d] + carry * carried[d - 1]
    effect     = gain * rate / (1 + rate / half),  rate = (1 - carry) * carried

`gain` is what the first unit of money brings over its whole carry-over; `half` the steady rate of money a day at which
half of the top, gain * half, is reached.
"""

from typing import NamedTuple

import numpy as np
from scipy.signal import lfilter
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
    """Money carried over along the last axis, same shape as `spend`."""
    return lfilter([1.0], [1.0, -carry], spend, axis=-1)


def effect(spend: np.ndarray, logs: np.ndarray) -> Effect:
    """Effect a day; time runs along the last axis of `spend`. `logs` is (log gain, logit carry, log half)."""
    gain, carry, half = np.exp(logs[0]), expit(logs[1]), np.exp(logs[2])
    carried = adstock(spend, carry)
    by_carry = lfilter([0.0, 1.0], [1.0, -carry], carried, axis=-1)
    rate = (1 - carry) * carried
    full = rate / half
    value = gain * rate / (1 + full)
    rate_slope = (-carried + (1 - carry) * by_carry) * carry * (1 - carry)
    return Effect(value, gain / (1 + full) ** 2 * rate_slope, value * full / (1 + full))
