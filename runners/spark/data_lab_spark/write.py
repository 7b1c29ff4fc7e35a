"""Writes the rows of a run as partitioned Parquet: beside their place first, into it when all are there."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .documents.json_text import object_text
from .engine import task
from .engine.measured import measured, plain
from .errors import LabError
from .follow import Ran
from .steps.resample import Resample
from .storage import Storage
from .written import Written, WrittenFile, WrittenStage

SCHEMA = "series string, timestamp timestamp, value double, is_anomaly boolean, anomaly_type string, anomaly_id string, observations int, outlier boolean, filled boolean"
_UNITS = {"year": "yyyy", "month": "MM", "day": "dd", "hour": "HH"}
_CODECS = {"snappy": "snappy", "gzip": "gzip", "zstd": "zstd", "none": "none"}
#: Rows of a file at most: some 128 MB.
_FILE_ROWS = 12_000_000
#: Where files lie until all are written.
STAGING = "_unfinished"
#: Where Spark writes in it.
_ROWS = "rows"
#: What lies at the top of a bundle.
TOP = ("data", "labels", "README.md", "croissant.json", "mlflow_dataset.py", "ro-crate-metadata.json")
#: Names of Spark's files: the task, then the file of the task in this folder.
_SPARKS = re.compile(r"part-(\d+)-.*?(?:-c(\d+))?(\.[a-z0-9]+)*\.parquet$")

#: Puts a document (path below the output, text) beside the rows before these go to their place.
Put = Callable[[str, str], None]


def stages_of(recipe: dict, resampled: bool) -> list[str]:
    """The stages that are written, in the order of the run."""
    there = ["clean", "resampled"] if resampled else ["clean"]
    asked = recipe["export"].get("stages")
    return [kind for kind in there if (kind in asked if asked else kind == there[-1])]


def free(storage: Storage) -> None:
    """Raises LabError `output-exists` where something of a bundle is there already; removes what a run that did not end has left."""
    if not storage.exists("data"):
        storage.undo(STAGING)
    there = [name for name in TOP if storage.exists(name)]
    if there:
        named = ", ".join(storage.full(name) for name in there)
        raise LabError("output-exists", f"Expected an output without {', '.join(TOP)}; {named} {'is' if len(there) == 1 else 'are'} there. Name another folder, or remove it.")


def write(ran: Ran, output: str, beside: Callable[[Written, Put], None] | None = None) -> Written:
    """
    Writes the rows below `data/processed`. All lies in a staging folder of the output until it is complete; then one rename of a folder brings it into its place, so that a run that fails
    or is killed leaves no part of a bundle. `beside`: writes what else belongs to the bundle, told what was written; without it the recipe alone is. Raises LabError `output-exists`.
    """
    storage = Storage(ran.passes.spark, output)
    free(storage)
    there = storage.exists("")
    try:
        written = _write(ran, storage, beside)
        storage.remove(f"{STAGING}/{_ROWS}")
        storage.into_place(STAGING)
        return written
    except BaseException:
        storage.undo(STAGING)
        if not there and not storage.names(""):
            storage.remove("")
        raise


def _write(ran: Ran, storage: Storage, beside: Callable[[Written, Put], None] | None) -> Written:
    spark, recipe = ran.passes.spark, ran.recipe
    stages = [_write_stage(ran, storage, kind, root) for kind, root in roots(recipe)]
    sums = measured(spark, storage.full(STAGING))
    prefix = plain(storage.qualified(STAGING))
    written = Written(storage.root, [WrittenStage(one.kind, one.root, [_told(path, sums[f"{prefix}/{staged}"]) for staged, path in one.files]) for one in stages])
    storage.move([(f"{STAGING}/{staged}", f"{STAGING}/{path}") for one in stages for staged, path in one.files])

    def put(path: str, text: str) -> None:
        storage.put(f"{STAGING}/{path}", text)

    if beside is None:
        put("data/metadata/recipe.json", object_text(recipe))
    else:
        beside(written, put)
    return written


def _resamples(recipe: dict) -> bool:
    return any("resample" in step and not step.get("off") for step in recipe["steps"])


def roots(recipe: dict) -> list[tuple[str, str]]:
    """The stages that a run of this recipe writes, and their folders below the output."""
    kinds = stages_of(recipe, _resamples(recipe))
    return [(kind, posixpath.join("data/processed", *([kind] if len(kinds) > 1 else []))) for kind in kinds]


@dataclass
class _Staged:
    """Files of a stage as (path below the staging folder, path below the output), in order of folder and of rows."""

    kind: str
    root: str
    files: list[tuple[str, str]]


def _told(path: str, sums) -> WrittenFile:
    return WrittenFile(path, sums.bytes, sums.sha256, sums.rows)


def _write_stage(ran: Ran, storage: Storage, kind: str, root: str) -> _Staged:
    job, recipe = ran.passes.job, ran.recipe
    final = kind == ("resampled" if _resamples(recipe) else "clean")
    steps = [len(its) if final else len([step for step in its if not isinstance(step, Resample)]) for its in job.steps]
    intervals = {}
    for place, one in enumerate(job.series):
        its = []
        for label in one.labels:
            kept = ran.kept[label.id]
            if final and kept is not None:
                its.append((kept.start, kept.end, label.id, label.type))
            elif not final:
                its.append((label.start, label.end, label.id, label.type))
        if its:
            intervals[place] = its
    frame = ran.passes.frame(lambda job, pieces, steps=steps, intervals=intervals, bucketed=kind == "resampled": task.write(job, pieces, steps, intervals, bucketed), SCHEMA)
    frame = frame.drop("outlier" if kind == "resampled" else "observations")
    folder = f"{_ROWS}/{kind}"
    _write_parquet(frame, recipe, storage.full(f"{STAGING}/{folder}"), sum(len(one.units) for one in job.series))
    return _Staged(kind, root, _named([one[len(STAGING) + 1 :] for one in storage.files(f"{STAGING}/{folder}")], folder, root))


def _named(staged: list[str], folder: str, root: str) -> list[tuple[str, str]]:
    """Names for Spark's files: part-0.parquet, part-1.parquet … in each folder, in the order of its rows."""

    def key(path: str):
        below, _, name = path.rpartition("/")
        found = _SPARKS.fullmatch(name)
        return below, int(found[1]), int(found[2] or 0)

    named, last, number = [], None, 0
    for path in sorted(staged, key=key):
        below = path.rpartition("/")[0]
        number = number + 1 if below == last else 0
        last = below
        named.append((path, posixpath.join(root, below[len(folder) + 1 :], f"part-{number}.parquet")))
    return named


def _write_parquet(frame: DataFrame, recipe: dict, root: str, units: int) -> None:
    """A partition's rows are brought together, in order of series and time; large ones are several files."""
    parts = recipe["export"]["partition"]
    for unit in parts:
        frame = frame.withColumn(unit, F.date_format("timestamp", _UNITS[unit]))
    spread = frame.repartition(max(1, min(units, 2000)), *parts) if parts else frame.coalesce(1)
    ordered = spread.sortWithinPartitions(*parts, "series", "timestamp")
    writer = ordered.write.mode("error").option("compression", _CODECS[recipe["export"]["codec"]]).option("maxRecordsPerFile", _FILE_ROWS)
    (writer.partitionBy(*parts) if parts else writer).parquet(root)


__all__ = ["STAGING", "TOP", "Put", "free", "roots", "stages_of", "write"]
