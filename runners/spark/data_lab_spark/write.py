"""Writes the rows of a run as partitioned Parquet."""

import json
import posixpath

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from .engine import task
from .follow import Ran
from .steps.resample import Resample

SCHEMA = "series string, timestamp timestamp, value double, is_anomaly boolean, anomaly_type string, anomaly_id string, observations int, outlier boolean, filled boolean"
_UNITS = {"year": "yyyy", "month": "MM", "day": "dd", "hour": "HH"}
_CODECS = {"snappy": "snappy", "gzip": "gzip", "zstd": "zstd", "none": "none"}
#: Rows of a file at most: some 128 MB.
_FILE_ROWS = 12_000_000


def stages_of(recipe: dict, resampled: bool) -> list[str]:
    """The stages that are written, in the order of the run."""
    there = ["clean", "resampled"] if resampled else ["clean"]
    asked = recipe["export"].get("stages")
    return [kind for kind in there if (kind in asked if asked else kind == there[-1])]


def write(ran: Ran, output: str) -> list[str]:
    """Writes the rows as partitioned Parquet below `data/processed`, and the recipe. Gives the folders of the stages."""
    spark, job, recipe = ran.passes.spark, ran.passes.job, ran.recipe
    resampled = any("resample" in step and not step.get("off") for step in recipe["steps"])
    kinds = stages_of(recipe, resampled)
    roots = []
    for kind in kinds:
        final = kind == ("resampled" if resampled else "clean")
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
        root = posixpath.join(output, "data/processed", *([kind] if len(kinds) > 1 else []))
        _write_parquet(frame, recipe, root, sum(len(one.units) for one in job.series))
        roots.append(root)
    _put_text(spark, posixpath.join(output, "data/metadata/recipe.json"), json.dumps(recipe, indent=2, ensure_ascii=False) + "\n")
    return roots


def _write_parquet(frame: DataFrame, recipe: dict, root: str, units: int) -> None:
    """A partition's rows are brought together, in order of series and time; large ones are several files."""
    parts = recipe["export"]["partition"]
    for unit in parts:
        frame = frame.withColumn(unit, F.date_format("timestamp", _UNITS[unit]))
    spread = frame.repartition(max(1, min(units, 2000)), *parts) if parts else frame.coalesce(1)
    ordered = spread.sortWithinPartitions(*parts, "series", "timestamp")
    writer = ordered.write.mode("error").option("compression", _CODECS[recipe["export"]["codec"]]).option("maxRecordsPerFile", _FILE_ROWS)
    (writer.partitionBy(*parts) if parts else writer).parquet(root)


def _put_text(spark: SparkSession, path: str, text: str) -> None:
    where = spark._jvm.org.apache.hadoop.fs.Path(path)
    stream = where.getFileSystem(spark._jsc.hadoopConfiguration()).create(where, False)
    try:
        stream.write(bytearray(text.encode("utf-8")))
    finally:
        stream.close()


__all__ = ["stages_of", "write"]
