"""Folders of partitions: which folder of a stage a row is written to."""

from dataclasses import dataclass, field

import numpy as np

UNITS = ("year", "month", "day", "hour")
#: How numpy counts them.
_CODES = {"year": "Y", "month": "M", "day": "D", "hour": "h"}


@dataclass(frozen=True)
class Folders:
    """`units`: of time, the coarsest first. `splits`: their names, in order; `cuts`: by series, the times at which all but the first of them begin, in order."""

    units: tuple[str, ...]
    splits: tuple[str, ...] = ()
    cuts: dict[int, list[int]] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """Names of the folders' columns, the outermost first."""
        return [*(["split"] if self.splits else []), *self.units]

    def numbers(self, times: np.ndarray) -> np.ndarray:
        """Of each time the number of its smallest unit, counted from 1970; all 0 without units."""
        if not self.units:
            return np.zeros(len(times), np.int64)
        return times.astype("datetime64[us]").astype(f"datetime64[{_CODES[self.units[-1]]}]").astype(np.int64)

    def runs(self, series: int, times: np.ndarray) -> list[tuple[str, int, int]]:
        """Of rows in order of time, those [a, b) of each folder in turn."""
        if len(times) == 0:
            return []
        cuts = np.searchsorted(times, np.array(self.cuts.get(series, []), np.int64), "left").tolist() if self.splits else []
        turns = (np.flatnonzero(np.diff(self.numbers(times))) + 1).tolist() if self.units else []
        bounds = sorted({0, len(times), *turns, *cuts})
        return [(self._folder(int(times[a]), sum(cut <= a for cut in cuts)), a, b) for a, b in zip(bounds, bounds[1:])]

    def _folder(self, time: int, split: int) -> str:
        parts = [f"split={self.splits[split]}"] if self.splits else []
        if self.units:
            sign, day, hour = _words(time)
            year, month, day = day.split("-")
            parts += [f"{unit}={text}" for unit, text in zip(self.units, (sign + year, month, day, hour))]
        return "/".join(parts)


def _words(time: int) -> tuple[str, str, str]:
    """The sign of the year, date and hour of a time."""
    text = str(np.datetime64(time, "us").astype("datetime64[h]"))
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text.lstrip("+"))
    day, hour = text.split("T")
    return sign, day, hour
