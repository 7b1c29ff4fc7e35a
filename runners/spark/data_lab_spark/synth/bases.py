"""Bases of a signal: functions of τ; spec/signals.md, "Bases". Each answers for positions, whole or not, in rows."""

import math
from collections.abc import Callable

import numpy as np

from ..random.stream import stream
from ..recipe.times import DAY, MONDAY, WEEK, microseconds
from .formula import formula
from .grid import Grid, index_of, turns, within
from .sequence import Sequence

#: The values of a base at positions (rows, also fractions of them).
Base = Callable[[np.ndarray], np.ndarray]


def _repeating(grid: Grid, period: int, base: Base) -> Base:
    """The same base, made once for each of a period's rows where these repeat."""
    again = period // grid.step if period % grid.step == 0 else 0

    def repeated(rows):
        n = len(rows)
        in_turn = 0 < again < n and rows.dtype.kind in "iu" and rows[-1] - rows[0] == n - 1 and bool((np.diff(rows) == 1).all())
        return np.resize(base(rows[:again]), n) if in_turn else base(rows)

    return repeated


def _sine_turns(u: np.ndarray) -> np.ndarray:
    """sin(2πu), reduced before it is multiplied."""
    rest = u - np.floor(u + 0.5)
    quarter = np.floor(4 * rest + 0.5)
    angle = (rest - quarter / 4) * (2 * math.pi)
    odd = quarter.astype(np.int64) & 1 == 1
    value = np.where(odd, np.cos(angle), np.sin(angle))
    return np.where(quarter.astype(np.int64) & 2 == 2, -value, value)


def _wave(grid: Grid, options: dict, quarter: float) -> Base:
    period = microseconds(options["period"])
    start = options.get("phase", 0) + quarter
    amplitude, offset = options["amplitude"], options.get("offset", 0)
    return _repeating(grid, period, lambda rows: amplitude * _sine_turns(within(grid.tau(rows), period) / period + start) + offset)


def _lines(grid: Grid, options: dict, form: Callable[[np.ndarray, dict], np.ndarray]) -> Base:
    period = microseconds(options["period"])
    phase, offset = options.get("phase", 0), options.get("offset", 0)

    def base(rows):
        u = within(grid.tau(rows), period) / period + phase
        return form(u - np.floor(u), options) + offset

    return _repeating(grid, period, base)


def _square(u, options):
    return np.where(u < options.get("duty", 0.5), options["amplitude"], -options["amplitude"])


def _sawtooth(u, options):
    return options["amplitude"] * (2 * u - 1)


def _triangle(u, options):
    return options["amplitude"] * (1 - np.abs(4 * u - 2))


def _trend(grid: Grid, options: dict) -> Base:
    coefficients = options["coefficients"]

    def base(rows):
        d = grid.tau(rows) / DAY
        value = np.zeros(len(d))
        for factor in reversed(coefficients):
            value = (value + factor) * d
        return value

    return base


def _walk(grid: Grid, options: dict, seed: int, name: str) -> Base:
    """Between rows linear; 0 until it starts where there is a lag."""
    sequence = Sequence(grid.rows, 1.0, options["sd"], 0.0, seed, name)
    drift = options.get("drift", 0)

    def at_rows(rows):
        inside = np.clip(rows, 0, None)
        return np.where(rows < 0, 0.0, sequence.values(inside) + drift * inside)

    def base(rows):
        place = grid.tau(rows) / grid.step
        low = np.floor(place)
        share = place - low
        value = at_rows(low.astype(np.int64))
        if not share.any():
            return value
        high = np.minimum(low + 1, grid.rows - 1).astype(np.int64)
        return value + share * (at_rows(high) - value)

    return base


def _modes(grid: Grid, options: dict, seed: int, name: str) -> Base:
    draws = stream(seed, name)
    dwell = microseconds(options["dwell"])
    levels = np.array(options["levels"], float)

    def base(rows):
        number, inverse = np.unique(turns(grid.tau(rows), dwell), return_inverse=True)
        return levels[np.floor(draws.uniforms(index_of(number)) * len(levels)).astype(np.int64)][inverse]

    return base


