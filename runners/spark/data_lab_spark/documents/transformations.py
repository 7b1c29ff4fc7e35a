"""The steps of a run with their options, and what they did to the rows and labels of each series."""

import math

from ..follow import Ran
from ..measure.moments import Moments
from ..measure.statistics import Statistics
from ..steps.plan import is_for, kind_of
from ..steps.step import Counts
from .anomalies import instant
from .describe import describe
from .labels import Followed, effects
from .notes import Known, resample_notes

_UTC = ("converted", "nonexistent", "ambiguous", "undecided", "displaced", "dropped")
_ROWS = ("rowsIn", "rowsOut")


def transformations(ran: Ran, labels: list[Followed]) -> list[dict]:
    """Each step of the recipe in its order, those that are off too."""
    made = []
    for index, (step, effect) in enumerate(zip(ran.recipe["steps"], effects(ran, labels))):
        kind = kind_of(step)
        off = step.get("off") is True
        series = [] if off else _utc_counts(ran, step) if kind == "utc" else _counts(ran, index)
        counts = _total([counts for _, counts in series])
        made.append(
            {
                "index": index,
                "kind": kind,
                "off": off,
                "parameters": step[kind],
                "rowsIn": counts.pop("rowsIn", 0),
                "rowsOut": counts.pop("rowsOut", 0),
                "counts": counts,
                "series": [_series_entry(name, its) for name, its in series],
                "statistics": [] if off else _utc_statistics(ran, step) if kind == "utc" else _statistics(ran, index),
                "labels": effect,
                "sentence": "off" if off else describe(kind, counts),
                "warnings": _notes(ran, index) if kind == "resample" and not off else [],
            }
        )
    return made


def _series_entry(name: str, counts: Counts) -> dict:
    return {"series": name, "rowsIn": counts["rowsIn"], "rowsOut": counts["rowsOut"], "counts": {key: value for key, value in counts.items() if key not in _ROWS}}


def _total(series: list[Counts]) -> Counts:
    """Sums, and the greatest of what is a length of time (names that end in `Us`)."""
    total: Counts = {}
    for counts in series:
        for name, count in counts.items():
            total[name] = max(total.get(name, 0), count) if name.endswith("Us") else total.get(name, 0) + count
    return total


def _counts(ran: Ran, index: int) -> list[tuple[str, Counts]]:
    found = [(one.name, told.counts.get(index)) for one, told in zip(ran.passes.job.series, ran.told)]
    return [(name, counts) for name, counts in found if counts and counts["rowsIn"] > 0]


def _utc_counts(ran: Ran, step: dict) -> list[tuple[str, Counts]]:
    """Of each series that the step is for; one that is in UTC stays as it is."""
    found = []
    for one, told in zip(ran.passes.job.series, ran.told):
        local, rows = ran.passes.local.get(one.name), told.statistics[0].rows
        rows_in = local.before.rows if local else rows
        if not is_for(step, one.name) or rows_in == 0:
            continue
        counts = {"rowsIn": rows_in, "rowsOut": rows, **dict.fromkeys(_UTC, 0)}
        if local:
            counts |= {"converted": rows, **local.changed, "dropped": rows_in - rows}
        found.append((one.name, counts))
    return found


def _utc_statistics(ran: Ran, step: dict) -> list[dict]:
    made = []
    for one, told in zip(ran.passes.job.series, ran.told):
        local, after = ran.passes.local.get(one.name), told.statistics[0]
        before = local.before if local else after
        if is_for(step, one.name) and before.rows:
            made.append({"series": one.name, "before": row_statistics(before, local is not None), "after": row_statistics(after)})
    return made


def _statistics(ran: Ran, index: int) -> list[dict]:
    made = []
    for one, told in zip(ran.passes.job.series, ran.told):
        place = next((place for place, step in enumerate(ran.passes.job.steps[one.place]) if step.index == index), None)
        if place is not None and told.statistics[place].rows:
            before, after = told.statistics[place], told.statistics[place + 1]
            made.append({"series": one.name, "before": row_statistics(before), "after": row_statistics(after)})
    return made


def row_statistics(found: Statistics, local: bool = False) -> dict:
    """`local`: times are written without Z."""

    def time(us: int | None) -> str | None:
        return None if us is None else instant(us).removesuffix("Z") if local else instant(us)

    return {
        "rows": found.rows,
        "timestamp": {"first": time(found.first), "last": time(found.last)},
        "value": _numbers(found.values, found.rows),
        "observations": None if found.observations is None else _numbers(found.observations, found.rows),
        "outlier": found.outliers if found.observations is None else None,
        "filled": found.filled,
    }


def _numbers(found: Moments, rows: int) -> dict:
    known = {"min": found.low, "max": found.high, "mean": found.mean, "sd": found.sd}
    return {"count": found.count, "missing": rows - found.count, **{key: value + 0.0 if math.isfinite(value) else None for key, value in known.items()}}


def _notes(ran: Ran, index: int) -> list[str]:
    known = []
    for one, told in zip(ran.passes.job.series, ran.told):
        counts = told.counts.get(index)
        if counts and counts["rowsIn"] > 0:
            known.append(Known(one.name, counts["rowsIn"], counts["usualUs"], [(label.start, label.end) for label in one.labels]))
    return resample_notes(ran.recipe["steps"], index, known)
