"""Limits of outliers from the window of rows around each row; spec/steps.md, "outliers"."""

import math

import numpy as np

from .wide import of_windows

MAD = 1.4826
MEAN_DEVIATION = 1.253314
#: Numbers that are held at a time.
_CELLS = 1 << 22
#: From so many rows on a window's mean and deviation are put together of stretches.
_WIDE = 128
#: Rows whose windows share an origin.
_STRETCH = 1 << 16
#: A value so near to its limit, and a window so narrow beside its distance from the origin, are decided by the window's values alone.
_NEAR, _NARROW = 1e-9, 1e-6


def window_limits(before: np.ndarray, values: np.ndarray, after: np.ndarray, rule: str, threshold: float, window: int):
    """Which rows are outliers, their lower and upper limits (NaN where there are none), and counts of rows. `before` and `after`: the rows beside, at most half a window."""
    half = (window - 1) // 2
    n = len(values)
    low, high, found = np.full(n, np.nan), np.full(n, np.nan), np.zeros(n, bool)
    counts = {"meanDeviation": 0, "noWidth": 0}
    if n == 0:
        return found, low, high, counts
    padded = np.full(n + 2 * half, np.nan)
    padded[half - len(before) : half] = before
    padded[half : half + n] = values
    padded[half + n : half + n + len(after)] = after
    padded[~np.isfinite(padded)] = np.nan
    views = np.lib.stride_tricks.sliding_window_view(padded, window)
    if rule == "zscore" and window >= _WIDE:
        _by_stretches(padded, views, threshold, found, low, high)
        return found & np.isfinite(values), low, high, counts
    at_once = max(1, _CELLS // window)
    limits = _by_moments if rule == "zscore" else _by_quartiles if rule == "iqr" else _by_median
    with np.errstate(all="ignore"):
        for start in range(0, n, at_once):
            part = slice(start, min(n, start + at_once))
            found[part], low[part], high[part] = limits(views[part], values[part], threshold, counts)
    return found & np.isfinite(values), low, high, counts


def _outside(values, low, high):
    return (values < low) | (values > high), low, high


def _by_moments(views, values, threshold, counts):
    there = ~np.isnan(views)
    count = there.sum(axis=1)
    origin = np.where(np.isfinite(values), values, 0)[:, None]
    off = np.where(there, views - origin, 0)
    # By a power of two, so that no square is beyond the doubles or below them.
    scale = np.ldexp(1.0, -np.clip(np.frexp(np.maximum(off.max(axis=1), -off.min(axis=1)))[1], -1000, 1000))
    off *= scale[:, None]
    mean = off.sum(axis=1) / count
    squares = np.where(there, (off - mean[:, None]) ** 2, 0).sum(axis=1)
    lowest, highest = np.nanmin(np.where(there, views, np.inf), axis=1), np.nanmax(np.where(there, views, -np.inf), axis=1)
    sd = np.where((count < 2) | (lowest >= highest), np.nan, np.sqrt(squares / (count - 1)))
    centre, reach = origin[:, 0] + mean / scale, threshold * sd / scale
    # Compared where nothing is lost: the row's own value is the origin.
    found = np.abs(mean) > threshold * sd
    return found, np.where(sd > 0, centre - reach, np.nan), np.where(sd > 0, centre + reach, np.nan)


def _sorted(views):
    """Values of each window in order, what is missing at the end; how many there are."""
    return np.sort(views, axis=1), (~np.isnan(views)).sum(axis=1)


def _at(ordered, rank):
    return np.take_along_axis(ordered, np.clip(rank, 0, ordered.shape[1] - 1)[:, None], axis=1)[:, 0]


def _quantile(ordered, count, p):
    place = (count - 1) * p
    rank = np.floor(place).astype(np.int64)
    low = _at(ordered, rank)
    high = _at(ordered, np.minimum(rank + 1, np.maximum(count - 1, 0)))
    share = place - rank
    step = high - low
    return np.where(np.isfinite(step), low + step * share, low * (1 - share) + high * share)


def _by_quartiles(views, values, threshold, counts):
    ordered, count = _sorted(views)
    q1, q3 = _quantile(ordered, count, 0.25), _quantile(ordered, count, 0.75)
    spread = q3 - q1
    there = np.isfinite(values)
    counts["noWidth"] += int((there & (spread == 0) & ((values < q1) | (values > q3))).sum())
    known = spread > 0
    return _outside(values, np.where(known, q1 - threshold * spread, np.nan), np.where(known, q3 + threshold * spread, np.nan))


def _median(ordered, count):
    low, high = _at(ordered, (count - 1) // 2), _at(ordered, count // 2)
    total = low + high
    return np.where(low == high, low, np.where(np.isfinite(total), total / 2, low / 2 + high / 2))


def _by_median(views, values, threshold, counts):
    ordered, count = _sorted(views)
    median = _median(ordered, count)
    away = np.abs(views - median[:, None])
    far, _ = _sorted(away)
    spread = MAD * _median(far, count)
    varied = _at(ordered, np.zeros(len(count), np.int64)) < _at(ordered, np.maximum(count - 1, 0))
    flat = np.isfinite(values) & (spread == 0) & varied & (values != median)
    mean = np.nansum(away, axis=1) / np.maximum(count, 1)
    spread = np.where(flat, MEAN_DEVIATION * mean, spread)
    counts["meanDeviation"] += int(flat.sum())
    known = (spread > 0) & varied
    return _outside(values, np.where(known, median - threshold * spread, np.nan), np.where(known, median + threshold * spread, np.nan))


def _by_stretches(padded, views, threshold, found, low, high):
    """The same as by moments, for all windows of padded rows, into three arrays."""
    n, window = views.shape
    half = (window - 1) // 2
    at_once = max(_STRETCH, window)
    with np.errstate(all="ignore"):
        for start in range(0, n, at_once):
            part = slice(start, min(n, start + at_once))
            around = padded[start : part.stop + window - 1]
            own = padded[start + half : part.stop + half]
            there = around[np.isfinite(around)]
            if len(there) == 0:
                continue
            origin = np.median(there)
            widest = max(abs(float(there.max()) / 4 - origin / 4), abs(float(there.min()) / 4 - origin / 4))
            scale = 2.0 ** -min(1000, max(-1000, math.frexp(widest)[1])) / 4 if math.isfinite(widest) and widest > 0 else 1.0
            off = around * scale - origin * scale
            found_of = of_windows(off, window)
            sd = np.where((found_of.count < 2) | (found_of.squares == 0), np.nan, np.sqrt(found_of.squares / (found_of.count - 1)))
            away = np.abs(off[half : half + len(own)] - found_of.mean)
            reach = threshold * sd
            found[part] = away > reach
            centre = origin + found_of.mean / scale
            low[part], high[part] = centre - reach / scale, centre + reach / scale
            lost = np.concatenate([[0], np.cumsum(np.isfinite(around) & (off / scale + origin != around))])
            rounded = lost[window:] > lost[:-window]
            unsure = (np.abs(away - reach) <= _NEAR * reach) | (sd < _NARROW * np.abs(found_of.mean)) | (rounded & np.isnan(sd))
            again = start + np.flatnonzero(unsure & np.isfinite(own))
            rows = max(1, _CELLS // window)
            for k in range(0, len(again), rows):
                mine = again[k : k + rows]
                found[mine], low[mine], high[mine] = _by_moments(views[mine], padded[mine + half], threshold, None)
