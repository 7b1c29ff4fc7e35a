"""The series of the standard work with numpy's random numbers."""

import numpy

from series import AMOUNTS, LENGTHS, LEVEL, MISSING, NOISE, WAVES


def values_and_kinds(work):
    """Values (NaN where missing) and for each row 0, or the number of its anomaly's kind from 1."""
    random = numpy.random.default_rng(work.seed)
    second = numpy.arange(work.rows, dtype=numpy.float64)
    values = random.standard_normal(work.rows)
    values *= NOISE
    values += LEVEL
    for amplitude, period in WAVES:
        values += amplitude * numpy.sin(second * (2 * numpy.pi / period))
    kinds = numpy.zeros(work.rows, dtype=numpy.int8)
    for number in range(2 * work.each):
        kind = number % 2
        first = number * work.stride + work.stride // 3
        rows = slice(first, first + LENGTHS[kind])
        values[rows] += AMOUNTS[kind]
        kinds[rows] = kind + 1
    values[random.random(work.rows) < MISSING] = numpy.nan
    return values, kinds
