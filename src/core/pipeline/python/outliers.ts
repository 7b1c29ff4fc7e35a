/** The part of the Python script that finds values that stand out. */

export const outliersPart = String.raw`
# ---- Values that stand out ------------------------------------------------------------------------------------------------------

MAD, MEAN_DEVIATION = 1.4826, 1.253314


def series_limits(values, rule, threshold):
    """Limits of all values of a series; infinite where they have no width."""
    ordered = sorted(values)
    if rule == "zscore":
        c1 = c2 = mean_of(values)
        spread = deviation_of(values)
    elif rule == "iqr":
        c1, c2 = quantile(ordered, 0.25), quantile(ordered, 0.75)
        spread = c2 - c1
    else:
        c1 = c2 = quantile(ordered, 0.5)
        spread = MAD * quantile(sorted(abs(v - c1) for v in values), 0.5)
        if spread == 0 and ordered[0] < ordered[-1]:
            spread = MEAN_DEVIATION * mean_of([abs(v - c1) for v in values])
    if not spread > 0 or not math.isfinite(c1) or not math.isfinite(c2):
        return -math.inf, math.inf
    return c1 - threshold * spread, c2 + threshold * spread


def ranks(ordered, counts, share):
    """Quantiles of rows of numbers in order, of which the first counts are there."""
    place = (counts - 1) * share
    low = np.maximum(np.floor(place).astype(int), 0)
    high = np.minimum(low + 1, np.maximum(counts - 1, 0))
    lines = np.arange(len(ordered))
    return between(ordered[lines, low], ordered[lines, high], place - low)


def window_moments(value, half):
    """Mean and deviation of the windows around each row: of few rows from deviations from their means, of many from running sums."""
    there = ~np.isnan(value)
    values = value[there].tolist()
    low, high = min(values), max(values)
    factor = 1.0 if max(high, -low) < 1e290 else SMALLER
    centre = mean_of(values) * factor
    scale = max(high * factor - centre, centre - low * factor)
    d = np.where(there, (np.where(there, value, 0) * factor - centre) / scale, 0.0)
    first = np.maximum(np.arange(len(value)) - half, 0)
    last = np.minimum(np.arange(len(value)) + half + 1, len(value))

    def sums(x):
        running = np.r_[np.longdouble(0), np.cumsum(x.astype(np.longdouble))]
        return running[last] - running[first]

    n = sums(there.astype(float)).astype(float)
    if half <= 500:
        mean, sd = np.empty(len(value)), np.empty(len(value))
        for chunk, windows in window_chunks(np.where(there, d, np.nan), half):
            inside = ~np.isnan(windows)
            count = np.maximum(inside.sum(axis=1), 1)
            middle = np.where(inside, windows, 0).sum(axis=1) / count
            apart = np.where(inside, windows - middle[:, None], 0)
            rest = apart.sum(axis=1)
            mean[chunk] = middle + rest / count
            with np.errstate(divide="ignore", invalid="ignore"):
                sd[chunk] = np.sqrt(np.maximum((apart**2).sum(axis=1) - rest**2 / count, 0) / (count - 1))
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = (sums(d) / n).astype(float)
            sd = np.sqrt(np.maximum((sums(d * d) - sums(d) ** 2 / n) / (n - 1), 0)).astype(float)
    return (centre + scale * mean) / factor, np.where(n > 1, sd * scale / factor, np.nan)


def window_chunks(value, half):
    """Windows of 2 half + 1 rows around each row, some rows at a time; NaN beyond the ends."""
    padded = np.r_[np.full(half, np.nan), value, np.full(half, np.nan)]
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    size = max(1, 4_000_000 // (2 * half + 1))
    for start in range(0, len(value), size):
        yield slice(start, min(start + size, len(value))), windows[start : start + size]


def window_limits(value, rule, threshold, window):
    """Limits of the window of rows around each row; infinite where its values have no width."""
    half = (window - 1) // 2
    around = pl.Series(value, dtype=pl.Float64).fill_nan(None)
    options = {"window_size": window, "min_samples": 1, "center": True}
    least = around.rolling_min(**options).to_numpy()
    most = around.rolling_max(**options).to_numpy()
    low, high = np.full(len(value), -math.inf), np.full(len(value), math.inf)
    if rule == "zscore":
        mean, spread = window_moments(value, half)
        c1 = c2 = np.clip(mean, least, most)
    else:
        c1, c2, spread = np.empty(len(value)), np.empty(len(value)), np.empty(len(value))
        for chunk, windows in window_chunks(value, half):
            ordered = np.sort(windows, axis=1)
            counts = (~np.isnan(ordered)).sum(axis=1)
            if rule == "iqr":
                c1[chunk], c2[chunk] = ranks(ordered, counts, 0.25), ranks(ordered, counts, 0.75)
                spread[chunk] = c2[chunk] - c1[chunk]
                continue
            centre = ranks(ordered, counts, 0.5)
            c1[chunk] = c2[chunk] = centre
            spread[chunk] = MAD * ranks(np.sort(np.abs(windows - centre[:, None]), axis=1), counts, 0.5)
            # Where the MAD is zero though the values differ, the mean deviation takes its place.
            for line in np.flatnonzero((spread[chunk] == 0) & (value[chunk] != centre) & ~np.isnan(value[chunk])):
                mine = windows[line]
                spread[chunk.start + line] = MEAN_DEVIATION * mean_of(np.abs(mine[~np.isnan(mine)] - centre[line]).tolist())
    known = (least < most) & (spread > 0) & np.isfinite(c1) & np.isfinite(c2)
    low[known] = (c1 - threshold * spread)[known]
    high[known] = (c2 + threshold * spread)[known]
    return low, high


def outliers(rows, name, rule, threshold, window, then, protect):
    """Values outside the limits of their series, or of the window of rows around them, marked or changed; rows in labelled intervals stay as they are."""
    rows = in_order(rows)
    there = ~np.isnan(rows.value)
    values = rows.value[there].tolist()
    if not values or min(values) == max(values):
        return rows
    if window is None:
        low, high = (np.full(len(rows), limit) for limit in series_limits(values, rule, threshold))
    else:
        low, high = window_limits(rows.value, rule, threshold, window)
    found = there & ((rows.value < low) | (rows.value > high))
    change = found.copy()
    if protect:
        for label in LABELS.get(name, ()):
            change &= ~((rows.t >= label["start"]) & (rows.t < label["end"]))
    if then == "remove":
        return rows.take(~change)
    value = rows.value.copy()
    if then == "clip":
        value[change] = np.clip(rows.value, low, high)[change]
    elif then == "interpolate":
        before, after = neighbours(there & ~found)
        at = np.flatnonzero(change & ((before >= 0) | (after < len(rows))))
        lower = np.where(before[at] >= 0, before[at], after[at])
        upper = np.where(after[at] < len(rows), after[at], before[at])
        value[at] = on_line(rows.t, rows.value, lower, upper, at)
    return Rows(rows.t, rows.row, value, rows.outlier | change, rows.filled)
`;
