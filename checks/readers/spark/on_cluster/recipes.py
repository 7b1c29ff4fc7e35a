"""Recipes with what must come of them (spec/parity.schema.json), packed together and run."""

import copy
import json
import tempfile
from pathlib import Path

from .pack import Pack, Run, pack, read_runs
from .result import Came, differences

#: How many differences of a run are told.
_TOLD = 3


def read(paths: list[Path]) -> tuple[list[Run], list[Run]]:
    """The runs of some files: those with rows, and those that are refused, whose recipes are as they were written."""
    from data_lab_spark.recipe.load import load

    runs, refused = [], []
    for path in paths:
        for name, run in read_runs(path):
            if "refused" in run["expected"]:
                refused.append(Run(name, run["recipe"], run["files"], run["expected"]))
            else:
                runs.append(Run(name, load(json.dumps(run["recipe"])), run["files"], run["expected"]))
    return runs, refused


def compare(report, spark, runs: list[Run], scratch: Path) -> None:
    """Runs all of them in two packs, those with a resample step and those without, and claims that each comes as it must."""
    for its in ([run for run in runs if run.resamples], [run for run in runs if not run.resamples]):
        if not its:
            continue
        packed = pack(its)
        came = _run(spark, packed, scratch)
        for number, run in enumerate(its):
            found = differences(came, number)
            report.claim(f"{run.name} comes on the cluster as it must", not found, f"{len(found)} differences: {'; '.join(found[:_TOLD])}")
        _claim_faults(report, came, next(number for number, run in enumerate(its) if run.recipe["annotations"] and any("duplicates" in step for step in run.recipe["steps"][:1])))


def _claim_faults(report, came: Came, number: int) -> None:
    """Plants faults in what must come of a run that came as it must; each has to be found."""
    run = came.pack.runs[number]
    whole = run.expected

    def rows(expected):
        return next(its for stage in expected["rows"].values() for its in stage.values() if its and its[0][1])

    faults = {
        "a value": lambda expected: rows(expected)[0].__setitem__(1, rows(expected)[0][1] * (1 + 1e-8)),
        "a time": lambda expected: rows(expected)[0].__setitem__(0, rows(expected)[0][0] + 1),
        "a flag": lambda expected: rows(expected)[0].__setitem__(2, not rows(expected)[0][2]),
        "a label of a row": lambda expected: rows(expected)[0].__setitem__(4, "another"),
        "a row": lambda expected: rows(expected).pop(),
        "a count": lambda expected: next(iter(expected["steps"][0].values()))["counts"].update(duplicates=99),
        "rows of a label": lambda expected: next(iter(expected["labels"].values()))["byStep"].__setitem__(0, 99),
    }
    for name, plant in faults.items():
        run.expected = copy.deepcopy(whole)
        plant(run.expected)
        report.claim(f"{name} of {run.name} that is wrong is found", differences(came, number))
    run.expected = whole


def _run(spark, packed: Pack, scratch: Path) -> Came:
    from data_lab_spark.engine.passes import answer_questions
    from data_lab_spark.follow import follow
    from data_lab_spark.run import prepare, write

    folder = Path(tempfile.mkdtemp(dir=scratch))
    for run in packed.runs:
        run.write(folder, run.prefix)
    passes = prepare(spark, packed.recipe, str(folder))
    answer_questions(passes)
    ran = follow(passes)
    output = folder / "out"
    write(ran, str(output))
    return Came(packed, ran, output)


def compare_refused(report, spark, runs: list[Run], scratch: Path) -> None:
    """Claims that each ends with the code that it must."""
    from data_lab_spark.errors import LabError
    from data_lab_spark.run import run as run_recipe

    for run in runs:
        folder = Path(tempfile.mkdtemp(dir=scratch))
        run.write(folder)
        code = None
        try:
            run_recipe(spark, json.dumps(run.recipe), str(folder))
        except LabError as error:
            code = error.code
        report.equal(f"{run.name} is refused on the cluster", code, run.expected["refused"])


def compare_raised(report, spark) -> None:
    """Claims that what a task refuses comes out as what it was."""
    from data_lab_spark.errors import LabError, from_tasks

    def refuse(batches):
        from data_lab_spark.errors import LabError

        raise LabError("file-too-wide", 'expected "one" cell\nof a line', "$.sources[0]", "ä.csv")

    try:
        with from_tasks():
            spark.range(1).mapInArrow(refuse, "id long").collect()
    except LabError as error:
        report.equal("an error of a task is told with its code, its place and its file", error.as_json(), {"code": "file-too-wide", "message": 'expected "one" cell\nof a line', "path": "$.sources[0]", "file": "ä.csv"})
        return
    report.claim("an error of a task is told with its code, its place and its file", False, "nothing was raised")
