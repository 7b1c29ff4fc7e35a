"""Faults of generated rows: jitter, missing, duplicates, steps back; spec/signals.md, "Faults"."""

import math
from dataclasses import dataclass

import numpy as np

from ..random.stream import stream, stream_name
from ..recipe.times import DAY, microseconds
from .grid import Grid, index_of

_MAX_BURSTS = 64


@dataclass
class FaultRows:
    """Of rows [from, to): `copies` 0, 1 or 2 of each, in order; `empty`: without a value."""

    times: np.ndarray
    copies: np.ndarray
    empty: np.ndarray


class Faults:
    """The faults of one channel; jitter is common to all."""

    def __init__(self, grid: Grid, faults: dict | None, seed: int, source: str, channel: str | None):
        faults = faults or {}
        self.grid, self.seed = grid, seed
        self.name = lambda purpose: stream_name(source, channel, purpose)
        self.width = math.floor(faults.get("jitter", 0) * grid.step)
        self.jitter = stream(seed, stream_name(source, None, "jitter"))
        self.missing = faults.get("missing")
        self.duplicates = faults.get("duplicates", 0)
        self.backward = faults.get("backward", 0)
        self.chance = (1 - math.sqrt(1 - 4 * self.backward)) / 2
        self.absent = bool(self.missing) and self.missing.get("as") == "absent"

    @property
    def on_grid(self) -> bool:
        """Whether every row is there, at its time."""
        return self.width <= 1 and not self.absent and self.duplicates <= 0 and self.backward <= 0

    def times(self, rows: np.ndarray) -> np.ndarray:
        """Microseconds of whole rows, jitter included."""
        at = self.grid.start + rows.astype(np.int64) * self.grid.step
        if self.width <= 1:
            return at
        shift = np.floor(self.jitter.uniforms(rows) * self.width).astype(np.int64)
        return at + shift - self.width // 2

    def missing_rows(self, start: int, end: int) -> np.ndarray:
        """Which rows of [start, end) are missing."""
        rows = np.arange(start, end)
        marks = np.zeros(end - start, bool)
        if not self.missing:
            return marks
        random = self.missing.get("random", 0)
        if random > 0:
            marks |= stream(self.seed, self.name("missing/random")).uniforms(rows) < random
        bursts = self.missing.get("bursts")
        if bursts and bursts["perDay"] > 0:
            self._mark_bursts(bursts, start, end, marks)
        pattern = self.missing.get("pattern")
        if pattern:
            marks |= rows * self.grid.step % microseconds(pattern["every"]) < microseconds(pattern["length"])
        return marks

    def _mark_bursts(self, bursts: dict, start: int, end: int, marks: np.ndarray) -> None:
        per_day, length, step = bursts["perDay"], microseconds(bursts["length"]), self.grid.step
        stretch = math.floor(min(8 * DAY / per_day, 365 * DAY))
        mean = per_day * stretch / DAY
        numbers = np.arange((start * step - length) // stretch, (end - 1) * step // stretch + 1)
        counts = _poisson(stream(self.seed, self.name("missing/bursts")).uniforms(index_of(numbers)), mean)
        places = stream(self.seed, self.name("missing/bursts/place"))
        of = np.repeat(numbers, counts)
        order = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
        at = of * stretch + np.floor(places.uniforms(index_of(of * _MAX_BURSTS + order)) * stretch).astype(np.int64)
        first = np.maximum(start, -(-at // step)) - start
        last = np.minimum(end, -(-(at + length) // step)) - start
        for low, high in zip(first.tolist(), last.tolist()):
            if low < high:
                marks[low:high] = True

    def rows(self, start: int, end: int, spared: list[tuple[int, int]]) -> FaultRows:
        """What becomes of rows [start, end); rows in `spared` are neither duplicated nor set back."""
        rows = np.arange(start, end)
        low = max(0, start - (2 if self.backward > 0 else 0))
        missed = self.missing_rows(low, end)
        gone = missed[start - low :]
        free = np.ones(end - start, bool)
        for a, b in spared:
            if a < end and b > start:
                free[max(a, start) - start : min(b, end) - start] = False
        times = self.times(rows)
        copies = np.ones(end - start, np.int8)
        if self.duplicates > 0:
            twice = stream(self.seed, self.name("duplicates")).uniforms(rows) < self.duplicates
            copies[twice & free] = 2
        if self.backward > 0:
            draws = stream(self.seed, self.name("backward"))
            before = np.arange(start - 1, end)
            hit = (draws.uniforms(np.maximum(before, 0)) < self.chance) & (before >= 0)
            back = hit[1:] & free & ~hit[:-1] & (rows >= 2)
            if self.absent:
                earlier = np.concatenate([np.zeros(2 - (start - low), bool), missed])
                back &= ~gone & ~earlier[1:-1][-len(rows) :] & ~earlier[: len(rows)]
            chosen = np.flatnonzero(back)
            times[chosen] = self.times(rows[chosen] - 2)
        if self.absent:
            copies[gone] = 0
            return FaultRows(times, copies, np.zeros(end - start, bool))
        return FaultRows(times, copies, gone)


def _poisson(u: np.ndarray, mean: float) -> np.ndarray:
    """The least n with P(N ≤ n) above u, at most 63."""
    term = total = math.exp(-mean)
    out = np.zeros(len(u), np.int64)
    for n in range(1, _MAX_BURSTS):
        beyond = u >= total
        if not beyond.any():
            break
        out[beyond] = n
        term *= mean / n
        total += term
    return out
