"""Rows of a series that are not as checks expect, counted in one pass over its stretches."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..labels import Flags
from ..steps.piece import Piece, Rows
from ..steps.step import Counts
from .kinds import typed
from .text import moment
from .types import MOST_EXAMPLES, Example, Need, Share, Tally

#: Start and end [start, end), id and type of labels as they lie at a stage.
Intervals = list[tuple[int, int, str, str]]


class Seen:
    """The rows of a piece as the columns of the exported files."""

    def __init__(self, series: str, rows: Rows, flags: Flags):
        self.series, self.rows, self.flags = series, rows, flags
        self._owners: np.ndarray | None = None

    @property
    def owners(self) -> np.ndarray:
        """For each row the place of its label from 1, or 0."""
        if self._owners is None:
            self._owners = self.flags.owners(self.rows.times)
        return self._owners

    def numbers(self, column: str) -> np.ndarray:
        """Of `timestamp`, `value` or `observations`; buckets that were never made have a row each."""
        rows = self.rows
        if column == "timestamp":
            return rows.times
        if column == "value":
            return rows.values
        return np.isfinite(rows.values).astype(np.int32) if rows.observations is None else rows.observations

    def cell(self, column: str, row: int):
        """What stands in a column; None where there is no value."""
        if column in ("value", "observations"):
            number = self.numbers(column)[row].item()
            return number if np.isfinite(number) else None
        if column == "timestamp":
            return moment(int(self.rows.times[row]))
        if column == "series":
            return self.series
        if column in ("filled", "outlier"):
            return bool(getattr(self.rows, column)[row])
        owner = self.owners[row]
        return bool(owner) if column == "is_anomaly" else (self.flags.types if column == "anomaly_type" else self.flags.ids)[owner]

    def present(self, column: str) -> np.ndarray:
        if column == "value":
            return np.isfinite(self.rows.values)
        return self.owners > 0 if column in ("anomaly_type", "anomaly_id") else np.ones(len(self.rows), bool)

    def among(self, column: str, members: tuple) -> np.ndarray:
        """Which rows have a member of a set; members are of their own type alone."""
        if column in ("value", "observations"):
            return np.isin(self.numbers(column), [value for kind, value in members if kind == "number"])
        if column == "series":
            return np.full(len(self.rows), typed(self.series) in members)
        if column in ("filled", "outlier", "is_anomaly"):
            flags = self.owners > 0 if column == "is_anomaly" else getattr(self.rows, column)
            return np.isin(flags, [value for kind, value in members if kind == "flag"])
        texts = self.flags.types if column == "anomaly_type" else self.flags.ids
        return np.array([("text", text) in members for text in texts], bool)[self.owners]


@dataclass
class Part:
    """A tally of a piece. `first` and `end`: of what compares neighbours, the time and number of its first row and the number of its last."""

    looked: int = 0
    unexpected: int = 0
    examples: list[Example] = field(default_factory=list)
    extreme: int | None = None
    first: tuple[int, float] | None = None
    end: float | None = None


def _of_rows(seen: Seen, column: str, bad: np.ndarray, looked: int) -> Part:
    """`bad`: which rows are not as expected."""
    found = np.flatnonzero(bad)
    examples = [Example(moment(int(seen.rows.times[k])), seen.cell(column, int(k))) for k in found[:MOST_EXAMPLES]]
    return Part(looked, len(found), examples)


def tally(seen: Seen, need: Need, spans: dict[str, tuple[float, float]]) -> Part:
    """What a rule finds in the rows of a piece by themselves. `spans`: where the splits lie."""
    times, column = seen.rows.times, need.column
    match need.rule:
        case "present":
            return _of_rows(seen, column, ~seen.present(column), len(times))
        case "between":
            numbers = seen.numbers(column)
            there = np.isfinite(numbers)
            return _of_rows(seen, column, there & ~need.limits.hold(numbers), int(there.sum()))
        case "in":
            there = seen.present(column)
            return _of_rows(seen, column, there & ~seen.among(column, need.values), int(there.sum()))
        case "unique":
            same = np.concatenate([[False], times[1:] == times[:-1], [False]])
            return _of_rows(seen, column, (same[1:] | same[:-1])[: len(times)], len(times))
        case "increasing":
            return _increasing(seen, need)
        case "gap":
            return _gaps(times, need.longest)
        case "unlabelled":
            low, high = spans[need.split]
            inside = (times >= low) & (times < high)
            return _of_rows(seen, "anomaly_id", inside & (seen.owners > 0), int(inside.sum()))
    raise ValueError(f"expected a rule for rows, got {need.rule}")


def _increasing(seen: Seen, need: Need) -> Part:
    numbers = seen.numbers(need.column)
    there = np.flatnonzero(np.isfinite(numbers))
    its = numbers[there]
    bad = np.zeros(len(numbers), bool)
    if len(its):
        bad[there[1:]] = ~(its[1:] > its[:-1] if need.strictly else its[1:] >= its[:-1])
    part = _of_rows(seen, need.column, bad, len(its))
    if len(its):
        part.first, part.end = (int(seen.rows.times[there[0]]), its[0].item()), its[-1].item()
    return part


def _gaps(times: np.ndarray, longest: int) -> Part:
    if len(times) == 0:
        return Part()
    distances = np.diff(times)
    bad = np.flatnonzero(distances > longest)
    examples = [Example(moment(int(times[k + 1])), distances[k].item() / 1e6) for k in bad[:MOST_EXAMPLES]]
    extreme = int(distances.max()) if len(distances) else None
    return Part(len(distances), len(bad), examples, extreme, (int(times[0]), int(times[0])), int(times[-1]))


def join(need: Need, parts: list[Part]) -> Tally:
    """The tally of all pieces in order of time, with what lies between them."""
    all_ = Tally(0, 0, [])
    end = None
    for part in parts:
        if end is not None and part.first is not None:
            _between(need, all_, end, *part.first)
        all_.looked += part.looked
        all_.unexpected += part.unexpected
        all_.examples = [*all_.examples, *part.examples][:MOST_EXAMPLES]
        if part.extreme is not None:
            all_.extreme = part.extreme if all_.extreme is None else max(all_.extreme, part.extreme)
        end = part.end if part.end is not None else end
    return all_


def _between(need: Need, all_: Tally, end: float, time: int, number: float) -> None:
    """The first row of a piece beside the last of those before."""
    if need.rule == "gap":
        distance = int(number - end)
        all_.looked += 1
        all_.extreme = distance if all_.extreme is None else max(all_.extreme, distance)
        bad, value = distance > need.longest, distance / 1e6
    else:
        bad = not (number > end if need.strictly else number >= end)
        value = moment(time) if need.column == "timestamp" else number
    if bad:
        all_.unexpected += 1
        all_.examples = [*all_.examples, Example(moment(time), value)][:MOST_EXAMPLES]


class Looks:
    """Observes the rows of a series at a stage for several needs: rules for rows, and the share of labelled ones."""

    def __init__(self, series: int, stage: int, needs: list[Need], intervals: Intervals, spans: dict[str, tuple[float, float]]):
        """`spans`: of each split the times [from, to) of its rows."""
        self.series, self.last, self.needs, self.intervals, self.spans = series, stage, needs, intervals, spans
        self.answers: dict[Need, Tally | Share] | None = None

    def asks(self) -> bool:
        return self.answers is None

    def begin(self) -> list:
        return []

    def see(self, gathered: list, stage: int, piece: Piece, counts: Counts | None) -> None:
        if stage != self.last:
            return
        seen = Seen(piece.series, piece.rows, Flags(self.intervals))
        for need in self.needs:
            gathered.append((int((seen.owners > 0).sum()), len(piece.rows)) if need.of == "share" else tally(seen, need, self.spans))

    def conclude(self, parts: list[list[Any]]) -> None:
        self.answers = {}
        for k, need in enumerate(self.needs):
            its = [part[k] for part in parts]
            self.answers[need] = Share(sum(one[0] for one in its), sum(one[1] for one in its)) if need.of == "share" else join(need, its)
