"""What is measured of rows on their way through the steps, as many measurements at once as are asked for.

Arrays of rows are never written into: a step puts new ones in their place. So an observer may keep the arrays that it saw at one stage until the next.
"""

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from ..steps.piece import Piece, Rows
from ..steps.step import Counts
from . import task
from .passes import Passes


class Observer(Protocol):
    """Looks at the pieces of one series. It is pickled to the tasks, and what it gathers back from them: numbers, never as much as rows."""

    #: Place of the series.
    series: int
    #: The last stage that it looks at: 0 before all steps, k after k of them.
    last: int

    def asks(self) -> bool:
        """Whether it has to look at the pieces (again)."""

    def begin(self) -> Any:
        """What it gathers of a piece, empty."""

    def see(self, gathered: Any, stage: int, piece: Piece, counts: Counts | None) -> None:
        """A piece at a stage, those from 0 to `last` in turn. `counts`: of the step before it; None at stage 0."""

    def conclude(self, parts: list[Any]) -> None:
        """What was gathered of all pieces, in order of time."""


def observe(passes: Passes, observers: list[Observer]) -> int:
    """Answers all observers, in as few passes over the rows as the one of them with the most rounds needs. Gives how many."""
    rounds = 0
    while open_ := [one for one in observers if one.asks()]:
        rounds += 1
        by_series: dict[int, list[Observer]] = {}
        for one in open_:
            by_series.setdefault(one.series, []).append(one)
        found = passes.gathered(lambda job, pieces, by_series=by_series: _look(job, pieces, by_series))
        for series, its in by_series.items():
            parts = [part if part is not None else _looked(passes.job, series, _empty(passes.job, series), its) for part in found[series]]
            for k, one in enumerate(its):
                one.conclude([part[k] for part in parts])
    return rounds


def _look(job: task.Job, pieces: task.Pieces, by_series: dict[int, list[Observer]]) -> Iterator[pa.RecordBatch]:
    for place, piece in pieces:
        series = job.units[place].series
        if series in by_series:
            yield task.gathered_of(place, _looked(job, series, piece, by_series[series]))


def _looked(job: task.Job, series: int, piece: Piece, observers: list[Observer]) -> list[Any]:
    held = [one.begin() for one in observers]
    last = max(one.last for one in observers)
    for stage, counts in task.stages(job, series, piece, last):
        for one, gathered in zip(observers, held):
            if stage <= one.last:
                one.see(gathered, stage, piece, counts)
    return held


def _empty(job: task.Job, series: int) -> Piece:
    return Piece(job.series[series].name, 0, Rows.of(np.empty(0, np.int64), np.empty(0)))
