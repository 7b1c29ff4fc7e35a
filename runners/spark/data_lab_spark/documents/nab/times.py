"""The times of a series' rows, in order, found by row and by time: worked out where they are a grid, else asked of the rows in passes."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from ...steps.piece import Piece
from ...steps.step import Counts

#: Stands for a time or row that is not there.
NONE = -(2**63)


@dataclass(frozen=True)
class Find:
    """Asks for the rows around some times."""

    times: np.ndarray


@dataclass(frozen=True)
class Found:
    """Of each time: rows before it, rows up to and with it, the first time at or after it and the last at or before it (`NONE`: none). `rows`: of the series, `first` and `last`: their extent."""

    before: np.ndarray
    upto: np.ndarray
    after: np.ndarray
    until: np.ndarray
    rows: int
    first: int
    last: int


@dataclass(frozen=True)
class At:
    """Asks for the times of some rows, all of which are there."""

    rows: np.ndarray


@dataclass(frozen=True)
class Alone:
    """Asks for rows whose time no other row has, nearest to some rows."""

    rows: np.ndarray


@dataclass(frozen=True)
class Neighbours:
    """Of each row the first such row at or after it and the last at or before it (`NONE`: none), with their times."""

    after: np.ndarray
    after_times: np.ndarray
    before: np.ndarray
    before_times: np.ndarray


Question = Find | At | Alone


class Times(Protocol):
    """Answers questions at once: `Found` to `Find`, times to `At`, `Neighbours` to `Alone`."""

    def answer(self, question: Question): ...


@dataclass(frozen=True)
class Listed:
    """Times that are known, each once."""

    times: np.ndarray

    def answer(self, question: Question):
        times = self.times
        match question:
            case Find():
                before, upto = np.searchsorted(times, question.times, "left"), np.searchsorted(times, question.times, "right")
                padded = np.concatenate([[NONE], times, [NONE]])
                extent = (int(times[0]), int(times[-1])) if len(times) else (NONE, NONE)
                return Found(before, upto, padded[before + 1], padded[upto], len(times), *extent)
            case At():
                return times[question.rows]
            case Alone():
                there = times[question.rows]
                return Neighbours(question.rows, there, question.rows, there)


@dataclass(frozen=True)
class Grid:
    """Times at one distance, above zero."""

    rows: int
    start: int
    step: int

    def answer(self, question: Question):
        match question:
            case Find():
                away = question.times - self.start
                before, upto = np.clip(-(-away // self.step), 0, self.rows), np.clip(away // self.step + 1, 0, self.rows)
                after = np.where(before < self.rows, self.start + before * self.step, NONE)
                until = np.where(upto > 0, self.start + (upto - 1) * self.step, NONE)
                return Found(before, upto, after, until, self.rows, self.start, self.start + (self.rows - 1) * self.step)
            case At():
                return self.start + question.rows * self.step
            case Alone():
                there = self.start + question.rows * self.step
                return Neighbours(question.rows, there, question.rows, there)


@dataclass
class Rows:
    """What is known of the rows of a series in its pieces once the first question was answered. `sizes`: rows of each piece."""

    sizes: np.ndarray | None = None

    @property
    def starts(self) -> np.ndarray:
        """The first row of each piece, counted from the start of the series."""
        return np.concatenate([[0], np.cumsum(self.sizes)[:-1]])


@dataclass
class Asked:
    """Observer: answers one question about the rows of a series after `last` of its steps. `Find` has to be the first."""

    series: int
    last: int
    question: Question
    rows: Rows
    found: object = None
    _starts: np.ndarray | None = field(init=False)

    def __post_init__(self):
        self._starts = None if isinstance(self.question, Find) else self.rows.starts

    def asks(self) -> bool:
        return self.found is None

    def begin(self) -> list:
        return []

    def see(self, gathered: list, stage: int, piece: Piece, counts: Counts | None) -> None:
        if stage != self.last:
            return
        times = piece.rows.times
        match self.question:
            case Find():
                gathered.append(_find(times, self.question.times))
            case At():
                gathered.append(_at(times, self.question.rows - self._starts[piece.number]))
            case Alone():
                gathered.append(_alone(times, self.question.rows - self._starts[piece.number]))

    def conclude(self, parts: list[list]) -> None:
        its = [part[0] for part in parts]
        match self.question:
            case Find():
                self.rows.sizes = np.array([part.rows for part in its], np.int64)
                self.found = _found(self.question.times, its)
            case At():
                self.found = np.full(len(self.question.rows), NONE)
                for inside, times in its:
                    self.found[inside] = times
            case Alone():
                self.found = _neighbours(self.question.rows, self._starts, its)


@dataclass(frozen=True)
class _Part:
    """Of a piece: its rows and extent, and the times within it that were asked for, by their places, with what was found."""

    rows: int
    first: int
    last: int
    inside: np.ndarray
    before: np.ndarray
    upto: np.ndarray
    after: np.ndarray
    until: np.ndarray


def _find(times: np.ndarray, asked: np.ndarray) -> _Part:
    nothing = np.empty(0, np.int64)
    if len(times) == 0:
        return _Part(0, NONE, NONE, *[nothing] * 5)
    inside = np.flatnonzero((asked >= times[0]) & (asked <= times[-1]))
    before, upto = np.searchsorted(times, asked[inside], "left"), np.searchsorted(times, asked[inside], "right")
    return _Part(len(times), int(times[0]), int(times[-1]), inside, before, upto, times[before], times[upto - 1])


def _found(asked: np.ndarray, parts: list[_Part]) -> Found:
    there = [part for part in parts if part.rows]
    if not there:
        nothing = np.zeros(len(asked), np.int64)
        return Found(nothing, nothing, nothing + NONE, nothing + NONE, 0, NONE, NONE)
    sums = np.concatenate([[0], np.cumsum([part.rows for part in there])])
    firsts, lasts = np.array([part.first for part in there]), np.array([part.last for part in there])
    # The first piece that does not end before a time: the time lies in it, or before it in no piece.
    piece = np.searchsorted(lasts, asked, "left")
    before, upto = sums[piece], sums[piece]
    after, until = np.concatenate([firsts, [NONE]])[piece], np.concatenate([[NONE], lasts])[piece]
    for start, part in zip(sums, there):
        before[part.inside], upto[part.inside] = start + part.before, start + part.upto
        after[part.inside], until[part.inside] = part.after, part.until
    return Found(before, upto, after, until, int(sums[-1]), int(firsts[0]), int(lasts[-1]))


def _at(times: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    inside = np.flatnonzero((rows >= 0) & (rows < len(times)))
    return inside, times[rows[inside]]


@dataclass(frozen=True)
class _AlonePart:
    """Of a piece: its first and last row that is alone (row within it, time), and for the rows within it that were asked for the nearest ones, -1 where there is none in it."""

    first: tuple[int, int] | None
    last: tuple[int, int] | None
    inside: np.ndarray
    after: np.ndarray
    after_times: np.ndarray
    before: np.ndarray
    before_times: np.ndarray


def _alone(times: np.ndarray, rows: np.ndarray) -> _AlonePart:
    """Rows of one time lie in one piece."""
    inside = np.flatnonzero((rows >= 0) & (rows < len(times)))
    same = np.concatenate([[False], np.diff(times) == 0, [False]])
    alone = np.flatnonzero(~(same[1:] | same[:-1])) if len(times) else np.empty(0, np.int64)
    if len(alone) == 0:
        nothing = np.full(len(inside), -1)
        return _AlonePart(None, None, inside, nothing, nothing, nothing, nothing)
    after = np.concatenate([alone, [-1]])[np.searchsorted(alone, rows[inside], "left")]
    before = np.concatenate([[-1], alone])[np.searchsorted(alone, rows[inside], "right")]
    ends = [(int(row), int(times[row])) for row in (alone[0], alone[-1])]
    return _AlonePart(*ends, inside, after, times[after], before, times[before])


def _neighbours(asked: np.ndarray, starts: np.ndarray, parts: list[_AlonePart]) -> Neighbours:
    count = len(asked)
    after, after_times, before, before_times = (np.full(count, NONE) for _ in range(4))

    def carried(order, nearest: np.ndarray, times: np.ndarray, own, end) -> None:
        """Takes what a piece has, else the end of the last piece before it in the order."""
        known: tuple[int, int] | None = None
        for k in order:
            part = parts[k]
            rows, its = own(part)
            nearest[part.inside] = np.where(rows >= 0, starts[k] + rows, NONE if known is None else known[0])
            times[part.inside] = np.where(rows >= 0, its, NONE if known is None else known[1])
            if end(part) is not None:
                known = int(starts[k]) + end(part)[0], end(part)[1]

    carried(range(len(parts)), before, before_times, lambda part: (part.before, part.before_times), lambda part: part.last)
    carried(reversed(range(len(parts))), after, after_times, lambda part: (part.after, part.after_times), lambda part: part.first)
    return Neighbours(after, after_times, before, before_times)
