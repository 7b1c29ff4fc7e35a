"""spec/steps.md, "outliers": values that stand out."""

from fractions import Fraction

from .exact import above, double, exact, mean, median, on_line, quantile, root, variance
from .series import Row, Series

MAD = Fraction("1.4826")
MEAN_DEVIATION = Fraction("1.253314")


class Limits:
    """Between what values one is no outlier, by a rule over some values. Without limits none is."""

    def __init__(self, rule: str, threshold: Fraction, values: list[Fraction]):
        self.threshold = threshold
        self.no_width = self.mean_deviation = False
        #: Centre below and centre above; how far from them, squared for a standard deviation.
        self.centres: tuple[Fraction, Fraction] | None = None
        self.spread = self.spread_squared = None
        if len(set(values)) < 2:
            return
        if rule == "zscore":
            self.centres = (mean(values),) * 2
            self.spread_squared = variance(values)
        elif rule == "iqr":
            q1, q3 = quantile(values, Fraction(1, 4)), quantile(values, Fraction(3, 4))
            self.quartiles = (q1, q3)
            self.no_width = q1 == q3
            if q1 < q3:
                self.centres, self.spread = (q1, q3), q3 - q1
        else:
            centre = median(values)
            away = [abs(value - centre) for value in values]
            self.mean_deviation = median(away) == 0
            self.centres = (centre, centre)
            self.spread = MEAN_DEVIATION * mean(away) if self.mean_deviation else MAD * median(away)

    def finds(self, value: Fraction) -> bool:
        if self.centres is None:
            return False
        low, high = self.centres
        distance = max(low - value, value - high)
        if distance <= 0:
            return False
        if self.spread_squared is not None:
            return above(distance**2, self.threshold**2 * self.spread_squared)
        return above(distance, self.threshold * self.spread)

    def nearer(self, value: Fraction) -> float:
        """The limit on the side of an outlier."""
        spread = self.spread if self.spread_squared is None else root(self.spread_squared)
        low, high = self.centres
        return double(high + self.threshold * spread if value > high else low - self.threshold * spread)


def fewest(rule: str, threshold: Fraction) -> int:
    """Of how many values, at least, one can be an outlier."""
    if rule == "zscore":
        n = 2
        while Fraction(n - 1) ** 2 <= threshold**2 * n:
            n += 1
        return n
    if rule == "iqr":
        # One value far from others that are equal, or all but equal, lies furthest: with two values half a width beyond the nearer quartile, with three one, with four three.
        return 2 + sum(threshold >= reach for reach in (Fraction(1, 2), 1, 3))
    # Two values are both half their distance from the median, and so is the MAD; of three the MAD can be as small as one likes.
    return 2 if threshold * MAD < 1 else 3


def treat(series: Series, options: dict) -> dict:
    """Changes the rows of a series; gives the counts."""
    rows, rule, threshold = series.rows, options["rule"], exact(options["threshold"])
    window, then = options.get("window"), options["then"]
    values = _values(rows)
    counts = dict(found=0, protected=0, changed=0, constant=0, short=0, meanDeviation=0, noWidth=0)
    counts["constant"] = int(len(set(values)) == 1)
    counts["short"] = int(len(set(values)) > 1 and len(values) < fewest(rule, threshold))
    whole = Limits(rule, threshold, values)
    limits = [whole if window is None else Limits(rule, threshold, _values(_around(rows, place, window))) for place in range(len(rows))]
    if window is None:
        counts["meanDeviation"], counts["noWidth"] = int(whole.mean_deviation), int(whole.no_width)
    else:
        _count_narrow(rows, limits, counts)
    found = [row.value is not None and its.finds(exact(row.value)) for row, its in zip(rows, limits)]
    protected = [it and options["protect"] and series.labelled(row.time) for row, it in zip(rows, found)]
    counts["found"], counts["protected"] = sum(found), sum(protected)
    good = [place for place, row in enumerate(rows) if row.value is not None and not found[place]]
    left = []
    for place, row in enumerate(rows):
        if not found[place] or protected[place]:
            left.append(row)
            continue
        if then == "remove":
            counts["changed"] += 1
            continue
        value = row.value
        if then == "clip":
            value = limits[place].nearer(exact(value))
        elif then == "interpolate":
            value = _between(rows, good, place)
        counts["changed"] += value != row.value
        left.append(row.but(value=value, outlier=True))
    series.rows = left
    return counts


def _values(rows: list[Row]) -> list[Fraction]:
    return [exact(row.value) for row in rows if row.value is not None]


def _around(rows: list[Row], place: int, window: int) -> list[Row]:
    half = (window - 1) // 2
    return rows[max(0, place - half) : place + half + 1]


def _count_narrow(rows: list[Row], limits: list[Limits], counts: dict) -> None:
    """Rows whose window's values give no usual width though they lie beside its middle."""
    for row, its in zip(rows, limits):
        if row.value is None:
            continue
        value = exact(row.value)
        if its.no_width:
            q1, q3 = its.quartiles
            counts["noWidth"] += value < q1 or value > q3
        if its.mean_deviation:
            counts["meanDeviation"] += value != its.centres[0]


def _between(rows: list[Row], good: list[int], place: int) -> float | None:
    """The value on the line between the nearest values that are no outliers; at an end the nearest one; where there is none its own."""
    before = max((one for one in good if one < place), default=None)
    after = min((one for one in good if one > place), default=None)
    if before is None and after is None:
        return rows[place].value
    if before is None or after is None:
        return rows[after if before is None else before].value
    return on_line(rows[place].time, rows[before].time, rows[before].value, rows[after].time, rows[after].value)
