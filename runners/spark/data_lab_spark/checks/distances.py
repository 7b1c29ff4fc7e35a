"""Distances between the rows of a series whose times are no grid: their median, those that are gaps, and those that are not the step."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..measure.quantiles import Quantiles
from ..measure.stage import StageFacts
from ..steps.piece import Piece
from ..steps.step import Counts
from .types import MOST_EXAMPLES

#: A distance above this multiple of the step is a gap.
GAP_FACTOR = 1.5
#: Kinds of distances of a piece that are counted one by one.
MOST_KINDS = 1024


@dataclass
class Distances:
    """`step`: the median of the distances above zero, the lower one of two; microseconds, None where there is none. `gaps`: distances above 1.5 times the step."""

    step: int | None = None
    gaps: int = 0
    #: Rows whose distance from the row before is not the step, and the first of these: time and distance.
    off_step: int = 0
    off_step_first: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class _Part:
    """Of a piece. `head` and `tail`: times of its first row and its last; `kinds`: how often each distance above zero is there, None where the kinds are many."""

    rows: int
    head: int
    tail: int
    kinds: dict[int, int] | None
    #: Time and distance of rows of which any that are off the step are among the first.
    early: list[tuple[int, int]]


def _early(times: np.ndarray, distances: np.ndarray) -> list[tuple[int, int]]:
    """Of the distances the first 20 of each kind, and of these the first 40: whatever the step, the first 20 that are not it are among them."""
    kept = np.empty(0, np.int64)
    rest = np.arange(len(distances))
    while len(rest):
        if len(kept) >= 2 * MOST_EXAMPLES:
            kept = np.sort(kept)[: 2 * MOST_EXAMPLES]
            rest = rest[rest < kept[-1]]
            if not len(rest):
                break
        same = distances[rest] == distances[rest[0]]
        kept = np.concatenate([kept, rest[same][:MOST_EXAMPLES]])
        rest = rest[~same]
    return [(int(times[k]), int(distances[k])) for k in np.sort(kept)[: 2 * MOST_EXAMPLES]]


def _look(times: np.ndarray, distances: np.ndarray) -> _Part:
    unique, often = np.unique(distances[distances > 0], return_counts=True)
    kinds = dict(zip(unique.tolist(), often.tolist())) if len(unique) <= MOST_KINDS else None
    return _Part(len(times), int(times[0]), int(times[-1]), kinds, _early(times[1:], distances))


class DistancesOf:
    """
    Observes a series at a stage (`engine/observe.py`): one pass, and three or more where kinds of distances are many. A series that is a grid is not looked at:
    its facts tell all.
    """

    def __init__(self, series: int, stage: int, facts: StageFacts):
        self.series, self.last = series, stage
        self.found = Distances(facts.step) if facts.regular else Distances()
        self._question: str | None = None if facts.regular else "look"
        self._median: Quantiles | None = None
        self._rows = 0
        #: Time of the first row of a part, and its distance from the last row of the part before.
        self._between: list[tuple[int, int]] = []
        self._early: list[tuple[int, int]] = []

    def asks(self) -> bool:
        return self._question is not None

    def begin(self) -> list:
        return []

    def see(self, gathered: list, stage: int, piece: Piece, counts: Counts | None) -> None:
        if stage != self.last or len(piece.rows) == 0:
            return
        times = piece.rows.times
        distances = np.diff(times)
        match self._question:
            case "look":
                gathered.append(_look(times, distances))
            case "median":
                gathered.append(self._median.gather(distances[distances > 0].astype(float)))
            case "over":
                gathered.append((int((distances == self.found.step).sum()), int((distances > self._longest()).sum())))

    def conclude(self, parts: list[list[Any]]) -> None:
        its = [one for part in parts for one in part]
        match self._question:
            case "look":
                self._take(its)
            case "median":
                between = np.array([gap for _, gap in self._between if gap > 0], float)
                self._median.conclude([*its, self._median.gather(between)])
                if self._median.done:
                    self.found.step = int(self._median.found[(self._median.count - 1) // 2])
                    self._median, self._question = None, "over"
            case "over":
                gaps, longest = [gap for _, gap in self._between], self._longest()
                self._end(sum(one[0] for one in its) + gaps.count(self.found.step), sum(one[1] for one in its) + sum(gap > longest for gap in gaps))

    def _longest(self) -> int:
        return math.floor(self.found.step * GAP_FACTOR)

    def _take(self, parts: list[_Part]) -> None:
        self._rows = sum(part.rows for part in parts)
        self._between = [(b.head, b.head - a.tail) for a, b in zip(parts, parts[1:])]
        self._early = [one for k, part in enumerate(parts) for one in ([self._between[k - 1]] if k else []) + part.early]
        if any(part.kinds is None for part in parts):
            self._median, self._question = Quantiles((0.5,)), "median"
            return
        kinds: dict[int, int] = {}
        for often in [*(part.kinds for part in parts), *({gap: 1} for _, gap in self._between if gap > 0)]:
            for kind, times in often.items():
                kinds[kind] = kinds.get(kind, 0) + times
        self.found.step = _lower_median(kinds)
        self._end(kinds.get(self.found.step, 0), sum(times for kind, times in kinds.items() if kind > self._longest()))

    def _end(self, steady: int, gaps: int) -> None:
        self.found.off_step, self.found.gaps = self._rows - 1 - steady, gaps
        self.found.off_step_first = [one for one in self._early if one[1] != self.found.step][:MOST_EXAMPLES]
        self._early, self._question = [], None


def _lower_median(kinds: dict[int, int]) -> int | None:
    half, upto = sum(kinds.values()) / 2, 0
    for kind in sorted(kinds):
        upto += kinds[kind]
        if upto >= half:
            return kind
    return None
