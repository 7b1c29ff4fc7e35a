"""Puts many recipes into one, so that a job of Spark runs all of them: series of each have names of their own, and its steps are for them alone."""

import json
from dataclasses import dataclass
from pathlib import Path

_PHASES = {"utc": 0, "duplicates": 1, "missing": 2, "outliers": 2, "resample": 3}


@dataclass
class Run:
    """One recipe. `recipe`: as the runner has read it, with its defaults; `expected`: rows, steps and labels, or `refused`."""

    name: str
    recipe: dict
    files: dict[str, list[str]]
    expected: dict

    @property
    def prefix(self) -> str:
        """What its series, files and labels are named by in a pack."""
        return f"{self.name}/"

    @property
    def resamples(self) -> bool:
        return any("resample" in step and not step.get("off") for step in self.recipe["steps"])

    def write(self, folder: Path, below: str = "") -> None:
        """Its files below a folder."""
        for name, lines in self.files.items():
            path = folder / below / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


@dataclass
class Pack:
    """`recipe`: of all runs; `places`: of each run, where its steps stand in it."""

    runs: list[Run]
    recipe: dict
    places: list[list[int]]

    @property
    def resamples(self) -> bool:
        return self.runs[0].resamples


def read_runs(path: Path) -> list[tuple[str, dict]]:
    """The runs of a file, as they are written there, by names of their own."""
    return [(f"{path.stem}-{place}", run) for place, run in enumerate(json.loads(path.read_text("utf-8"))["runs"])]


def pack(runs: list[Run]) -> Pack:
    """`runs`: all with a resample step, or none, so that what is the last stage is the same for all."""
    steps, sources, annotations = [], [], []
    for number, run in enumerate(runs):
        for place, step in enumerate(run.recipe["steps"]):
            patterns = [run.prefix + one for one in step.get("for", ["*"])]
            steps.append((_PHASES[next(kind for kind in _PHASES if kind in step)], number, place, {**step, "for": patterns}))
        sources += [{**source, "file": run.prefix + source["file"]} for source in run.recipe["sources"]]
        annotations += [{**one, "id": run.prefix + one["id"], "series": run.prefix + one["series"]} for one in run.recipe["annotations"]]
    steps.sort(key=lambda one: one[:3])
    places: list[list[int]] = [[] for _ in runs]
    for at, (_, number, _, _) in enumerate(steps):
        places[number].append(at)
    export = {**runs[0].recipe["export"], "stages": ["clean", "resampled"] if runs[0].resamples else ["clean"], "partition": []}
    recipe = {**runs[0].recipe, "sources": sources, "annotations": annotations, "steps": [step for *_, step in steps], "export": export}
    return Pack(runs, recipe, places)
