/** The part of the Python script that holds rows and reckons with them. */

export const rowsPart = String.raw`
# ---- Rows of a series -----------------------------------------------------------------------------------------------------------


@dataclass
class Rows:
    """Microseconds, the number of each row in its file, values (NaN: none), and marks; buckets also have numbers of observations."""

    t: np.ndarray
    row: np.ndarray
    value: np.ndarray
    outlier: np.ndarray
    filled: np.ndarray
    observations: np.ndarray | None = None

    def __len__(self):
        return len(self.t)

    def take(self, which):
        observed = None if self.observations is None else self.observations[which]
        return Rows(self.t[which], self.row[which], self.value[which], self.outlier[which], self.filled[which], observed)


def rows_of(times, numbers, values):
    t = np.array(times, dtype=np.int64)
    value = np.array(values, dtype=np.float64)
    value[~np.isfinite(value)] = np.nan
    return Rows(t, np.array(numbers, dtype=np.int64), value, np.zeros(len(t), bool), np.zeros(len(t), bool))


def in_order(rows):
    """Rows in order of time, those of one time in the order of the file."""
    return rows.take(np.lexsort((rows.row, rows.t)))


SMALLER = 2.0**-64


def total(values):
    """The exact sum, rounded once; an infinity beyond the doubles."""
    try:
        return math.fsum(values)
    except OverflowError:
        try:
            return math.fsum(v * SMALLER for v in values) / SMALLER
        except OverflowError:
            return math.inf


def mean_of(values):
    """The mean, never outside the least and the greatest of its values."""
    try:
        found = math.fsum(values) / len(values)
    except OverflowError:
        found = math.fsum(v * SMALLER for v in values) / len(values) / SMALLER
    return min(max(found, min(values)), max(values))


def deviation_of(values):
    """Deviation of the sample, from deviations from the mean in units of the greatest of them; NaN of one value."""
    if len(values) < 2:
        return math.nan
    low, high = min(values), max(values)
    if low == high:
        return 0.0
    factor = 1.0 if max(high, -low) < 1e290 else SMALLER
    centre = mean_of(values) * factor
    scale = max(high * factor - centre, centre - low * factor)
    parts = [(v * factor - centre) / scale for v in values]
    rest = math.fsum(parts)
    return scale * math.sqrt(max(math.fsum(d * d for d in parts) - rest * rest / len(parts), 0) / (len(parts) - 1)) / factor


def between(low, high, share):
    """A value between two others; weighted where their difference is too great for a double."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.where(np.isfinite(high - low), low + (high - low) * share, low * (1 - share) + high * share)


def quantile(ordered, share):
    """By linear interpolation (Hyndman and Fan 1996, type 7); of numbers in order."""
    place = (len(ordered) - 1) * share
    low = math.floor(place)
    return float(between(ordered[low], ordered[min(low + 1, len(ordered) - 1)], place - low))


def neighbours(has):
    """Of each row the place of the nearest row up to it for which has holds, and of the nearest from it on; -1 and the length for none."""
    places = np.arange(len(has))
    before = np.maximum.accumulate(np.where(has, places, -1)) if len(has) else places
    after = np.minimum.accumulate(np.where(has, places, len(has))[::-1])[::-1] if len(has) else places
    return before, after


def on_line(t, value, before, after, at):
    """Values on the lines in time between the rows before and after some places; the first of two at one time."""
    v0, v1, t0, t1 = value[before], value[after], t[before], t[after]
    share = (t[at] - t0) / np.maximum(t1 - t0, 1)
    return np.where(t1 > t0, between(v0, v1, share), v0)
`;
