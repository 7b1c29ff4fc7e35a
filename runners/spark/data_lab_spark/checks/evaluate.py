"""Evaluates all checks of a run, on its rows, before anything is written."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from pyspark.sql import SparkSession

from ..follow import Ran
from ..write import stages_of
from ..written import Written
from .answers import Answers
from .built_in import COVERS, LeftOut, filled_limit, label_result, left_out_results, stage_results
from .labels import tally_labels
from .plan import planned, refuse_failed
from .stages import labels_of, stages_there
from .types import CheckResult

#: By stage, of each series by its name: how many rows were written.
WrittenRows = Mapping[str, Mapping[str, int]]


@dataclass
class Checked:
    """What came of the recipe's checks, and what is known of the rows for the built-in suite. `passes`: over the rows that it took."""

    ran: Ran
    recipe_results: list[CheckResult]
    answers: Answers
    #: Those that are written, in the order of the run.
    stages: list[str]
    passes: int

    def refuse(self) -> None:
        """Raises LabError `checks-failed` where a check of severity `fail` does not hold and `export.accept` does not name it."""
        refuse_failed(self.recipe_results, self.ran.recipe["export"].get("accept", []))

    def results(self, written: WrittenRows | None = None, left_out: LeftOut | None = None) -> list[CheckResult]:
        """All results of the bundle: of the built-in suite, then of the recipe. `written`: absent where nothing was written (yet)."""
        recipe = self.ran.recipe
        found = []
        for kind in self.stages:
            its = self.answers.by_stage[kind]
            final = kind == list(self.answers.there)[-1]
            steps = [step for step in recipe["steps"] if final or "resample" not in step]
            for one, series in zip(its, self.ran.passes.job.series):
                distances = one.distances.found
                rows = None if written is None else written.get(kind, {}).get(series.name, 0)
                found += stage_results(kind, series.name, one.facts, distances, filled_limit(steps, series.name, distances.step), rows)
        last = self.stages[-1]
        places = {one.name: one.place for one in self.ran.passes.job.series}
        # Series in the order of their first labels.
        for name in dict.fromkeys(label.series for label in self.ran.labels):
            labels = labels_of(self.ran, places[name])
            # The last rows of the run count, though only earlier ones may be written.
            rows = [kept.rows if kept else 0 for kept in (self.ran.kept[label.id] for label in labels)]
            found.append(label_result(last, name, tally_labels(labels, rows, COVERS, self.ran.told[places[name]].final, None)))
        return [*found, *left_out_results(last, left_out or LeftOut()), *self.recipe_results]


def measure(ran: Ran) -> Checked:
    """Measures all that the recipe's checks and the built-in suite need of a run."""
    there = stages_there(ran)
    kinds = stages_of(ran.recipe, "resampled" in there) or list(there)[-1:]
    checks = planned(ran.recipe.get("checks") or [], [one.name for one in ran.passes.job.series], kinds[-1])
    answers = Answers(ran, there, kinds, checks)
    results = []
    for check in checks:
        if not check.series:
            results.append(check.of_nothing())
        elif check.together:
            results.append(check.result(answers.of_all(check)))
        else:
            results += [check.result(answers.of_series(check, name), name) for name in check.series]
    return Checked(ran, results, answers, kinds, answers.passes)


def rows_written(spark: SparkSession, written: Written, folder: str) -> dict[str, dict[str, int]]:
    """By stage and series, the rows that tasks wrote; where they do not tell, those that Spark finds in the files. `folder`: where these lie below the output until they are in their place."""
    found: dict[str, dict[str, int]] = {}
    for stage in written.stages:
        if stage.counts is not None:
            found[stage.kind] = stage.counts
            continue
        paths = [posixpath.join(written.output, folder, file.path) for file in stage.files]
        counted = spark.read.parquet(*paths).groupBy("series").count().collect() if paths else []
        found[stage.kind] = {row["series"]: row["count"] for row in counted}
    return found
