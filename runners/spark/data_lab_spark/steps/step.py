"""What a step of a recipe is: questions about the whole series, asked one after the other, then work on each piece by itself.

A question is gathered of every piece, in tasks; what was gathered is concluded in the driver, in the order of the pieces. It is small:
numbers, not rows. Steps are pickled with what they know.
"""

from typing import Any, Protocol

from .piece import Piece

Counts = dict[str, int]


class Step(Protocol):
    #: Index in the recipe's steps.
    index: int
    #: Whether rows stay, each at its time and with or without a value as it was, so that questions about these alone are the same before and after.
    keeps_times: bool

    def asks(self) -> bool:
        """Whether something has to be gathered before `apply`."""

    def asks_of_times(self) -> bool:
        """Whether the current question is about times, and where there are values, alone."""

    def gather(self, piece: Piece) -> Any:
        """What the current question finds in a piece; small and picklable."""

    def conclude(self, parts: list[Any]) -> None:
        """Takes what was gathered of all pieces, in their order, and goes on to the next question."""

    def apply(self, piece: Piece) -> Counts:
        """Does its work on a piece, in place, and counts."""

    def total(self, parts: list[Counts]) -> Counts:
        """Counts of the series from those of its pieces, in their order."""


def sum_counts(parts: list[Counts]) -> Counts:
    total: Counts = {}
    for part in parts:
        for name, count in part.items():
            total[name] = total.get(name, 0) + count
    return total
