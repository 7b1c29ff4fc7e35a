"""What a step that resamples does to series whose own step is another; the same words as the lab's."""

import math
from dataclasses import dataclass

from ..recipe.times import microseconds
from ..steps.plan import filled_before
from ..steps.resample import USUAL_LONGEST
from .words import count, decimal, duration, plural

#: A label that covers less than this share of a bucket's rows is counted.
FAINT = 0.01
#: Series that are named; others are counted.
NAMED = 20


@dataclass(frozen=True)
class Known:
    """A series that the step was given: its rows, their usual step in microseconds (0: none), and the intervals of its labels."""

    name: str
    rows: int
    usual: int
    labels: list[tuple[int, int]]


def resample_notes(steps: list[dict], index: int, series: list[Known]) -> list[str]:
    """One line a series that the step at `index` puts on buckets longer or shorter than its own step, or that has no usual step to take."""
    notes = [note for one in series if (note := _note(steps, index, one))]
    if len(notes) <= NAMED:
        return notes
    return [*notes[:NAMED], f"The same kind of thing for {count(len(notes) - NAMED)} more series."]


def _note(steps: list[dict], index: int, one: Known) -> str | None:
    options = steps[index]["resample"]
    if options["every"] == "source":
        return f"{one.name} has no usual step: its rows stay as they are." if not one.usual and one.rows > 1 else None
    if not one.usual:
        return None
    every = microseconds(options["every"])
    if every > one.usual:
        return f"{one.name}: {_coarser(one, every)}."
    between = -(-one.usual // every) - 1
    if between <= 0 or options["empty"] == "omit":
        return None
    before = filled_before(steps, index, one.name)
    longest = microseconds(options["longest"]) if "longest" in options else USUAL_LONGEST * every if before is None else before
    fills = options["with"] not in ("sum", "count") and options["empty"] != "null" and one.usual <= longest
    what = f"{plural(between, 'value')} invented" if fills else plural(between, "empty bucket")
    return f"{one.name}: {what} for each real one, whose own step is {duration(one.usual)}."


def _coarser(one: Known, every: int) -> str:
    ratio = every / one.usual
    # Half up, as the lab rounds.
    text = f"{count(math.floor(ratio + 0.5)) if ratio >= 10 else decimal(ratio)}× fewer rows than at its own step of {duration(one.usual)}"
    faint = [rows for a, b in one.labels if (rows := max(1, -(-(b - a) // one.usual))) < FAINT * ratio]
    if not faint:
        return text
    kind = "one-row label" if all(rows == 1 for rows in faint) else "label"
    return f"{text}, {plural(len(faint), kind)} {'falls' if len(faint) == 1 else 'fall'} below 1 % of a bucket's rows"
