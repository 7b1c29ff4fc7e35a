/** The part of the Python script that does the steps. */
import type { StepKind } from '../../recipe/types';
import { outliersPart } from './outliers';

/** What each kind of step needs. */
export const stepsPart: Record<StepKind, string> = {
  utc: String.raw`
# ---- Local times to UTC ---------------------------------------------------------------------------------------------------------


def tell_by_order(t, near, a, b, length):
    """Which rows of a repeated time [a, b) are its later moment: places, or None for those whose order does not tell. near: rows about it, in the order of the file."""
    if not any(a <= t[i] < b for i in near):
        return [], []
    distances = [t[j] - t[i] for i, j in zip(near, near[1:])]
    moving = sorted(abs(d) for d in distances if d)
    usual = None
    if moving:
        middle = len(moving) // 2
        usual = moving[middle] if len(moving) % 2 else (moving[middle - 1] + moving[middle]) / 2
    if sum(np.sign(distances)) < 0:
        near = near[::-1]
    inside = [place for place, i in enumerate(near) if a <= t[i] < b]
    steps = [t[near[q]] - t[near[p]] for p, q in zip(inside, inside[1:])]
    backs = [k for k, d in enumerate(steps, 1) if d < 0]
    stays = [k for k, d in enumerate(steps, 1) if d == 0]
    turn = None
    if len(backs) == 1:
        turn = backs[0]
    elif not backs and len(stays) == 1 and (usual is None or 2 * usual >= length):
        turn = stays[0]
    rows = [near[place] for place in inside]
    if turn is not None:
        return rows[turn:], []
    if backs:
        return [], rows
    first, last = inside[0], inside[-1]
    p = t[near[first - 1]] if first > 0 else None
    q = t[near[last + 1]] if last + 1 < len(near) else None
    t0, t1 = t[near[first]], t[near[last]]

    def fits(distance):
        return distance is not None and usual is not None and abs(distance - usual) <= usual * 0.1

    earlier = fits(None if p is None else t0 - p) + fits(None if q is None else q + length - t1)
    later = fits(None if p is None else t0 + length - p) + fits(None if q is None else q - t1)
    if earlier == later:
        return [], rows
    return (rows, []) if later > earlier else ([], [])


def to_utc(rows, zone, nonexistent, ambiguous, undecided):
    """Local times to UTC; rows keep the order of the file."""
    starts, kinds, offsets, lengths = zone_rules(zone)
    rule = np.searchsorted(starts, rows.t, side="right") - 1
    kind = kinds[rule]
    moment = rows.t - offsets[rule]
    keep = np.ones(len(rows), bool)
    skipped, repeated = kind == SKIPPED, kind == REPEATED
    if nonexistent == "drop":
        keep &= ~skipped
    if ambiguous == "drop":
        keep &= ~repeated
    elif ambiguous == "later":
        moment = moment + np.where(repeated, lengths[rule], 0)
    elif ambiguous == "infer" and repeated.any():
        end, times = -math.inf, rows.t.tolist()
        for place in np.flatnonzero(kinds == REPEATED):
            a, length = int(starts[place]), int(lengths[place])
            b = a + length
            near = np.flatnonzero((rows.t >= max(end, a - DAY)) & (rows.t < b + DAY))
            end = b + DAY
            later, unknown = tell_by_order(times, near.tolist(), a, b, length)
            moment[later] += length
            if undecided == "later":
                moment[unknown] += length
            elif undecided == "drop":
                keep[unknown] = False
    # A row of a skipped time gives way where the series has another at the moment that it would be moved to.
    real = moment[keep & ~skipped]
    keep &= ~(skipped & np.isin(moment, real))
    return Rows(moment, rows.row, rows.value, rows.outlier, rows.filled).take(keep)


def utc(rows, name, nonexistent, ambiguous, undecided):
    zone = ZONE_OF[name]
    return rows if zone == "UTC" else to_utc(rows, zone, nonexistent, ambiguous, undecided)
`,
  duplicates: String.raw`
# ---- One row for each time ------------------------------------------------------------------------------------------------------


def duplicates(rows, name, keep):
    rows = in_order(rows)
    if len(rows) == 0:
        return rows
    starts = np.flatnonzero(np.r_[True, np.diff(rows.t) != 0])
    ends = np.r_[starts[1:], len(rows)]
    chosen = starts.copy()
    value = rows.value.copy()
    for group in np.flatnonzero(ends - starts > 1):
        start, end = starts[group], ends[group]
        there = start + np.flatnonzero(~np.isnan(value[start:end]))
        if keep == "refuse":
            sys.exit(f"Expected one row for each time; {name} has several at {rows.t[start]} microseconds since 1970.")
        if keep == "mean":
            value[start] = mean_of(value[there].tolist()) if len(there) else math.nan
        elif keep == "first":
            chosen[group] = there[0] if len(there) else start
        else:
            chosen[group] = there[-1] if len(there) else end - 1
    return Rows(rows.t, rows.row, value, rows.outlier, rows.filled).take(chosen)
`,
  missing: String.raw`
# ---- Values that are missing ----------------------------------------------------------------------------------------------------


def missing(rows, name, sentinels, low, high, fill, longest):
    """Missing is a row without a value, with a sentinel, or out of range: filled, dropped, or left without a value."""
    rows = in_order(rows)
    gone = np.isnan(rows.value) | np.isin(rows.value, sentinels)
    if low is not None:
        gone |= rows.value < low
    if high is not None:
        gone |= rows.value > high
    if fill == "drop":
        return rows.take(~gone)
    value = np.where(gone, np.nan, rows.value)
    filled = rows.filled.copy()
    if fill != "leave" and gone.any():
        before, after = neighbours(~gone)
        at = np.flatnonzero(gone & (before >= 0))
        end = np.where(after[at] < len(rows), rows.t[np.minimum(after[at], len(rows) - 1)], rows.t[-1])
        if longest is not None:
            at = at[end - rows.t[before[at]] <= longest]
        if fill == "linear":
            at = at[after[at] < len(rows)]
            value[at] = on_line(rows.t, rows.value, before[at], after[at], at)
        else:
            value[at] = rows.value[before[at]]
        filled[at] = True
    return Rows(rows.t, rows.row, value, rows.outlier, filled)
`,
  outliers: outliersPart,
  resample: String.raw`
# ---- Regular buckets of time ----------------------------------------------------------------------------------------------------

WEEK = 604_800_000_000
MAX_BUCKETS = 50_000_000


def usual_buckets(t):
    """The distance above zero that occurs most (of several the smallest), and the first row that another follows at it; None where there is none."""
    distances = np.diff(t)
    kinds, times = np.unique(distances[distances > 0], return_counts=True)
    if len(kinds) == 0:
        return None
    most = int(np.argmax(times))
    every = int(kinds[most])
    if times[most] < 0.1 * times.sum() or every > WEEK or int(t[-1] - t[0]) / every + 1 > 10 * len(t):
        return None
    return every, int(t[np.flatnonzero(distances == every)[0]])


AGGREGATES = {
    "mean": mean_of,
    "median": lambda values: quantile(sorted(values), 0.5),
    "min": min,
    "max": max,
    "sum": total,
    "std": deviation_of,
    "count": lambda values: float(len(values)),
    "first": lambda values: values[0],
    "last": lambda values: values[-1],
}


def as_buckets(rows):
    """Rows that stay as they are: each is a bucket of one value, or of none."""
    if rows.observations is not None:
        return rows
    return Rows(rows.t, rows.row, rows.value, rows.outlier, rows.filled, (~np.isnan(rows.value)).astype(np.int32))


def resample(rows, name, every, origin, aggregate, empty, longest, budget):
    """Buckets [b, b + every) from the first row's to the last row's; every None: the usual step of the series. longest None: three buckets."""
    rows = in_order(rows)
    if len(rows) == 0:
        return as_buckets(rows)
    if every is None:
        found = usual_buckets(rows.t)
        if found is None:
            return as_buckets(rows)
        every, origin = found
    bucket = (rows.t - origin) // every * every + origin
    there = ~np.isnan(rows.value)
    span = int(bucket[-1] - bucket[0]) // every + 1
    on_grid = bool((bucket == rows.t).all()) and bool((np.diff(rows.t) > 0).all()) and aggregate not in ("count", "std")
    if on_grid and span == len(rows) and (empty == "null" or there.all()):
        return as_buckets(rows)
    budget[0] += span
    if empty != "omit" and budget[0] > MAX_BUCKETS:
        sys.exit(f"Expected at most {MAX_BUCKETS} buckets: take longer ones, or leave empty ones out.")
    starts = np.flatnonzero(np.r_[True, np.diff(bucket) != 0])
    ends = np.r_[starts[1:], len(rows)]
    values = rows.value.tolist()
    made, observed, marks = [], [], []
    for start, end in zip(starts.tolist(), ends.tolist()):
        mine = [v for v in values[start:end] if v == v]
        number_ = AGGREGATES[aggregate](mine) if mine or aggregate == "count" else math.nan
        # A sum beyond the doubles is no value.
        made.append(number_ if math.isfinite(number_) else math.nan)
        observed.append(len(mine))
        marks.append(bool(mine) and bool(rows.filled[start:end][there[start:end]].all()))
    t = bucket[starts]
    value, observations, filled = np.array(made), np.array(observed, np.int32), np.array(marks, bool)
    if empty == "omit":
        keep = observations > 0 if aggregate == "count" else ~np.isnan(value)
        return Rows(t[keep], np.zeros(keep.sum(), int), value[keep], np.zeros(keep.sum(), bool), filled[keep], observations[keep])
    place = (t - t[0]) // every
    grid = Rows(
        t[0] + np.arange(span) * every,
        np.zeros(span, int),
        np.full(span, 0.0 if aggregate == "count" else math.nan),
        np.zeros(span, bool),
        np.zeros(span, bool),
        np.zeros(span, np.int32),
    )
    grid.value[place], grid.observations[place] = value, observations
    grid.filled[place] = filled & ~np.isnan(value)
    if aggregate not in ("sum", "count") and empty in ("linear", "forward"):
        limit = 3 * every if longest is None else longest
        has = ~np.isnan(grid.value)
        before, after = neighbours(has)
        at = np.flatnonzero(~has & (before >= 0))
        end = np.where(after[at] < span, grid.t[np.minimum(after[at], span - 1)], grid.t[-1])
        at = at[end - grid.t[before[at]] <= limit]
        if empty == "linear":
            at = at[after[at] < span]
            grid.value[at] = on_line(grid.t, grid.value.copy(), before[at], after[at], at)
        else:
            grid.value[at] = grid.value[before[at]]
        grid.filled[at] = True
    return grid
`,
};