def _cbf(grid: Grid, options: dict, seed: int, name: str) -> Base:
    """Cylinder, bell and funnel (Saito 1994)."""
    period = microseconds(options["period"])
    amplitude, offset = options["amplitude"], options.get("offset", 0)
    kinds, starts = stream(seed, name), stream(seed, f"{name}/start")
    lengths, heights = stream(seed, f"{name}/length"), stream(seed, f"{name}/height")

    def base(rows):
        tau = grid.tau(rows)
        number, inverse = np.unique(turns(tau, period), return_inverse=True)
        index = index_of(number)
        kind = np.floor(3 * kinds.uniforms(index))[inverse]
        a = ((1 + starts.uniforms(index)) / 8)[inverse]
        b = ((1 + 2 * lengths.uniforms(index)) / 4)[inverse]
        h = (amplitude * (1 + heights.normals(index) / 6))[inverse]
        s = (within(tau, period) / period - a) / b
        shape = np.where(kind == 0, h, np.where(kind == 1, h * s, h * (1 - s)))
        return np.where((s >= 0) & (s < 1), shape, 0) + offset

    return base


#: Waves P, Q, R, S, T: centre in turns, β, strength α (McSharry et al. 2003).
_BEAT = ((-1 / 6, 0.25, 1.2), (-1 / 24, 0.1, -5), (0, 0.1, 30), (1 / 24, 0.1, -7.5), (1 / 4, 0.4, 0.75))


def _ecg(grid: Grid, options: dict) -> Base:
    period = microseconds(options["period"])
    amplitude, offset = options["amplitude"], options.get("offset", 0)

    def base(rows):
        turn = within(grid.tau(rows), period) / period - 0.5
        total = np.zeros(len(turn))
        for centre, beta, strength in _BEAT:
            apart = turn - centre
            distance = (apart - np.floor(apart + 0.5)) / (beta / (2 * math.pi))
            near = np.abs(distance) < 9
            total += np.where(near, strength * beta * beta / 0.3 * np.exp(-0.5 * distance * distance), 0)
        return amplitude * total + offset

    return _repeating(grid, period, base)


def _profile(grid: Grid, options: dict) -> Base:
    period = WEEK if options["period"] == "1w" else DAY
    values = np.array(options["values"], float) * options.get("amplitude", 1)
    n = len(values)

    def base(rows):
        tau = grid.tau(rows) + grid.start - (MONDAY if period == WEEK else 0)
        place = within(tau, period) * n / period
        if options["interpolate"] == "step":
            return values[np.minimum(np.floor(place), n - 1).astype(np.int64)]
        middle = place - 0.5
        left = np.floor(middle).astype(np.int64)
        low = values[(left + n) % n]
        return low + (middle - left) * (values[(left + 1) % n] - low)

    return _repeating(grid, period, base)


def base_of(base: dict, grid: Grid, seed: int, name: str) -> Base:
    """The base of a recipe. `name` is that of its stream."""
    (kind, options), = base.items()
    match kind:
        case "constant":
            return lambda rows: np.full(len(rows), float(options["value"]))
        case "sine":
            return _wave(grid, options, 0)
        case "cosine":
            return _wave(grid, options, 0.25)
        case "square":
            return _lines(grid, options, _square)
        case "sawtooth":
            return _lines(grid, options, _sawtooth)
        case "triangle":
            return _lines(grid, options, _triangle)
        case "trend":
            return _trend(grid, options)
        case "walk":
            return _walk(grid, options, seed, name)
        case "modes":
            return _modes(grid, options, seed, name)
        case "cbf":
            return _cbf(grid, options, seed, name)
        case "ecg":
            return _ecg(grid, options)
        case "profile":
            return _profile(grid, options)
        case "formula":
            return formula(grid, options["expression"])
    raise ValueError(f"unknown base {kind}")
