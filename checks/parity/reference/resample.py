"""spec/steps.md, "resample": regular buckets of time."""

from collections import Counter

from .exact import double, exact, mean, median, on_line, root, variance
from .series import UNITS, Row, Series, duration

MONDAY = 4 * UNITS["d"]


def usual_step(rows: list[Row]) -> tuple[int, int] | None:
    """The distance between neighbouring rows that occurs most, of several the smallest; and the time of the first row that another follows at it."""
    pairs = [(a.time, b.time - a.time) for a, b in zip(rows, rows[1:]) if b.time > a.time]
    if not pairs:
        return None
    often = Counter(step for _, step in pairs)
    step = min(often, key=lambda one: (-often[one], one))
    origin = next(time for time, its in pairs if its == step)
    buckets = (rows[-1].time - origin) // step - (rows[0].time - origin) // step + 1
    if often[step] * 10 < len(pairs) or step > UNITS["w"] or buckets > 10 * len(rows):
        return None
    return step, origin


def treat(series: Series, options: dict, filling: dict | None) -> dict:
    """Puts the rows of a series into buckets; gives the counts. `filling`: the options of the last step `missing` before it that is for the series and fills."""
    rows = series.rows
    usual = usual_step(rows)
    counts = dict(buckets=len(rows), empty=0, filled=0, missing=0, usualUs=usual[0] if usual else 0, everyUs=0)
    if options["every"] == "source":
        every, origin = usual or (None, 0)
    else:
        every = duration(options["every"])
        origin = MONDAY if every == UNITS["w"] else 0
    series.rule = options.get("labels", "any")
    if every is None or not rows:
        counts["empty"] = counts["missing"] = sum(row.value is None for row in rows)
        series.rows = [row.but(observations=int(row.value is not None)) for row in rows]
        return counts
    series.every, series.origin = every, origin
    made = [_bucket(rows, start, every, options) for start in _starts(rows, every, origin)]
    empty = [bucket.value is None or bucket.observations == 0 for bucket in made]
    if options["empty"] == "omit":
        made = [bucket for bucket, is_empty in zip(made, empty) if not is_empty]
    elif options["with"] not in ("sum", "count") and options["empty"] != "null":
        made = _filled(made, options, filling, every)
    counts["empty"] = sum(empty)
    counts["buckets"] = len(made)
    counts["everyUs"] = every
    counts["filled"] = 0 if options["empty"] == "omit" else sum(was and bucket.value is not None and bucket.observations is not None and bucket.filled for was, bucket in zip(empty, made))
    counts["missing"] = sum(bucket.value is None for bucket in made)
    series.rows = made
    return counts


def _starts(rows: list[Row], every: int, origin: int) -> range:
    def start(time: int) -> int:
        return (time - origin) // every * every + origin

    return range(start(rows[0].time), start(rows[-1].time) + 1, every)


def _bucket(rows: list[Row], start: int, every: int, options: dict) -> Row:
    inside = [row for row in rows if start <= row.time < start + every]
    there = [row for row in inside if row.value is not None]
    value = _aggregate(options["with"], [row.value for row in there])
    if options["with"] == "count":
        value = float(len(there))
    # Steps before put in all of its values.
    return Row(start, value, filled=bool(there) and all(row.filled for row in there), observations=len(there))


def _aggregate(how: str, values: list[float]) -> float | None:
    if not values or (how == "std" and len(values) < 2):
        return None
    numbers = [exact(value) for value in values]
    match how:
        case "mean":
            return double(mean(numbers))
        case "median":
            return double(median(numbers))
        case "sum":
            return double(sum(numbers))
        case "std":
            return double(root(variance(numbers)))
        case "min":
            return min(values)
        case "max":
            return max(values)
        case "first":
            return values[0]
    return values[-1]


def _longest(options: dict, filling: dict | None, every: int) -> int:
    """How far a bucket with a value may be from the next one for those between to be filled."""
    if "longest" in options:
        return duration(options["longest"])
    if filling is not None and "longest" in filling:
        return duration(filling["longest"])
    return 3 * every


def _filled(buckets: list[Row], options: dict, filling: dict | None, every: int) -> list[Row]:
    good = [place for place, bucket in enumerate(buckets) if bucket.value is not None]
    longest = _longest(options, filling, every)
    made = []
    for place, bucket in enumerate(buckets):
        before = max((one for one in good if one < place), default=None)
        after = min((one for one in good if one > place), default=None)
        if bucket.value is not None or before is None or (options["empty"] == "linear" and after is None):
            made.append(bucket)
            continue
        a, b = buckets[before], buckets[len(buckets) - 1 if after is None else after]
        if b.time - a.time > longest:
            made.append(bucket)
            continue
        value = a.value if options["empty"] == "forward" else on_line(bucket.time, a.time, a.value, b.time, b.value)
        made.append(bucket.but(value=value, filled=True))
    return made
