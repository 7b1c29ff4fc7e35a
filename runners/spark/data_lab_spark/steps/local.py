"""A run of steps on pieces in memory: what Spark does in tasks, for tests and small series."""

import copy

from .piece import Piece
from .step import Counts, Step


def run_steps(steps: list[Step], pieces: list[Piece]) -> tuple[list[Piece], list[Counts]]:
    """Answers the questions of each step in passes over the pieces, then works on them. Gives the pieces and the counts of each step."""
    for place, step in enumerate(steps):
        while step.asks():
            step.conclude([step.gather(_until(steps[:place], piece)) for piece in pieces])
    counts: list[list[Counts]] = [[] for _ in steps]
    made = []
    for piece in pieces:
        work = copy.deepcopy(piece)
        for step, mine in zip(steps, counts):
            rows = len(work.rows)
            done = step.apply(work)
            mine.append({"rowsIn": rows, "rowsOut": len(work.rows), **done})
        made.append(work)
    return made, [step.total(mine) for step, mine in zip(steps, counts)]


def _until(steps: list[Step], piece: Piece) -> Piece:
    work = copy.deepcopy(piece)
    for step in steps:
        step.apply(work)
    return work
