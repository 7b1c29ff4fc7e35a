"""Arithmetic without rounding: fractions, and square roots to 60 digits."""

from decimal import Context, Decimal
from fractions import Fraction

_DIGITS = Context(prec=60)


class TooClose(Exception):
    """Two numbers that doubles need not tell apart: a case with such a comparison decides nothing about an engine."""


def exact(value: float) -> Fraction:
    """A double as the fraction that it is."""
    return Fraction(value)


def double(value: Fraction) -> float:
    """The nearest double."""
    return value.numerator / value.denominator


def root(value: Fraction) -> Fraction:
    """The square root, to 60 digits."""
    quotient = _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Fraction(_DIGITS.sqrt(quotient))


def mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def variance(values: list[Fraction]) -> Fraction:
    """Of the sample: n - 1."""
    centre = mean(values)
    return sum(((value - centre) ** 2 for value in values), Fraction(0)) / (len(values) - 1)


def quantile(values: list[Fraction], share: Fraction) -> Fraction:
    """By linear interpolation between the values in order."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def median(values: list[Fraction]) -> Fraction:
    return quantile(values, Fraction(1, 2))


def above(a: Fraction, b: Fraction) -> bool:
    """Whether a > b. Equal numbers are not; numbers that differ by less than a trillionth are refused."""
    if a != b and abs(a - b) <= max(abs(a), abs(b)) / 10**12:
        raise TooClose(f"{float(a)!r} and {float(b)!r}")
    return a > b


def on_line(time: int, t0: int, v0: float, t1: int, v1: float) -> float:
    """The value at a time on the line between two values; of two at one time, the first."""
    if t0 == t1:
        return v0
    a, b = exact(v0), exact(v1)
    return double(a + (b - a) * Fraction(time - t0, t1 - t0))
