"""What each kind makes of clean values; spec/anomalies.md, "Kinds"."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .access import Access
from .kinds import chosen
from .place import anomaly_stream
from .wave import wave

#: A series by name, for anomalies between two; None where there is none.
Others = Callable[[str], Access | None]
_BY_POSITION = ("frequency", "pattern-shift", "time-warp")


@dataclass
class Anomaly:
    """One as it is put into a series. `start` and `end`: its label's interval in microseconds, half-open."""

    id: str
    injection: str
    series: str
    rows: tuple[int, int]
    start: int
    end: int
    requested: dict
    realised: dict
    seed: int
    severity: float | None = None
    number: int | None = None
    note: str | None = None

    @property
    def kind(self) -> str:
        return self.requested["kind"]


def other_values(access: Access, other: Access | None, start: int, end: int) -> np.ndarray:
    """Clean values of another series: of the same rows on one grid, else of the same times; NaN where it has none."""
    if other is None:
        return np.full(end - start, np.nan)
    aligned = access.step is not None and access.step == other.step and access.rows == other.rows
    if aligned and abs(access.time_of(0) - other.time_of(0)) < access.step:
        return other.values(start, end)
    times = access.times(start, end)
    first = other.row_at(int(times[0]))
    last = min(other.rows, other.row_at(int(times[-1])) + 1)
    out = np.full(end - start, np.nan)
    if first >= last:
        return out
    theirs, values = other.times(first, last), other.values(first, last)
    place = np.searchsorted(theirs, times, "left")
    inside = place < len(theirs)
    same = inside & (theirs[np.where(inside, place, 0)] == times)
    out[same] = values[place[same]]
    return out


def _weight(i: np.ndarray, realised: dict) -> np.ndarray:
    rows, grows, fades = realised["rows"], realised["rampIn"], realised["rampOut"]
    return np.where(i < grows, (i + 1) / (grows + 1), np.where(i >= rows - fades, (rows - i) / (fades + 1), 1.0))


def _weight_before(i: np.ndarray, realised: dict) -> np.ndarray:
    rows, grows, fades = realised["rows"], realised["rampIn"], realised["rampOut"]
    fading = np.maximum(0, i - (rows - fades))
    faded = fading * (2 * fades + 1 - fading) / 2 / (fades + 1)
    return np.where(i <= grows, i * (i + 1) / 2 / (grows + 1), grows / 2 + (i - grows - fading) + faded)


def _mirrored(position: np.ndarray, last: int) -> np.ndarray:
    if last == 0:
        return np.zeros(len(position))
    turned = np.mod(np.abs(position), 2 * last)
    inside = (position >= 0) & (position <= last)
    return np.where(inside, position, np.where(turned > last, 2 * last - turned, turned))


def _moved(access: Access, start: int, end: int, positions: np.ndarray) -> np.ndarray:
    return access.signal_at(_mirrored(positions, access.rows - 1)) + access.noise(start, end)


def _spread(access: Access, start: int, end: int, clean: np.ndarray, factor: float) -> np.ndarray:
    """The distance from the median of nine rows, times a factor."""
    low = max(0, start - 4)
    near = np.full(end - start + 8, np.nan)
    values = access.values(low, min(access.rows, end + 4))
    near[low - (start - 4) : low - (start - 4) + len(values)] = values
    windows = np.lib.stride_tricks.sliding_window_view(near, 9)
    with np.errstate(all="ignore"):
        median = np.nanmedian(np.where(np.isnan(windows).all(axis=1)[:, None], 0, windows), axis=1)
    return median + factor * (clean - median)


def _whole(anomaly: Anomaly, access: Access, others: Others, start: int, end: int, clean: np.ndarray) -> np.ndarray:
    """Every value at full strength, before ramps."""
    realised, shape = anomaly.realised, anomaly.requested
    amount, count = realised.get("amount", 0), realised["rows"]
    rows = np.arange(start, end)
    i = rows - anomaly.rows[0]
    match shape["kind"]:
        case "spike":
            return np.full(len(i), realised["extreme"] + amount) if "extreme" in realised else clean + amount
        case "level-shift":
            return clean + amount
        case "trend":
            return clean + amount * (i + 1) / count
        case "amplitude":
            return realised["localMean"] + amount * (clean - realised["localMean"])
        case "variance":
            if realised["residual"] == "median":
                return _spread(access, start, end, clean, amount)
            return clean + (amount - 1) * access.noise(start, end)
        case "frequency":
            return _moved(access, start, end, rows + (amount - 1) * _weight_before(i, realised))
        case "pattern":
            return _pattern(anomaly, access, start, end, clean)
        case "pattern-shift":
            return _moved(access, start, end, rows - amount * count * _weight(i, realised))
        case "time-warp":
            half = np.sin(np.pi * i / count)
            return _moved(access, start, end, rows - amount / np.pi * count * half * half)
        case "flatline":
            return np.full(len(i), realised.get("held", np.nan))
        case "noise-burst":
            draws = anomaly_stream(anomaly.seed, anomaly.series, f"{anomaly.id}/noise")
            return clean + amount * draws.normals(i)
        case "correlation":
            other = other_values(access, others(shape["with"]), start, end)
            return clean - 2 * realised.get("slope", 0) * (other - realised.get("otherMean", 0))
        case "missing":
            return np.full(len(i), np.nan)
    return clean.copy()


def _pattern(anomaly: Anomaly, access: Access, start: int, end: int, clean: np.ndarray) -> np.ndarray:
    realised = anomaly.realised
    kind = chosen(anomaly.requested, "pattern")
    mean = realised.get("mean", 0)
    if kind == "flip":
        return 2 * mean - clean
    spread = realised.get("waveDeviation", 0)
    scale = realised.get("deviation", 0) / spread if spread > 0 else 0
    turns = (np.arange(start, end) - anomaly.rows[0]) / realised.get("period", 1)
    return mean + scale * (wave(kind, turns) - realised.get("waveMean", 0)) + access.noise(start, end)


def effect(anomaly: Anomaly, access: Access, others: Others, start: int, end: int, clean: np.ndarray) -> np.ndarray:
    """Values of rows [start, end), all inside the anomaly, as it leaves them; a row for which there is no value keeps its own."""
    after = _whole(anomaly, access, others, start, end, clean)
    if anomaly.kind in ("missing", "timestamps"):
        return after
    realised = anomaly.realised
    keeps = np.isnan(clean) | ~np.isfinite(after)
    if anomaly.kind not in _BY_POSITION and (realised["rampIn"] > 0 or realised["rampOut"] > 0):
        after = clean + _weight(np.arange(start, end) - anomaly.rows[0], realised) * (after - clean)
    return np.where(keeps, clean, after)
