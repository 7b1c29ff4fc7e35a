"""Rows of generated series: values, then anomalies, then faults. Any stretch of the grid alone has the same rows as the whole."""

from dataclasses import dataclass, field

import numpy as np

from ..inject.access import Access, CopyAccess, ModelAccess
from ..inject.effects import Anomaly, Others, effect
from ..inject.kinds import chosen, is_absent
from ..inject.realise import absent_rows, offset_time

#: Rows after an anomaly that are neither set back nor duplicated.
_AFTER = 2


@dataclass
class Generated:
    """One generated series with its anomalies in order of rows."""

    access: Access
    anomalies: list[Anomaly]
    others: Others
    spared: list[tuple[int, int]] = field(init=False)
    steps: list[tuple[int, float]] = field(init=False)

    def __post_init__(self):
        self.spared = [(a.rows[0], a.rows[1] + _AFTER) for a in self.anomalies]
        lasting = sorted((a for a in self.anomalies if chosen(a.requested, "persists") is True), key=lambda a: a.rows[1])
        sums = np.cumsum([a.realised.get("amount", 0) for a in lasting]).tolist()
        self.steps = [(a.rows[1], total) for a, total in zip(lasting, sums)]

    @property
    def rows(self) -> int:
        return self.access.rows

    def _touching(self, start: int, end: int) -> list[Anomaly]:
        return [a for a in self.anomalies if a.rows[0] < end and a.rows[1] > start]

    def _inject(self, start: int, end: int, values: np.ndarray) -> None:
        changed = start
        for anomaly in self._touching(start, end):
            low, high = max(start, anomaly.rows[0]), min(end, anomaly.rows[1])
            shared = min(high, max(low, changed))
            for a, b in ((low, shared), (shared, high)):
                if a >= b:
                    continue
                clean = self.access.values(a, b)
                values[a - start : b - start] += effect(anomaly, self.access, self.others, a, b, clean) - clean if a < shared else 0
                if a >= shared:
                    values[a - start : b - start] = effect(anomaly, self.access, self.others, a, b, clean)
            changed = max(changed, high)
        for k, (row, total) in enumerate(self.steps):
            until = self.steps[k + 1][0] if k + 1 < len(self.steps) else end
            low, high = max(start, row) - start, min(end, until) - start
            if low < high:
                values[low:high] += total

    def _inject_times(self, start: int, end: int, times: np.ndarray) -> None:
        for anomaly in self._touching(start, end):
            if anomaly.kind != "timestamps":
                continue
            fault = chosen(anomaly.requested, "fault")
            a, b = anomaly.rows
            for row in range(max(start, a), min(end, b)):
                if fault == "offset":
                    times[row - start] = offset_time(self.access, row)
                else:
                    times[row - start] = self.access.time_of(a if fault == "duplicate" else a + b - 1 - row)

    def make(self, start: int, end: int, clean: bool = False) -> tuple[np.ndarray, np.ndarray]:
        """Times (int64 microseconds) and values (NaN where missing) of rows [start, end) of the grid, as they are written."""
        access = self.access
        values = access.values(start, end)
        if not clean:
            self._inject(start, end, values)
        if isinstance(access, CopyAccess):
            times, copies, empty = access.times(start, end).copy(), np.ones(end - start, np.int8), None
        else:
            faults = access.model.faults.rows(start, end, self.spared)
            times, copies, empty = faults.times, faults.copies, faults.empty
            for a in self.anomalies:
                low, high = max(start, a.rows[0]), min(end, a.rows[1] + 1)
                if low < high:
                    part = copies[low - start : high - start]
                    part[part == 0] = 1
        if not clean:
            self._inject_times(start, end, times)
            for a, b in absent_rows(self.anomalies):
                copies[max(a, start) - start : max(0, min(b, end) - start)] = 0
        if empty is not None:
            values[empty] = np.nan
        if (copies == 1).all():
            return times, values
        return np.repeat(times, copies), np.repeat(values, copies)


__all__ = ["Generated", "ModelAccess", "is_absent"]
