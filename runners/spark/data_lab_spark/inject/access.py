"""Series as injection sees them: made by a model, or copied from rows that were read. Rows are in order of time."""

from functools import cached_property

import numpy as np

from ..synth.model import Model


class ModelAccess:
    """A generated series, before anomalies and faults."""

    def __init__(self, model: Model):
        self.model, self.name, self.rows, self.step = model, model.name, model.rows, model.grid.step

    def times(self, start: int, end: int) -> np.ndarray:
        return self.model.faults.times(np.arange(start, end))

    def time_of(self, row: int) -> int:
        return int(self.times(row, row + 1)[0])

    def row_at(self, time: int) -> int:
        """The first row at or after a time; `rows` where there is none."""
        row = min(max(-(-(time - self.model.grid.start) // self.step), 0), self.rows)
        while row > 0 and self.time_of(row - 1) >= time:
            row -= 1
        while row < self.rows and self.time_of(row) < time:
            row += 1
        return row

    def values(self, start: int, end: int) -> np.ndarray:
        return self.model.values(start, end) if end > start else np.empty(0)

    def signal_at(self, positions: np.ndarray) -> np.ndarray:
        return self.model.signal(positions)

    def noise(self, start: int, end: int) -> np.ndarray:
        return self.values(start, end) - self.model.signal(np.arange(start, end)) if end > start else np.empty(0)

    @cached_property
    def extremes(self) -> tuple[float, float]:
        """Least and greatest value of the whole series."""
        low, high = np.inf, -np.inf
        for start in range(0, self.rows, 1 << 18):
            part = self.values(start, min(self.rows, start + (1 << 18)))
            part = part[np.isfinite(part)]
            if len(part):
                low, high = min(low, part.min()), max(high, part.max())
        return float(low), float(high)


class CopyAccess:
    """A series that was read; it has no noise apart from its values."""

    step = None

    def __init__(self, name: str, times: np.ndarray, values: np.ndarray):
        self.name, self.all_times, self.all_values, self.rows = name, times, values, len(times)

    def times(self, start: int, end: int) -> np.ndarray:
        return self.all_times[start:end]

    def time_of(self, row: int) -> int:
        return int(self.all_times[row])

    def row_at(self, time: int) -> int:
        return int(np.searchsorted(self.all_times, time, "left"))

    def values(self, start: int, end: int) -> np.ndarray:
        return self.all_values[start:end].copy() if end > start else np.empty(0)

    def signal_at(self, positions: np.ndarray) -> np.ndarray:
        return self.all_values[np.clip(np.floor(positions + 0.5).astype(np.int64), 0, self.rows - 1)]

    def noise(self, start: int, end: int) -> np.ndarray:
        return np.zeros(max(0, end - start))

    @cached_property
    def extremes(self) -> tuple[float, float]:
        there = self.all_values[np.isfinite(self.all_values)]
        return (float(there.min()), float(there.max())) if len(there) else (np.inf, -np.inf)


Access = ModelAccess | CopyAccess
