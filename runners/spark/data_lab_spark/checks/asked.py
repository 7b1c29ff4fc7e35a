"""Moments and exact quantiles of a column, of one series or of the rows of several together."""

import numpy as np

from ..measure import moments
from ..measure.quantiles import Quantiles
from ..steps.piece import Piece
from ..steps.step import Counts
from .types import Answer, Moments, Need
from .types import Quantiles as QuantilesAnswer


class Asked:
    """A question about the numbers of a column at a stage, to one series or several."""

    def __init__(self, need: Need, series: list[tuple[int, int]]):
        """`series`: places with the stage of each."""
        self.need = need
        self.quantiles = Quantiles(need.at) if need.of == "quantiles" else None
        self.answer: Answer | None = None
        self.observers = [Member(self, place, stage) for place, stage in series]
        self._given: dict[int, list] = {}

    def gather(self, numbers: np.ndarray):
        return moments.gather(numbers) if self.quantiles is None else self.quantiles.gather(numbers)

    def take(self, place: int, parts: list) -> None:
        """What a pass gathered of a series; once all have come, it is put together."""
        self._given[place] = parts
        if len(self._given) < len(self.observers):
            return
        its = [part for one in self.observers for part in self._given[one.series]]
        self._given = {}
        if self.quantiles is None:
            found = moments.conclude(its)
            self.answer = Moments(found.count, found.mean, found.sd)
            return
        self.quantiles.conclude(its)
        if self.quantiles.done:
            self.answer = QuantilesAnswer(self.quantiles.count, self.quantiles.values())


class Member:
    """Observes one series for a question."""

    def __init__(self, asked: Asked, place: int, stage: int):
        self.asked, self.series, self.last = asked, place, stage

    def asks(self) -> bool:
        return self.asked.answer is None

    def begin(self) -> list:
        return []

    def see(self, gathered: list, stage: int, piece: Piece, counts: Counts | None) -> None:
        if stage != self.last:
            return
        rows = piece.rows
        numbers = rows.values
        if self.asked.need.column == "observations":
            numbers = (np.isfinite(rows.values) if rows.observations is None else rows.observations).astype(float)
        gathered.append(self.asked.gather(numbers))

    def conclude(self, parts: list[list]) -> None:
        self.asked.take(self.series, [one for part in parts for one in part])
