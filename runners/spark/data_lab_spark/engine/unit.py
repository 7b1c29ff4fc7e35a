"""How a series is cut: stretches of time, each the work of one task."""

from dataclasses import dataclass

#: Rows of a stretch, about.
TARGET_ROWS = 1 << 20
DAY = 86_400_000_000
HOUR = 3_600_000_000


@dataclass(frozen=True)
class Unit:
    """A stretch [start, end) of microseconds of one series; `number` counts its stretches from 0. `low` and `high`: rows of the grid of a generated series."""

    series: int
    number: int
    start: int
    end: int
    low: int = 0
    high: int = 0


def cut_grid(series: int, start: int, step: int, rows: int, target: int = TARGET_ROWS) -> list[Unit]:
    """Stretches of a grid that begin at whole days where these are short enough, so that a day's rows come from one task; else at whole hours, or anywhere."""
    length = target * step
    unit = DAY if DAY <= length else HOUR if HOUR <= length else step
    length = max(unit, length // unit * unit)
    end = start + rows * step
    units = []
    low = 0
    # Half a step before the rows, for jitter moves them by less.
    edge = step // 2
    cut = (start // unit + 1) * unit if unit != step else start
    cuts = []
    while cut < end:
        if cut > start:
            cuts.append(cut)
        cut += length
    bounds = [start, *cuts, end]
    for number, (a, b) in enumerate(zip(bounds, bounds[1:])):
        high = rows if b == end else min(rows, -(-(b - start) // step))
        first = -(2**62) if number == 0 else a - (edge if unit == step else 0)
        last = 2**62 if b == end else b - (edge if unit == step else 0)
        units.append(Unit(series, number, first, last, low, high))
        low = high
    return units


def cut_counts(series: int, edges: list[int], counts: list[int], target: int = TARGET_ROWS) -> list[Unit]:
    """Stretches of about so many rows each from counts of rows between `edges` (one more than counts)."""
    cuts, held = [], 0
    for edge, count in zip(edges[1:], counts):
        held += count
        if held >= target:
            cuts.append(edge)
            held = 0
    bounds = [-(2**62), *[cut for cut in cuts if cut < edges[-1]], 2**62]
    return [Unit(series, number, a, b) for number, (a, b) in enumerate(zip(bounds, bounds[1:]))]
