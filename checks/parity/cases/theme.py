"""Puts series, each with its own steps and labels, into one recipe."""

import json
from dataclasses import dataclass, field

from reference.recipe import microseconds
from reference.utc import Zone

S, MIN, H, DAY = 1_000_000, 60_000_000, 3_600_000_000, 86_400_000_000
NONE = None
_PHASES = ("utc", "duplicates", "cleaning", "resample")


def time_text(time: int) -> str:
    """An ISO time without a zone, with microseconds where there are any."""
    from datetime import datetime, timedelta

    return (datetime(1970, 1, 1) + timedelta(microseconds=time)).isoformat(sep=" ")


def regular(start: str, step: int, values: list) -> list[tuple[int, float | None]]:
    """A row for each value, a step apart."""
    first = microseconds(start)
    return [(first + place * step, value) for place, value in enumerate(values)]


def at(start: str, step: int, pairs: list[tuple[float, float | None]]) -> list[tuple[int, float | None]]:
    """Rows at so many steps after the start."""
    first = microseconds(start)
    return [(first + round(place * step), value) for place, value in pairs]


def utc(nonexistent="shift", ambiguous="infer", undecided="earlier") -> dict:
    return {"utc": {"nonexistent": nonexistent, "ambiguous": ambiguous, "undecided": undecided}}


def duplicates(keep="first") -> dict:
    return {"duplicates": {"keep": keep}}


def missing(fill="linear", sentinels=(), **more) -> dict:
    return {"missing": {"sentinels": list(sentinels), "fill": fill, **more}}


def outliers(rule="zscore", threshold=3, then="flag", protect=True, **more) -> dict:
    return {"outliers": {"rule": rule, "threshold": threshold, "then": then, "protect": protect, **more}}


def resample(every="source", how="mean", empty="linear", **more) -> dict:
    return {"resample": {"every": every, "with": how, "empty": empty, **more}}


@dataclass
class Theme:
    """What one file of spec/parity holds."""

    name: str
    about: str
    zones: dict[str, Zone] = field(default_factory=dict)
    runs: list["Run"] = field(default_factory=list)

    def run(self, about: str | None = None, **more) -> "Run":
        self.runs.append(Run(self, about, **more))
        return self.runs[-1]


@dataclass
class Run:
    """One recipe. `same`: steps for all series, in place of steps of their own. `refused`: it is expected to be refused."""

    theme: Theme
    about: str | None = None
    same: list[dict] | None = None
    refused: bool = False
    #: Whether the rows before a resample step are expected too.
    both: bool = False
    files: dict[str, list[str]] = field(default_factory=dict)
    sources: list[dict] = field(default_factory=list)
    annotations: list[dict] = field(default_factory=list)
    phases: dict[str, list[dict]] = field(default_factory=lambda: {phase: [] for phase in _PHASES})

    def series(self, name: str, rows: list[tuple[int, float | None]], *steps: dict, labels: list[tuple] = (), zone: str = "UTC") -> None:
        """Rows in the order of the file; labels as (start, end, type) in microseconds UTC."""
        file = f"{name}.csv"
        self.files[file] = ["timestamp,value", *(f"{time_text(time)},{'' if value is None else repr(value)}" for time, value in rows)]
        self.sources.append({"file": file, "csv": {}, "time": {"zone": zone}})
        for number, (start, end, kind) in enumerate(labels):
            ends = {"start": _instant(start), "end": _instant(end)}
            self.annotations.append({"id": f"{name}-{number + 1}", "series": file, **ends, "type": kind, "shape": "point" if end - start == 1 else "window", "origin": "manual"})
        for step in steps:
            self._add(step, file)

    def _add(self, step: dict, file: str) -> None:
        """Steps that stand alone among their kind are shared by series that ask for the same."""
        kind = next(iter(step))
        phase = kind if kind in self.phases else "cleaning"
        if phase != "cleaning":
            for one in self.phases[phase]:
                if one[kind] == step[kind]:
                    one["for"].append(file)
                    return
        self.phases[phase].append({**step, "for": [file]})

    def recipe(self) -> dict:
        steps = self.same if self.same is not None else [step for phase in _PHASES for step in self.phases[phase]]
        zones = list(dict.fromkeys(source["time"]["zone"] for source in self.sources))
        export = {"partition": [], "raw": False, **({"stages": ["clean", "resampled"]} if self.both else {}), **({"accept": [f"zone {', '.join(zones)}"]} if len(zones) > 1 else {})}
        return {"recipe": 1, "name": f"Parity: {self.theme.name}", "sources": self.sources, "annotations": self.annotations, "steps": json.loads(json.dumps(steps)), "export": export}


def _instant(time: int) -> str:
    return time_text(time).replace(" ", "T") + "Z"
