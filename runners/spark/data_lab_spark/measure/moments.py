"""Mean and sample deviation of all finite values of a series, from parts: exact where they are put together."""

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np


_BLOCK = 1024


@dataclass(frozen=True)
class Part:
    """Of the finite values of a piece. `squares`: of the distances from the mean, divided by scale²."""

    count: int
    low: float
    high: float
    mean: Fraction
    squares: Fraction


@dataclass(frozen=True)
class Moments:
    count: int
    low: float
    high: float
    mean: float
    #: Of the sample; NaN below two values.
    sd: float


def _sum(values: np.ndarray) -> Fraction:
    """The sum, rounded in each block, which numpy adds up pairwise, and once more at the end."""
    whole = len(values) // _BLOCK * _BLOCK
    blocks = values[:whole].reshape(-1, _BLOCK).sum(axis=1).tolist()
    return Fraction(math.fsum([*blocks, float(values[whole:].sum())]))


def gather(values: np.ndarray) -> Part:
    there = values[np.isfinite(values)]
    if len(there) == 0:
        return Part(0, math.inf, -math.inf, Fraction(0), Fraction(0))
    low, high = float(there.min()), float(there.max())
    scale = max(abs(low), abs(high), 1e-300)
    scale = 2.0 ** math.floor(math.log2(scale)) if scale > 1e100 or scale < 1e-100 else 1.0
    scaled = there / scale
    origin = float(scaled[0])
    off = scaled - origin
    mean = Fraction(origin) + _sum(off) / len(off)
    centred = off - float(mean - Fraction(origin))
    squares = _sum(centred * centred) - _sum(centred) ** 2 / len(off)
    factor = Fraction(scale)
    return Part(len(there), low, high, mean * factor, max(squares, Fraction(0)) * factor * factor)


def conclude(parts: list[Part]) -> Moments:
    parts = [part for part in parts if part.count]
    count = sum(part.count for part in parts)
    if count == 0:
        return Moments(0, math.inf, -math.inf, math.nan, math.nan)
    low, high = min(part.low for part in parts), max(part.high for part in parts)
    mean = sum(part.mean * part.count for part in parts) / count
    squares = sum(part.squares + part.count * (part.mean - mean) ** 2 for part in parts)
    sd = math.nan if count < 2 else 0.0 if low == high else _root(squares / (count - 1))
    return Moments(count, low, high, min(high, max(low, float(mean))), sd)


def _root(x: Fraction) -> float:
    """The square root of a fraction, also of one beyond a double."""
    if x == 0:
        return 0.0
    shift = (x.numerator.bit_length() - x.denominator.bit_length()) // 2 * 2
    scaled = float(x / (Fraction(2) ** shift))
    return math.ldexp(math.sqrt(scaled), shift // 2)
