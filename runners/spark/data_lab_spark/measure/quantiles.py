"""Exact quantiles of all finite values of a series, in passes over its pieces: by the digits of their bit patterns."""

import math

import numpy as np

#: Values of the bins in which ranks lie are collected where there are at most so many.
FEW = 200_000
_BITS = 16


def _keys(values: np.ndarray) -> np.ndarray:
    """Whole numbers in the order of the values."""
    bits = np.where(values == 0, 0.0, values).view(np.int64)
    return np.where(bits < 0, ~bits, bits | np.int64(-(2**63))).view(np.uint64)


def _value(key: int) -> float:
    bits = (key & ~(1 << 63)) if key >> 63 else ~key & (2**64 - 1)
    return float(np.array([bits], np.uint64).view(np.float64)[0])


class Quantiles:
    """Quantiles `at` by linear interpolation (type 7). `around`: of the distances from this number, without sign."""

    def __init__(self, at: tuple[float, ...], around: float | None = None):
        self.at, self.around = at, around
        self.count: int | None = None
        self.low = self.high = math.nan
        #: Of each bin that is looked into: its first digits, how many digits, and how many values are below it.
        self.bins: dict[int, int] = {0: 0}
        self.digits = 0
        self.collect = False
        self.ranks: list[int] = []
        self.found: dict[int, float] = {}
        self.done = False

    def _values(self, values: np.ndarray) -> np.ndarray:
        there = values[np.isfinite(values)]
        return there if self.around is None else np.abs(there - self.around)

    def gather(self, values: np.ndarray):
        there = self._values(values)
        keys = _keys(there)
        extent = (float(there.min()), float(there.max())) if len(there) else (math.inf, -math.inf)
        wanted = {}
        for prefix in self.bins:
            mine = keys if self.digits == 0 else keys[keys >> np.uint64(64 - _BITS * self.digits) == np.uint64(prefix)]
            if self.collect:
                wanted[prefix] = np.sort(mine)
            else:
                shift = np.uint64(64 - _BITS * (self.digits + 1))
                digit, counts = np.unique((mine >> shift) & np.uint64(2**_BITS - 1), return_counts=True)
                wanted[prefix] = (digit.astype(np.uint32), counts.astype(np.int64))
        return len(there), extent, wanted

    def conclude(self, parts) -> None:
        if self.count is None:
            self.count = sum(part[0] for part in parts)
            self.low = min(part[1][0] for part in parts)
            self.high = max(part[1][1] for part in parts)
            places = [(self.count - 1) * p for p in self.at] if self.count else []
            self.ranks = sorted({rank for place in places for rank in (math.floor(place), math.ceil(place))})
        if self.count == 0:
            self.done = True
            return
        if self.collect:
            for prefix, below in self.bins.items():
                keys = np.sort(np.concatenate([part[2][prefix] for part in parts]))
                for rank in self.ranks:
                    if below <= rank < below + len(keys):
                        self.found[rank] = _value(int(keys[rank - below]))
            self.done = True
            return
        bins, most = {}, 0
        for prefix, below in self.bins.items():
            counts = np.zeros(2**_BITS, np.int64)
            for part in parts:
                digit, count = part[2][prefix]
                counts[digit] += count
            ends = below + np.cumsum(counts)
            for rank in self.ranks:
                if below <= rank < ends[-1]:
                    digit = int(np.searchsorted(ends, rank, "right"))
                    bins[prefix << _BITS | digit] = int(ends[digit] - counts[digit])
                    most += int(counts[digit])
        self.bins = bins
        self.digits += 1
        if self.digits * _BITS == 64:
            for prefix, below in bins.items():
                following = min((other for other in bins.values() if other > below), default=self.count)
                for rank in self.ranks:
                    if below <= rank < following:
                        self.found[rank] = _value(prefix)
            self.done = True
        self.collect = most <= FEW

    def values(self) -> list[float]:
        """The quantiles, NaN of no values."""
        out = []
        for p in self.at:
            if not self.count:
                out.append(math.nan)
                continue
            place = (self.count - 1) * p
            low = self.found[math.floor(place)]
            high = self.found[math.ceil(place)]
            share = place - math.floor(place)
            step = high - low
            out.append(low + step * share if math.isfinite(step) else low * (1 - share) + high * share)
        return out
