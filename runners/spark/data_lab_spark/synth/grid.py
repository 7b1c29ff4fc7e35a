"""The rows of a synthetic source, and the clocks of its bases; spec/signals.md."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Grid:
    """`start` and `step` in microseconds; `lag` of a channel."""

    rows: int
    start: int
    step: int
    lag: int = 0

    def tau(self, positions: np.ndarray) -> np.ndarray:
        """Microseconds since the first row, less the lag; whole for whole rows."""
        return positions * self.step - self.lag


def within(tau: np.ndarray, period: int) -> np.ndarray:
    """τ mod P, in [0, P)."""
    rest = np.mod(tau, period)
    return np.where(rest >= period, 0, rest) if rest.dtype.kind == "f" else rest


def turns(tau: np.ndarray, period: int) -> np.ndarray:
    """⌊τ/P⌋ as whole numbers."""
    return np.rint((tau - within(tau, period)) / period).astype(np.int64)


def index_of(numbers: np.ndarray) -> np.ndarray:
    """Whole numbers modulo 2^32, as indices of a stream."""
    return (numbers.astype(np.int64) & 0xFFFFFFFF).astype(np.uint32)
