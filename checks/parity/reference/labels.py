"""spec/steps.md, "What a step does to labels": what is left of each."""

from fractions import Fraction

from .series import Label, Row, Series


def covered(label: Label, rows: list[Row]) -> list[Row]:
    return [row for row in rows if label.covers(row.time)]


def _keeps(rule: str | float, inside: int, all_rows: int) -> bool:
    if rule == "any":
        return inside > 0
    # The share as it is written: 0.28 is seven of 25.
    return 2 * inside > all_rows if rule == "majority" else inside >= Fraction(str(rule)) * all_rows


def kept(label: Label, series: Series, clean: list[Row]) -> tuple[int, int] | None:
    """The interval of a label after all steps; `clean`: the rows before a resample step, those at the end where there was none."""
    its = covered(label, clean)
    if not its:
        return None
    if series.every is None:
        return its[0].time, its[-1].time + 1
    every = series.every

    def start(time: int) -> int:
        return (time - series.origin) // every * every + series.origin

    def keeps(bucket: int) -> bool:
        rows = [row for row in clean if start(row.time) == bucket]
        return _keeps(series.rule, len(covered(label, rows)), len(rows))

    first, last = start(its[0].time), start(its[-1].time)
    buckets = [bucket for bucket in range(first, last + 1, every) if first < bucket < last or keeps(bucket)]
    there = {row.time for row in series.rows}
    buckets = [bucket for bucket in buckets if bucket in there]
    return (buckets[0], buckets[-1] + every) if buckets else None


def owner(time: int, intervals: list[Label]) -> Label | None:
    """Whose a row is that lies in several: of the one that starts first; of those that start together, of the one that ends first; then of the smaller id."""
    mine = [one for one in intervals if one.covers(time)]
    return min(mine, key=lambda one: (one.start, one.end, one.id)) if mine else None
