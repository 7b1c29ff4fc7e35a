"""Anomalies with their strength and effect; spec/anomalies.md, "Surroundings, strength, severity"."""

import math
from functools import cached_property

import numpy as np

from .access import Access
from .effects import Anomaly, Others, effect, other_values
from .kinds import KINDS, chosen, is_absent, strength_of
from .moments import moments
from .place import DIRECTION, STRENGTH, Place, place_anomalies
from .wave import period_of, wave

AROUND = 128
_RUNS, _RUN = 1024, 64


class _Series:
    def __init__(self, access: Access, others: Others):
        self.access, self.others = access, others

    @cached_property
    def fallback(self) -> float:
        """The deviation of the whole series, of a sample of a long one; 1 where that is 0."""
        rows = self.access.rows
        if rows <= _RUNS * _RUN:
            values = self.access.values(0, rows)
        else:
            starts = [k * (rows - _RUN) // (_RUNS - 1) for k in range(_RUNS)]
            values = np.concatenate([self.access.values(start, start + _RUN) for start in starts])
        return moments(values)[2] or 1.0


def offset_time(access: Access, row: int) -> int:
    """A row's time, later by half the distance to the row after it (of the last row, before it)."""
    time = access.time_of(row)
    if access.rows < 2:
        return time
    distance = access.time_of(row + 1) - time if row + 1 < access.rows else time - access.time_of(row - 1)
    return time + distance // 2


def _strength(place: Place, deviation: float, series: _Series) -> dict:
    given = strength_of(place.shape)
    if given is None:
        return {}
    unit, amount = given
    low, high = amount if isinstance(amount, list) else (amount, amount)
    strength = low if low == high else low + place.own.uniform(STRENGTH) * (high - low)
    size = strength * (deviation if deviation > 0 else series.fallback) if unit == "sigma" else strength
    if "direction" not in KINDS[place.shape["kind"]].choices:
        return {"strength": strength, "unit": unit, "amount": size}
    wanted = chosen(place.shape, "direction")
    direction = wanted if wanted in ("up", "down") else "up" if place.own.uniform(DIRECTION) < 0.5 else "down"
    return {"strength": strength, "unit": unit, "amount": size if direction == "up" else -size, "direction": direction}


def _held(place: Place, access: Access) -> dict:
    start, end = place.rows
    if chosen(place.shape, "hold") == "mean":
        count, mean, _ = moments(access.values(start, end))
        return {"held": mean} if count else {}
    before = access.values(max(0, start - AROUND), start)
    before = before[~np.isnan(before)]
    if len(before):
        return {"held": float(before[-1])}
    inside = access.values(start, end)
    inside = inside[~np.isnan(inside)]
    return {"held": float(inside[0])} if len(inside) else {}


def _period(place: Place, access: Access) -> float:
    start, end = place.rows
    count = end - start
    low, high = max(0, start - count), min(access.rows, end + count)
    stride = max(1, -(-(high - low) // 512))
    samples = access.signal_at(np.arange(low, high, stride))
    there = np.flatnonzero(~np.isnan(samples))
    if len(there):
        carry = np.maximum.accumulate(np.where(np.isnan(samples), -1, np.arange(len(samples))))
        samples = np.where(carry < 0, samples[there[0]], samples[np.maximum(carry, 0)])
    else:
        samples = np.zeros(len(samples))
    found = period_of(samples)
    return (count / stride if found is None else found) * stride


def _pattern(place: Place, access: Access) -> dict:
    start, end = place.rows
    kind = chosen(place.shape, "pattern")
    if kind == "flip":
        count, mean, _ = moments(access.values(start, end))
        return {"mean": mean} if count else {}
    period = _period(place, access)
    count, mean, deviation = moments(access.values(start, end) - access.noise(start, end))
    if count == 0:
        return {}
    _, wave_mean, wave_deviation = moments(wave(kind, np.arange(end - start) / period))
    return {"mean": mean, "deviation": deviation, "period": period, "waveMean": wave_mean, "waveDeviation": wave_deviation}


def _regression(place: Place, series: _Series) -> dict:
    start, end = place.rows
    mine = series.access.values(start, end)
    theirs = other_values(series.access, series.others(place.shape["with"]), start, end)
    both = ~np.isnan(mine) & ~np.isnan(theirs)
    if not both.any():
        return {"slope": 0.0, "otherMean": 0.0}
    v, o = mine[both], theirs[both]
    other_mean = float(o.mean())
    off = o - other_mean
    squares = float((off * off).sum())
    return {"slope": float((off * (v - v.mean())).sum()) / squares if squares > 0 else 0.0, "otherMean": other_mean}


def _measured(place: Place, numbers: dict, series: _Series) -> dict:
    """What a kind needs beside strength and ramp."""
    access = series.access
    match place.shape["kind"]:
        case "spike":
            if chosen(place.shape, "scope") != "global":
                return {}
            low, high = access.extremes
            return {"extreme": low if numbers.get("direction") == "down" else high}
        case "flatline":
            return _held(place, access)
        case "variance":
            return {"residual": "noise" if (np.abs(access.noise(*place.rows)) > 0).any() else "median"}
        case "pattern":
            return _pattern(place, access)
        case "correlation":
            return _regression(place, series)
    return {}


def _interval(place: Place, access: Access) -> tuple[int, int]:
    start = access.time_of(place.footprint[0])
    late = place.shape["kind"] == "timestamps" and chosen(place.shape, "fault") == "offset"
    last = offset_time(access, place.rows[1] - 1) if late else access.time_of(place.footprint[1] - 1)
    return start, last + 1


def _realise(place: Place, series: _Series) -> Anomaly:
    access = series.access
    start, end = place.rows
    _, mean, deviation = moments(access.values(max(0, start - AROUND), min(access.rows, end + AROUND)))
    ramp = place.shape.get("ramp", {"in": 0, "out": 0})
    numbers = {
        "rows": end - start,
        "length": place.length,
        **_strength(place, deviation, series),
        "rampIn": math.floor(ramp["in"] * (end - start)),
        "rampOut": 0 if chosen(place.shape, "persists") is True else math.floor(ramp["out"] * (end - start)),
        "localMean": 0.0 if math.isnan(mean) else mean,
        "localDeviation": deviation,
        "effect": None,
    }
    numbers |= _measured(place, numbers, series)
    first, last = _interval(place, access)
    anomaly = Anomaly(place.id, place.injection, access.name, place.rows, first, last, place.shape, numbers, place.seed, None, place.number, place.note)
    if anomaly.kind in ("missing", "timestamps"):
        return anomaly
    clean = access.values(start, end)
    change = np.abs(effect(anomaly, access, series.others, start, end, clean) - clean)
    change = change[~np.isnan(change)]
    numbers["effect"] = float(change.max()) if len(change) else 0.0
    if deviation != 0:
        anomaly.severity = numbers["effect"] / deviation
    return anomaly


def realise(injections: list[dict], access: Access, seed: int, others: Others, labels=()) -> list[Anomaly]:
    """The anomalies of one series in order of rows. Raises LabError."""
    series = _Series(access, others)
    return [_realise(place, series) for place in place_anomalies(injections, access, seed, labels)]


def absent_rows(anomalies: list[Anomaly]) -> list[tuple[int, int]]:
    """Stretches of rows that are left out."""
    return sorted(anomaly.rows for anomaly in anomalies if is_absent(anomaly.requested))
