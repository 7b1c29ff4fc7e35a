"""
NAB's windows of a series from its labels, as the lab lays them: intervals as they stand, and around points so many rows to both sides that the windows of all points take
10 % of the rows (`applyWindows` and `checkWindows` of nab/labeler.py).

What depends on the times of rows is asked for by a generator, which is sent the answers: so the questions of all series are answered together.
"""

import math
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from .times import NONE, Alone, At, Find, Question

#: All windows of a series around points together are this share of its rows; of the first rows this share is not scored, of 5,000 rows at most.
_SHARE, _PROBATION, _MOST = 0.1, 0.15, 5000
#: `editPoorLabels` of nab/labeler.py: of this file of the corpus one labelled row is replaced.
_CORRECTED, _CORRECTED_ROWS, _FROM, _TO = "realAWSCloudwatch/iio_us-east-1_i-a2eb1cd9_NetworkIn.csv", 1243, [206, 339], [249, 339]


@dataclass(frozen=True)
class Placed:
    """A label where it lies in the rows: the times of its first and its last row. `points`: positions that are stated of a window."""

    start: int
    last: int
    shape: str
    origin: str
    points: list[int]


@dataclass(frozen=True)
class Window:
    """Rows and their times, both ends inclusive."""

    start_row: int
    end_row: int
    start: int
    end: int


@dataclass(frozen=True)
class SeriesLabels:
    """Times of labels; first and last times of windows; windows that no label file can hold, since each row in and around them shares its time with another."""

    points: list[int]
    windows: list[tuple[int, int]]
    lost: int


Asking = Generator[Question, object, SeriesLabels]


def series_labels(name: str, labels: list[Placed], duplicates: int) -> Asking:
    """`duplicates`: rows that share their time with one before."""
    given = [one for one in labels if one.shape == "window"]
    complete = any(one.origin == "imported" for one in given)
    centres = [one.start for one in labels if one.shape == "point" and not (complete and one.origin == "imported")]
    stated = [(max(point, one.start), one.last) for one in labels if one.shape != "point" for point in one.points]
    asked = [time for one in given for time in (one.start, max(one.start, one.last))] + centres + [time for time, _ in stated]
    found = yield Find(np.array(asked, np.int64))
    ends, around = 2 * len(given), 2 * len(given) + len(centres)
    points = {one.start for one in labels if one.shape == "point"}
    points |= {time for time, (_, last) in zip(found.after[around:].tolist(), stated) if time != NONE and time <= last}
    kept = []
    for k in range(0, ends, 2):
        exact = found.until[k + 1] == asked[k + 1]
        window = Window(int(found.before[k]), int(found.before[k + 1] if exact else found.upto[k + 1] - 1), int(found.after[k]), int(found.until[k + 1]))
        if found.after[k] != NONE and window.start_row <= window.end_row:
            kept.append(window)
    laid = yield from _laid(name, found, centres, slice(ends, around))
    windows = _united([*kept, *laid])
    lost, accepted = 0, [(one.start, one.end) for one in windows]
    if duplicates and windows:
        accepted, lost = yield from _accepted(windows)
    return SeriesLabels(sorted(points), accepted, lost)


def _laid(name: str, found, centres: list[int], place: slice) -> Generator[Question, object, list[Window]]:
    """Windows around points; those outside the series have none, and one between two rows is at the next."""
    rows: set[int] = set()
    for time, before, upto in zip(centres, found.before[place].tolist(), found.upto[place].tolist()):
        if found.rows and found.first <= time <= found.last:
            rows.update(range(before, max(upto, before + 1)))
    its = sorted(rows)
    if (name == _CORRECTED or name.endswith(f"/{_CORRECTED}")) and found.rows == _CORRECTED_ROWS and its == _FROM:
        its = _TO
    if not its:
        return []
    half = math.trunc(_SHARE * found.rows / len(its)) // 2
    probation = math.floor(min(_PROBATION * found.rows, _PROBATION * _MOST))
    starts, ends = [max(row - half, 0) for row in its], [min(row + half, found.rows - 1) for row in its]
    times = (yield At(np.array([*starts, *ends, probation], np.int64))).tolist()
    laid = [Window(*one) for one in zip(starts, ends, times, times[len(its) :])]
    if laid[0].start < times[-1]:
        laid.pop(0)
    windows: list[Window] = []
    for one in laid:
        if windows and one.start <= windows[-1].end:
            windows[-1] = Window(windows[-1].start_row, one.end_row, windows[-1].start, one.end)
        else:
            windows.append(one)
    return windows



def _united(windows: list[Window]) -> list[Window]:
    """In the order of rows; those that share rows are one."""
    apart: list[Window] = []
    for one in sorted(windows, key=lambda one: one.start_row):
        last = apart[-1] if apart else None
        if last is None or one.start_row > last.end_row:
            apart.append(one)
        elif one.end_row > last.end_row:
            apart[-1] = Window(last.start_row, one.end_row, last.start, one.end)
    return apart


def _accepted(windows: list[Window]) -> Generator[Question, object, tuple[list[tuple[int, int]], int]]:
    """Windows with ends that NAB accepts: times of one row each. Others move inwards, else outwards; those that then meet become one, and one without such rows is lost."""
    near = yield Alone(np.array([row for one in windows for row in (one.start_row, one.end_row)], np.int64))
    after, after_times, before, before_times = (its.tolist() for its in (near.after, near.after_times, near.before, near.before_times))
    made: list[tuple[int, int, int, int]] = []
    lost = 0
    for k, one in enumerate(windows):
        a, b = 2 * k, 2 * k + 1
        if after[a] != NONE and after[a] <= one.end_row:
            moved = after[a], before[b], after_times[a], before_times[b]
        else:
            moved = before[a], after[a], before_times[a], after_times[a]
        if NONE in moved[:2]:
            lost += 1
        elif made and moved[0] <= made[-1][1]:
            last = made[-1]
            made[-1] = (last[0], moved[1], last[2], moved[3]) if moved[1] > last[1] else last
        else:
            made.append(moved)
    return [(start, end) for _, _, start, end in made], lost
