"""The series of a recipe, and how the rows of a stretch of one are had in a task."""

from dataclasses import dataclass, field

import numpy as np

from ..inject.access import ModelAccess
from ..inject.effects import Anomaly
from ..inject.kinds import is_absent
from ..inject.realise import realise
from ..labels import Label
from ..steps.piece import Rows
from ..synth.generator import Generated
from ..synth.model import compile_source
from .unit import Clock, Unit

#: Rows beside a stretch that jitter and steps back may move into it.
_BESIDE = 3


@dataclass
class Series:
    """One series. `source`: of the recipe's sources or generated ones, by its place; -1 where it is not of a file."""

    name: str
    place: int
    kind: str
    file: str
    zone: str = "UTC"
    units: list[Unit] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    #: Of a generated series that is made in tasks.
    clock: Clock | None = None


class Maker:
    """Makes rows of generated series; built anew in each Python worker from the recipe, since it holds functions."""

    def __init__(self, recipe: dict):
        self.recipe = recipe
        self.accesses: dict[str, ModelAccess] = {}
        for source in recipe["generated"]:
            if "synthetic" in source:
                for model in compile_source(source, recipe["seed"]):
                    self.accesses[model.name] = ModelAccess(model)
        self._made: dict[str, Generated] = {}

    def realised(self, name: str) -> list[Anomaly]:
        return realise(self.recipe["injections"], self.accesses[name], self.recipe["seed"], self.accesses.get)

    def generated(self, name: str, anomalies: list[Anomaly]) -> Generated:
        if name not in self._made:
            self._made[name] = Generated(self.accesses[name], anomalies, self.accesses.get)
        return self._made[name]

    def rows(self, unit: Unit, name: str, anomalies: list[Anomaly], clean: bool = False) -> Rows:
        """The rows of a stretch in order of time, those of one time in the order in which they are made."""
        made = self.generated(name, anomalies)
        low, high = max(0, unit.low - _BESIDE), min(made.rows, unit.high + _BESIDE)
        for anomaly in anomalies:
            if anomaly.kind == "timestamps":
                a, b = anomaly.rows
                if a < low < b:
                    low = a
                if a < high < b:
                    high = b
        times, values = made.make(low, high, clean)
        if unit.start > -(2**61) or unit.end < 2**61:
            inside = (times >= unit.start) & (times < unit.end)
            times, values = times[inside], values[inside]
        if len(times) > 1 and (np.diff(times) < 0).any():
            order = np.argsort(times, kind="stable")
            times, values = times[order], values[order]
        return Rows.of(times, values)

    def in_file_order(self, unit: Unit, name: str, anomalies: list[Anomaly], clean: bool = False) -> tuple[np.ndarray, np.ndarray]:
        """The rows [low, high) of the grid as they are made, not in order of time."""
        return self.generated(name, anomalies).make(unit.low, unit.high, clean)


def injected_labels(name: str, anomalies: list[Anomaly]) -> list[Label]:
    """The labels of injected anomalies: a single row is a point; all else, and rows that are left out, a window."""
    made = []
    for one in anomalies:
        point = one.rows[1] - one.rows[0] == 1 and not is_absent(one.requested)
        entry = {
            "requested": one.requested,
            "realised": one.realised,
            "severitySigma": one.severity,
            "seed": one.seed,
            "injection": one.injection,
            "note": one.note,
        }
        made.append(Label(one.id, name, one.start, one.end, one.kind, "point" if point else "window", "injected", entry))
    return made


__all__ = ["Maker", "Series", "injected_labels"]
