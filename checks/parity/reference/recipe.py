"""A whole recipe on the texts of its files: the rows of each stage, the counts of each step, and what is left of each label."""

from dataclasses import replace
from datetime import datetime, timedelta
from math import inf

from . import duplicates, labels, missing, outliers, resample, utc
from .duplicates import Refused
from .series import UNITS, Label, Row, Series, duration, is_for, kind_of, with_defaults
from .utc import Zone

_EPOCH = datetime(1970, 1, 1)
_ORDER = {"utc": 0, "duplicates": 1, "missing": 2, "outliers": 2, "resample": 3}


def microseconds(text: str) -> int:
    """Of an ISO time, local or with Z."""
    return (datetime.fromisoformat(text.removesuffix("Z")) - _EPOCH) // timedelta(microseconds=1)


def read(lines: list[str]) -> list[Row]:
    """Rows of a file with the columns timestamp and value."""
    cells = [line.split(",") for line in lines[1:]]
    return [Row(microseconds(time), float(value) if value else None) for time, value in cells]


def _refuse(recipe: dict, series: list[Series]) -> None:
    """What is refused before a run."""
    on = [step for step in recipe["steps"] if not step.get("off")]
    order = [_ORDER[kind_of(step)] for step in on]
    if order != sorted(order):
        raise Refused("recipe-order")
    for one in series:
        its = [kind_of(step) for step in on if is_for(step, one.name)]
        if any(its.count(kind) > 1 for kind in ("utc", "duplicates", "resample")):
            raise Refused("recipe-order")
        if one.zone != "UTC" and "utc" not in its:
            raise Refused("recipe-order")
    for step in on:
        _refuse_options(kind_of(step), step[kind_of(step)])


def _refuse_options(kind: str, options: dict) -> None:
    """What no step may be asked for, beside what the schema of recipes says."""
    window, every = options.get("window"), options.get("every", "source")
    wrong = options.get("min", -inf) > options.get("max", inf)
    wrong |= "longest" in options and duration(options["longest"]) == 0
    wrong |= every != "source" and not UNITS["s"] <= duration(every) <= UNITS["w"]
    if window is not None:
        wrong |= window % 2 == 0 or window < outliers.fewest(options["rule"], outliers.exact(options["threshold"]))
        wrong |= options["rule"] != "zscore" and window > 1001
    if wrong:
        raise Refused("recipe-value")


def run(recipe: dict, files: dict[str, list[str]], zones: dict[str, Zone]) -> dict:
    """What must come. Raises Refused."""
    recipe = {**recipe, "steps": [with_defaults(step) for step in recipe["steps"]]}
    every = [_read_series(recipe, source, files) for source in recipe["sources"]]
    _refuse(recipe, every)
    steps: list[dict] = [{} for _ in recipe["steps"]]
    stages: dict[str, dict] = {"clean": {}, "resampled": {}}
    left = {}
    for series in every:
        _run_series(recipe, series, zones, steps, stages, left)
    resampled = any("resample" in step and not step.get("off") for step in recipe["steps"])
    wanted = recipe["export"].get("stages", ["resampled" if resampled else "clean"])
    return {"rows": {stage: stages[stage] for stage in wanted}, "steps": steps, "labels": left}


def _read_series(recipe: dict, source: dict, files: dict[str, list[str]]) -> Series:
    its = [Label(one["id"], one["series"], microseconds(one["start"]), microseconds(one["end"]), one["type"]) for one in recipe.get("annotations", []) if one["series"] == source["file"]]
    return Series(source["file"], source["time"].get("zone", "UTC"), read(files[source["file"]]), its)


def _run_series(recipe: dict, series: Series, zones: dict[str, Zone], steps: list[dict], stages: dict, left: dict) -> None:
    resamples = any("resample" in step and not step.get("off") for step in recipe["steps"])
    back: int | None = None
    filling = clean = None
    covered: list[list[int]] = []

    def cover() -> None:
        covered.append([len(labels.covered(label, series.rows)) for label in series.labels])

    cover()
    for place, step in enumerate(recipe["steps"]):
        kind = kind_of(step)
        options, rows_in, counts = step[kind], len(series.rows), None
        if kind != "utc" and back is None:
            back, series.rows = duplicates.backward(series.rows), duplicates.in_order(series.rows)
        if not is_for(step, series.name):
            pass
        elif kind == "utc":
            series.rows, counts = utc.to_utc(series.rows, zones.get(series.zone), options)
            # Labels are in UTC: what they cover of local times is what they cover once these are moments.
            covered = [] if series.zone != "UTC" else covered
        elif kind == "duplicates":
            series.rows, counts = duplicates.one_for_each_time(series.rows, options, back)
        elif kind == "missing":
            counts = missing.treat(series, options)
            filling = options if options["fill"] in ("linear", "forward") else filling
        elif kind == "outliers":
            counts = outliers.treat(series, options)
        elif kind == "resample":
            clean, series.resampled_by = series.rows, place
            counts = resample.treat(series, options, filling)
        # A series that has no rows left is not counted.
        if counts is not None and rows_in > 0:
            steps[place][series.name] = {"rowsIn": rows_in, "rowsOut": len(series.rows), "counts": counts}
        cover()
    covered = covered[:1] * (len(recipe["steps"]) + 1 - len(covered)) + covered
    series.rows = duplicates.in_order(series.rows)
    _tell(series, series.rows if clean is None else clean, resamples, stages, left, covered)


def _tell(series: Series, clean: list[Row], resamples: bool, stages: dict, left: dict, covered: list[list[int]]) -> None:
    intervals = []
    for at, label in enumerate(series.labels):
        interval = labels.kept(label, series, clean)
        mine = None if interval is None else replace(label, start=interval[0], end=interval[1])
        rows = [] if mine is None else labels.covered(mine, series.rows)
        if mine is not None:
            intervals.append(mine)
        by_step = [count[at] for count in covered]
        if series.resampled_by is not None:
            # After resampling it is buckets, and stays so.
            by_step[series.resampled_by + 1 :] = [len(rows)] * (len(by_step) - series.resampled_by - 1)
        left[label.id] = {"first": rows[0].time if rows else None, "last": rows[-1].time if rows else None, "rows": len(rows), "byStep": by_step}
    if resamples:
        stages["clean"][series.name] = [_row(row, row.outlier, series.labels) for row in clean]
        stages["resampled"][series.name] = [_row(row, int(row.value is not None) if row.observations is None else row.observations, intervals) for row in series.rows]
    else:
        stages["clean"][series.name] = [_row(row, row.outlier, intervals) for row in clean]


def _row(row: Row, mark: bool | int, intervals: list[Label]) -> list:
    its = labels.owner(row.time, intervals)
    return [row.time, row.value, row.filled, mark, its.id if its else None]
