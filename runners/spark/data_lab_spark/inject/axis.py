"""The line on which places are drawn; spec/anomalies.md, "The line"."""

import numpy as np

from .access import Access


def usual_step(access: Access) -> int:
    """Microseconds between rows: the median of at most 100,000 neighbours evenly spread."""
    if access.step is not None:
        return access.step
    if access.rows < 2:
        return 1_000_000
    count = min(access.rows - 1, 100_000)
    rows = np.arange(count) * (access.rows - 1) // count
    times = access.times(0, access.rows)
    return max(1, int(np.sort(times[rows + 1] - times[rows])[count >> 1]))


class GridAxis:
    """Its unit is the row."""

    margin, unit = 0, 1

    def __init__(self, rows: int, step: int):
        self.size, self.step = rows, step

    def row_at(self, place: int) -> int:
        return place

    def place_of(self, row: int) -> int:
        return row

    def units(self, us: int) -> int:
        return max(1, -(-us // self.step))

    def apart(self, us: int) -> int:
        return us // self.step

    def rows(self, start: int, us: int) -> int:
        """Where an anomaly that begins at a row ends, whether or not the series reaches so far."""
        return start + self.units(us)


class TimeAxis:
    """Its unit is the microsecond; gaps longer than four usual distances count as four."""

    def __init__(self, access: Access, usual: int):
        times = access.times(0, access.rows).astype(np.int64)
        counted = np.minimum(np.diff(times), 4 * usual)
        self.access, self.usual = access, usual
        self.places = np.concatenate([[0], np.cumsum(counted)])
        self.margin = self.unit = max(usual, int(counted.max(initial=usual)))
        self.size = int(self.places[-1]) + usual

    def row_at(self, place: int) -> int:
        return int(np.searchsorted(self.places, place, "left"))

    def place_of(self, row: int) -> int:
        return self.size if row >= len(self.places) else int(self.places[row])

    def units(self, us: int) -> int:
        return us

    def apart(self, us: int) -> int:
        return us

    def rows(self, start: int, us: int) -> int:
        end = self.access.time_of(start) + us
        if end > self.access.time_of(self.access.rows - 1) + self.usual:
            return max(start + 1, self.access.rows + 1)
        return max(start + 1, self.access.row_at(end))


Axis = GridAxis | TimeAxis


def axis_of(access: Access) -> Axis:
    if access.step is not None:
        return GridAxis(access.rows, access.step)
    usual = usual_step(access)
    times = access.times(0, access.rows)
    return GridAxis(access.rows, usual) if (np.diff(times) == usual).all() else TimeAxis(access, usual)
