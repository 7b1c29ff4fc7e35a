"""Limits of outliers from the window of rows around each row; spec/steps.md, "outliers"."""

import numpy as np

MAD = 1.4826
MEAN_DEVIATION = 1.253314
#: Numbers that are held at a time.
_CELLS = 1 << 22


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
    mean = off.sum(axis=1) / count
    squares = np.where(there, (off - mean[:, None]) ** 2, 0).sum(axis=1)
    lowest, highest = np.nanmin(np.where(there, views, np.inf), axis=1), np.nanmax(np.where(there, views, -np.inf), axis=1)
    sd = np.where((count < 2) | (lowest >= highest), np.nan, np.sqrt(squares / (count - 1)))
    centre = origin[:, 0] + mean
    # Compared where nothing is lost: the row's own value is the origin.
    found = np.abs(mean) > threshold * sd
    return found, np.where(sd > 0, centre - threshold * sd, np.nan), np.where(sd > 0, centre + threshold * sd, np.nan)


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
