"""How a series is cut: stretches of time, each the work of one task."""

from dataclasses import dataclass

#: Rows of a stretch, about.
TARGET_ROWS = 1 << 20
DAY = 86_400_000_000
HOUR = 3_600_000_000
#: Of several series that are cut at the same times.
FEWEST_ROWS = 1 << 14


@dataclass(frozen=True)
class Unit:
    """A stretch [start, end) of microseconds of one series; `number` counts its stretches from 0. `low` and `high`: rows of the grid of a generated series."""

    series: int
    number: int
    start: int
    end: int
    low: int = 0
    high: int = 0


@dataclass(frozen=True)
class Clock:
    """The grid of a generated series; times in microseconds."""

    start: int
    step: int
    rows: int


def cut_grids(grids: list[Clock], first: int, target: int = TARGET_ROWS) -> list[list[Unit]]:
    """
    Stretches of grids, whose series are numbered from `first` on. All are cut at the same times, so that one task can have all rows of a day: of all series together
    a stretch has about `target` rows, or a day. A series with few rows in it has one stretch where others have 2, 4, 8 …
    """
    a_day = sum(DAY // one.step for one in grids)
    common = max(1, target // max(1, a_day)) * DAY
    made = []
    for place, one in enumerate(grids):
        length = common
        while length // one.step < FEWEST_ROWS and one.start + length < one.start + one.rows * one.step:
            length *= 2
        made.append(cut_grid(first + place, one.start, one.step, one.rows, min(target, max(1, length // one.step))))
    return made


def cut_grid(series: int, start: int, step: int, rows: int, target: int = TARGET_ROWS) -> list[Unit]:
    """Stretches of a grid between multiples of whole days where these are short enough, so that a day's rows come from one task; else of whole hours, or anywhere."""
    length = target * step
    unit = DAY if DAY <= length else HOUR if HOUR <= length else step
    length = max(unit, length // unit * unit)
    end = start + rows * step
    units = []
    low = 0
    # Half a step before the rows, for jitter moves them by less.
    edge = step // 2
    cuts = list(range((start // length + 1) * length if unit != step else start + length, end, length))
    bounds = [start, *cuts, end]
    for number, (a, b) in enumerate(zip(bounds, bounds[1:])):
        high = rows if b == end else min(rows, -(-(b - start) // step))
        first = -(2**62) if number == 0 else a - (edge if unit == step else 0)
        last = 2**62 if b == end else b - (edge if unit == step else 0)
        units.append(Unit(series, number, first, last, low, high))
        low = high
    return units


def cut_counts(series: int, edges: list[int], counts: list[int], target: int = TARGET_ROWS) -> list[Unit]:
    """Stretches of about so many rows each from counts of rows between `edges` (one more than counts): they begin at whole days, or hours, where no two would begin at the same."""
    cuts: list[int] = []
    held = 0
    for edge, count in zip(edges[1:], counts):
        held += count
        if held >= target and edge < edges[-1]:
            earlier = cuts[-1] if cuts else edges[0]
            cuts.append(next((cut for cut in (edge // DAY * DAY, edge // HOUR * HOUR) if cut > earlier), edge))
            held = 0
    bounds = [-(2**62), *cuts, 2**62]
    return [Unit(series, number, a, b) for number, (a, b) in enumerate(zip(bounds, bounds[1:]))]
