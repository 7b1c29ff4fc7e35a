"""Rows of a series, and which steps and labels are its own."""

import re
from dataclasses import dataclass, replace

UNITS = {"ms": 1_000, "s": 1_000_000, "min": 60_000_000, "h": 3_600_000_000, "d": 86_400_000_000, "w": 604_800_000_000}


@dataclass(frozen=True)
class Row:
    """A row: time in microseconds (before `utc` a local one), value or None, and its marks. `observations` of a bucket."""

    time: int
    value: float | None
    filled: bool = False
    outlier: bool = False
    observations: int | None = None

    def but(self, **changes) -> "Row":
        return replace(self, **changes)


@dataclass(frozen=True)
class Label:
    """The rows at start <= time < end are labelled."""

    id: str
    series: str
    start: int
    end: int
    type: str

    def covers(self, time: int) -> bool:
        return self.start <= time < self.end


@dataclass
class Series:
    """A series as it goes through the steps."""

    name: str
    zone: str
    rows: list[Row]
    labels: list[Label]
    #: Of a series that a resample step has put into buckets: their length, and the start of one of them.
    every: int | None = None
    origin: int = 0
    rule: str | float = "any"
    #: Place of that step in the recipe.
    resampled_by: int | None = None

    def labelled(self, time: int) -> bool:
        return any(label.covers(time) for label in self.labels)


def duration(text: str) -> int:
    """Microseconds of "1.5h"."""
    number, unit = re.fullmatch(r"([0-9.]+) ?([a-z]+)", text).groups()
    whole, _, part = number.partition(".")
    scale = 10 ** len(part)
    return int(whole + part) * UNITS[unit] // scale


def is_for(step: dict, name: str) -> bool:
    """Whether a step is on, and for the series of this name."""
    if step.get("off"):
        return False
    if "for" not in step:
        return True
    return any(re.fullmatch(_pattern(one), name) for one in step["for"])


def _pattern(text: str) -> str:
    return "".join(".*" if sign == "*" else "." if sign == "?" else re.escape(sign) for sign in text)


_DEFAULTS = {
    "utc": {"nonexistent": "shift", "ambiguous": "infer", "undecided": "earlier"},
    "duplicates": {"keep": "first"},
    "missing": {"sentinels": [], "fill": "linear"},
    "outliers": {"rule": "zscore", "threshold": 3, "then": "flag", "protect": True},
    "resample": {"every": "source", "with": "mean", "empty": "linear"},
}


def with_defaults(step: dict) -> dict:
    """A step with what its options are where they are absent."""
    kind = kind_of(step)
    return {**step, kind: {**_DEFAULTS[kind], **step[kind]}}


def kind_of(step: dict) -> str:
    return next(key for key in step if key not in ("off", "for"))
