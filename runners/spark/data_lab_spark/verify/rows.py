"""The rows of a bundle held against those of a replay, on Spark: both are brought together by series and hour, and each task tells how many rows of each folder differ. No row comes to the driver but the first that differs of a folder."""

import pickle
import re
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from ..engine.frames import SCHEMA
from ..engine.measured import plain
from ..follow import Ran
from ..storage import Storage
from .groups import Batch, Difference, compare
from .order import unsorted_rows

#: Rows of a task, more or less.
_TASK_ROWS = 500_000
_COLUMNS = ["series", "timestamp", "value", "is_anomaly", "anomaly_type", "anomaly_id", "observations", "outlier", "filled"]
_FINEST = {"year": "Y", "month": "M", "day": "D", "hour": "h"}
#: More than a recipe has splits.
_SPLITS = 1 << 20
_TOLD = "folder string, got long, wanted long, series string, time long, difference binary"


@dataclass(frozen=True)
class Layout:
    """Where rows lie. `root`: folder of all; `units`: of the partition, coarsest first; `splits`: by series the splits' names with the times [from, to) of their rows; `folders`: by series, where each has one of its own."""

    root: str
    units: tuple[str, ...] = ()
    splits: dict[str, list[tuple[str, float, float]]] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)

    def keys(self, series: str, times: np.ndarray) -> np.ndarray:
        """Of each time of a series a number for its folder, for `folder`."""
        unit = times.astype("M8[us]").astype(f"M8[{_FINEST[self.units[-1]]}]").astype(np.int64) if self.units else np.zeros(len(times), np.int64)
        split = np.zeros(len(times), np.int64)
        for k, (_, low, high) in enumerate(self.splits.get(series, [])):
            split[(times >= low) & (times < high)] = k
        return unit * _SPLITS + split

    def folder(self, series: str, key: int) -> str:
        if series in self.folders:
            return self.folders[series]
        unit, split = divmod(key, _SPLITS)
        parts = [self.root] + ([f"split={self.splits[series][split][0]}"] if self.splits.get(series) else [])
        if self.units:
            told = re.fullmatch(r"(-?\d+)(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d))?", str(np.datetime64(unit, _FINEST[self.units[-1]]))).groups()
            parts += [f"{name}={part}" for name, part in zip(_FINEST, told) if name in self.units]
        return "/".join(parts)


@dataclass(frozen=True)
class Compared:
    """Rows of a folder: in the bundle, in the replay, and the first that differs."""

    folder: str
    got: int
    wanted: int
    difference: Difference | None


def _escaped(path: str) -> str:
    """A path in which no character stands for others."""
    return re.sub(r"([\\*?\[\]{}])", r"\\\1", path)


def _bundle_frame(spark: SparkSession, storage: Storage, paths: list[str], extra: str | None) -> tuple[DataFrame, dict[int, str]]:
    """Rows of the bundle with their file, by a number, and their place in it; and the paths of the files by number."""
    columns = [one for one in _COLUMNS if one not in ("observations", "outlier", "filled") or extra is not None and one in (extra, "filled")]
    schema = ", ".join(part for part in SCHEMA.split(", ") if part.split(" ")[0] in columns)
    # Without a look at the names of folders, which need not be those of partitions.
    read = spark.read.schema(schema).option("recursiveFileLookup", "true").parquet(*[_escaped(storage.full(path)) for path in paths])
    of_file = F.xxhash64(F.col("_metadata.file_path"))
    root = plain(storage.qualified("")).rstrip("/")
    files = {row.file: plain(row.path)[len(root) + 1 :] for row in read.select(F.col("_metadata.file_path").alias("path"), of_file.alias("file")).distinct().collect()}
    return read.select(*columns, of_file.alias("file"), F.col("_metadata.row_index").alias("row")), files


@dataclass(frozen=True)
class Outcome:
    """`rows`: of the replay. `folders`: those whose rows are not the same. `unsorted`: by file the first row, from 1, that should stand before the one above it."""

    rows: int
    folders: list[Compared]
    unsorted: dict[str, int]


