"""spec/steps.md, "missing": rows without a value, with a sentinel, or out of range."""

from .exact import on_line
from .series import Row, Series, duration


def _why(row: Row, options: dict) -> str | None:
    if row.value is None:
        return "missing"
    if row.value in options.get("sentinels", []):
        return "sentinel"
    if row.value < options.get("min", row.value) or row.value > options.get("max", row.value):
        return "outOfRange"
    return None


def treat(series: Series, options: dict) -> dict:
    """Changes the rows of a series; gives the counts."""
    rows = series.rows
    why = [_why(row, options) for row in rows]
    good = [place for place, reason in enumerate(why) if reason is None]
    counts = {reason: why.count(reason) for reason in ("missing", "sentinel", "outOfRange")}
    counts |= dict(filled=0, dropped=0, left=0, longestGapUs=0, labelled=0)
    counts["longestGapUs"] = max((rows[b].time - rows[a].time for a, b in zip(good, good[1:])), default=0)
    left = []
    for place, row in enumerate(rows):
        if why[place] is None:
            left.append(row)
        elif options["fill"] == "drop":
            counts["dropped"] += 1
            counts["labelled"] += series.labelled(row.time)
        else:
            value = _fill(rows, good, place, options)
            counts["filled" if value is not None else "left"] += 1
            left.append(row.but(value=value, filled=row.filled or value is not None))
    series.rows = left
    return counts


def _fill(rows: list[Row], good: list[int], place: int, options: dict) -> float | None:
    """The value of a missing row, None where it stays without one."""
    before = max((one for one in good if one < place), default=None)
    after = min((one for one in good if one > place), default=None)
    fill = options["fill"]
    if fill == "leave" or before is None or (fill == "linear" and after is None):
        return None
    gap = rows[len(rows) - 1 if after is None else after].time - rows[before].time
    if "longest" in options and gap > duration(options["longest"]):
        return None
    if fill == "forward":
        return rows[before].value
    return on_line(rows[place].time, rows[before].time, rows[before].value, rows[after].time, rows[after].value)
