"""The columns of a series' rows before the steps and after each of them, measured in the pass that counts what the steps do."""

from dataclasses import dataclass

import numpy as np

from ..steps.piece import Piece, Rows
from ..steps.step import Counts
from . import moments
from .moments import Moments, Part


@dataclass(frozen=True)
class StatisticsPart:
    """Of the rows of a piece. `observations`: None before resampling."""

    rows: int
    first: int | None
    last: int | None
    values: Part
    observations: Part | None
    outliers: int
    filled: int


@dataclass(frozen=True)
class Statistics:
    """Of all rows of a series; times in microseconds, None without rows."""

    rows: int
    first: int | None
    last: int | None
    values: Moments
    observations: Moments | None
    outliers: int
    filled: int


def gather(rows: Rows, known: Part | None = None) -> StatisticsPart:
    """`known`: moments of the values, where they have been measured."""
    n = len(rows)
    observations = None if rows.observations is None else moments.gather(rows.observations.astype(np.float64))
    first, last = (int(rows.times[0]), int(rows.times[-1])) if n else (None, None)
    outliers, filled = int(np.count_nonzero(rows.outlier)), int(np.count_nonzero(rows.filled))
    return StatisticsPart(n, first, last, known or moments.gather(rows.values), observations, outliers, filled)


def conclude(parts: list[StatisticsPart]) -> Statistics:
    """`parts` in any order."""
    there = [part for part in parts if part.rows]
    observations = [part.observations for part in parts if part.observations is not None]
    return Statistics(
        sum(part.rows for part in parts),
        min((part.first for part in there), default=None),
        max((part.last for part in there), default=None),
        moments.conclude([part.values for part in parts]),
        moments.conclude(observations) if observations else None,
        sum(part.outliers for part in parts),
        sum(part.filled for part in parts),
    )


@dataclass
class _Held:
    """What was gathered of a piece by stage, and the values of the last stage, which do not travel to the driver."""

    parts: list[StatisticsPart]
    values: np.ndarray | None = None

    def __reduce__(self):
        return _Held, (self.parts,)


@dataclass
class StageStatistics:
    """Observer: the statistics of a series at every stage from 0 to `last`."""

    series: int
    last: int
    found: list[Statistics] | None = None

    def asks(self) -> bool:
        return self.found is None

    def begin(self) -> _Held:
        return _Held([])

    def see(self, gathered: _Held, stage: int, piece: Piece, counts: Counts | None) -> None:
        # A step puts other arrays in place of those that it changes.
        same = gathered.values is piece.rows.values
        gathered.parts.append(gather(piece.rows, gathered.parts[-1].values if same else None))
        gathered.values = piece.rows.values

    def conclude(self, parts: list[_Held]) -> None:
        self.found = [conclude([part.parts[stage] for part in parts]) for stage in range(self.last + 1)]