def compare_rows(ran: Ran, storage: Storage, paths: list[str], replayed: DataFrame, rows: int, layout: Layout, extra: str | None) -> Outcome:
    """`paths`: files of the bundle; `rows`: about how many they have; `extra`: the column that only this stage has, None of raw rows."""
    spark = ran.passes.spark
    files: dict[int, str] = {}
    unsorted: dict[str, int] = {}
    both = replayed.select(*_COLUMNS, F.lit(1).alias("side"), F.lit(None).cast("long").alias("file"), F.lit(None).cast("long").alias("row"))
    if paths:
        read, files = _bundle_frame(spark, storage, paths, extra)
        # Raw rows stand in the order in which they were made.
        unsorted = {files[one.file]: one.row for one in unsorted_rows(read)} if extra is not None else {}
        both = both.unionByName(read.withColumn("side", F.lit(0)), allowMissingColumns=True)
    order = ["series", "timestamp", "side", "is_anomaly", "anomaly_type", "anomaly_id", "observations", "outlier", "filled", "value"]
    tasks = max(spark.sparkContext.defaultParallelism, min(2000, 2 * rows // _TASK_ROWS))
    together = both.repartition(tasks, "series", F.date_trunc("hour", "timestamp")).sortWithinPartitions(*order)
    scales = {one.name: _scale(told) for one, told in zip(ran.passes.job.series, ran.told)}
    told = together.mapInArrow(_on_rows(layout, files, scales, extra), _TOLD)
    # The first of a folder: by series and time; nulls are left out.
    first = F.min(F.when(F.col("difference").isNotNull(), F.struct("series", "time", "difference")))
    found = told.groupBy("folder").agg(F.sum("got").alias("got"), F.sum("wanted").alias("wanted"), first.alias("first"))
    found = found.persist()
    try:
        total = found.agg(F.sum("wanted")).first()[0] or 0
        bad = found.where("first IS NOT NULL").orderBy("folder").limit(1000).collect()
    finally:
        found.unpersist()
    return Outcome(total, [Compared(row.folder, row.got, row.wanted, pickle.loads(row.first.difference)) for row in bad], unsorted)


def _scale(told) -> float:
    """The greatest magnitude of the values of a series before and after any step."""
    limits = [abs(limit) for one in told.statistics if one.values.count for limit in (one.values.low, one.values.high)]
    return max(limits, default=1.0)


def _on_rows(layout: Layout, files: dict[int, str], scales: dict[str, float], extra: str | None):
    def run(batches):
        told: dict[str, list] = {}
        for batch in _whole(batches):
            compare(batch, layout, files, scales, extra, told)
        if told:
            folders, its = zip(*told.items())
            differences = [one[2] for one in its]
            yield pa.RecordBatch.from_arrays(
                [
                    pa.array(folders, pa.string()),
                    pa.array([one[0] for one in its], pa.int64()),
                    pa.array([one[1] for one in its], pa.int64()),
                    pa.array([one and one.series for one in differences], pa.string()),
                    pa.array([one and one.time for one in differences], pa.int64()),
                    pa.array([one and pickle.dumps(one) for one in differences], pa.binary()),
                ],
                names=[part.split(" ")[0] for part in _TOLD.split(", ")],
            )

    return run


def _whole(batches):
    """Batches that end where a series or a time does; what one ends with goes to the next."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        if batch.num_rows == 0:
            continue
        series, times = batch.column("series"), batch.column("timestamp").cast(pa.int64()).to_numpy()
        before = np.flatnonzero(pc.not_equal(series, series[-1]).to_numpy(zero_copy_only=False) | (times != times[-1]))
        if len(before):
            cut = int(before[-1]) + 1
            yield Batch(pa.Table.from_batches([*held, batch.slice(0, cut)]).combine_chunks())
            held, batch = [], batch.slice(cut)
        held.append(batch)
    if held:
        yield Batch(pa.Table.from_batches(held).combine_chunks())
