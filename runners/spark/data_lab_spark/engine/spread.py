"""How units are spread over tasks, so that a folder's rows come from few of them."""

from collections.abc import Callable, Iterable

import numpy as np

from .folders import Folders
from .task import Job
from .unit import TARGET_ROWS

#: Of generated series in one pass, about.
_MOST_TASKS = 10_000


def times_of(job: Job, place: int) -> tuple[int, int]:
    """The stretch of time [begin, end) of a unit; of a series of files without bounds at its ends."""
    unit = job.units[place]
    clock = job.series[unit.series].clock
    return (clock.start + unit.low * clock.step, clock.start + unit.high * clock.step) if clock else (unit.start, unit.end)


def generated_tasks(job: Job, most: int = TARGET_ROWS) -> list[list[int]]:
    """
    The places of all units of generated series, by task. Units that share a stretch of time are together, in order of their series, where these have at most `most` rows; stretches follow each other
    in a task until it has so many.
    """
    places = [place for place, unit in enumerate(job.units) if job.series[unit.series].clock]
    rows = {place: job.units[place].high - job.units[place].low for place in places}
    most = max(most, sum(rows.values()) // _MOST_TASKS)
    tasks: list[list[int]] = []
    held = most
    for group in _groups(job, places):
        size = sum(rows[place] for place in group)
        for part in [group] if size <= most else [[place] for place in group]:
            size = sum(rows[place] for place in part)
            if held + size > most:
                tasks.append([])
                held = 0
            tasks[-1] += part
            held += size
        held = held if size <= most else most
    return tasks


def tasks_by_series(job: Job, most: int, together: bool = False) -> list[list[int]]:
    """The places of all units of generated series, by task, series after series: those that follow each other, until they have `most` rows. `together`: of several series too."""
    tasks: list[list[int]] = []
    held, series = 0, -1
    for place, unit in enumerate(job.units):
        if job.series[unit.series].clock is None:
            continue
        if not tasks or (unit.series != series and not together) or held + unit.high - unit.low > most:
            tasks.append([])
            held = 0
        series = unit.series
        tasks[-1].append(place)
        held += unit.high - unit.low
    return tasks


def _groups(job: Job, places: list[int]) -> list[list[int]]:
    """Units that share stretches of time, in order of time; in a group in order of series and time."""
    groups: list[list[int]] = []
    reached = -(2**63)
    for place in sorted(places, key=lambda place: times_of(job, place)):
        begin, end = times_of(job, place)
        if begin >= reached:
            groups.append([])
        groups[-1].append(place)
        reached = max(reached, end)
    return [sorted(group, key=lambda place: (job.series[job.units[place].series].name, job.units[place].number)) for group in groups]


def extra_files(tasks: Iterable[list[int]], extent: Callable[[int], tuple[int, int] | None], folders: Folders) -> int:
    """How many more files tasks would write than there are folders. `extent`: of a unit by its place, the first and the last time of its rows; None without rows."""
    written = []
    for task in tasks:
        extents = [found for found in map(extent, task) if found is not None]
        numbers = folders.numbers(np.array(extents, np.int64).reshape(-1)).reshape(-1, 2)
        written.append(_joined(numbers.tolist()))
    return sum(_count(one) for one in written) - _count(_joined([span for one in written for span in one]))


def _joined(spans: list[list[int]]) -> list[list[int]]:
    """Whole numbers from the first to the last of each span, as spans that share none."""
    joined: list[list[int]] = []
    for low, high in sorted(spans):
        if joined and low <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], high)
        else:
            joined.append([low, high])
    return joined


def _count(spans: list[list[int]]) -> int:
    return sum(high - low + 1 for low, high in spans)
