"""spec/steps.md, "duplicates": rows in order of time, and one for each time."""

from .exact import double, exact, mean
from .series import Row


class Refused(Exception):
    """A run that the specification refuses, by the code that it names."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def backward(rows: list[Row]) -> int:
    return sum(b.time < a.time for a, b in zip(rows, rows[1:]))


def in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.time)


def one_for_each_time(rows: list[Row], options: dict, back: int) -> tuple[list[Row], dict]:
    """`rows` in order of time, those of one time in the order of the file; `back`: rows earlier in the file than the one before them."""
    keep = options["keep"]
    counts = dict(backward=back, duplicates=0, removed=0, preferred=0)
    left = []
    for time in sorted({row.time for row in rows}):
        same = [row for row in rows if row.time == time]
        counts["duplicates"] += len(same) - 1
        there = [row for row in same if row.value is not None]
        if keep == "mean":
            value = double(mean([exact(row.value) for row in there])) if there else None
            left.append(same[0].but(value=value))
            continue
        end = -1 if keep == "last" else 0
        chosen = there[end] if there else same[end]
        counts["preferred"] += chosen is not same[end]
        left.append(chosen)
    if keep == "refuse" and counts["duplicates"]:
        raise Refused("duplicates-refused")
    counts["removed"] = counts["duplicates"]
    return left, counts
