"""Takes the rows of a run to Parquet files below a folder: in the tasks that have them, or by Spark's writer on systems that a task reaches by Spark alone."""

import json
import os
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from ..storage import Storage
from . import task
from .frames import LOTS, travelling
from .measured import measured, plain
from .output import SCHEMAS, Lot, Out, copy_lots, lots, source_lots
from .parquet import Files, Made
from .passes import Passes
from .spread import extra_files, generated_tasks, tasks_by_series, times_of
from .unit import TARGET_ROWS

#: Rows of the files of Spark's writer, at most; some 128 MB.
_FILE_ROWS = 9_000_000
#: Rows of a task that writes, at most: some 100 MB.
_TASK_ROWS = 8 * TARGET_ROWS
_MADE = "out int, folder string, path string, rows long, bytes long, sha256 string, series string, time long, counts string"
#: Names of the files of Spark's writer: the task, then the file of the task in this folder.
_SPARKS = re.compile(r"part-(\d+)-.*?(?:-c(\d+))?(\.[a-z0-9]+)*\.parquet$")


@dataclass(frozen=True)
class Target:
    """Where files are written: a folder of a storage, below its root."""

    storage: Storage
    folder: str
    codec: str
    smallest: bool

    @property
    def local(self) -> str | None:
        """The folder's path where every task reaches it as a file; else None."""
        whole = self.storage.qualified(self.folder)
        return plain(whole) if whole.startswith("file:") else None


def write_stages(passes: Passes, outs: list[Out], target: Target, rows: int, extents: list[tuple[int, int] | None]) -> list[Made]:
    """All outputs, from one pass over the rows. `rows`: of the first of them; `extents`: by series, the first and the last of its times. Files in order of output, folder and rows."""
    job = passes.job
    tasks = generated_tasks(job, _rows_of_task(passes, rows))
    read = [[place] for place, unit in enumerate(job.units) if job.series[unit.series].clock is None]

    def extent(place: int) -> tuple[int, int] | None:
        found, (begin, end) = extents[job.units[place].series], times_of(job, place)
        return None if found is None or end <= found[0] or found[1] < begin else (max(begin, found[0]), min(end - 1, found[1]))

    # A file more for each million rows that do not have to be brought together.
    direct = extra_files([*tasks, *read], extent, outs[0].folders) <= rows // TARGET_ROWS
    if target.local is None:
        return [made for k, out in enumerate(outs) for made in _by_spark(passes, out, k, target, tasks, rows, direct)]
    folder, kinds, how = target.local, [out.kind for out in outs], (target.codec, target.smallest)
    if direct:
        frames = [passes.units(tasks, lambda job, places: _write(job, lots(job, task.generated_pieces(job, places), outs), folder, kinds, how), _MADE)] if tasks else []
        if read:
            frames.append(passes.frame(lambda job, pieces: _write(job, lots(job, pieces, outs), folder, kinds, how), _MADE, ("read",)))
        made = [one for frame in frames for one in _taken(frame)]
    else:
        together = _together(_rows(passes, outs), rows, passes.spark.sparkContext.defaultParallelism).sortWithinPartitions("out", "folder", "series", "timestamp")
        made = _taken(together.mapInArrow(lambda batches: _write_together(batches, folder, kinds, how), _MADE))
    return sorted(made, key=lambda one: (one.out, one.folder, one.series, one.time))


def write_sources(passes: Passes, outs: list[Out], target: Target) -> list[Made]:
    """The rows of generated series as they are made; a folder is the place of a series. Files in order of output, series and rows."""
    job = passes.job
    tasks = tasks_by_series(job, _rows_of_task(passes, sum(unit.high - unit.low for unit in job.units)), target.local is not None)
    kinds, how = [out.kind for out in outs], (target.codec, target.smallest)
    if target.local is None:
        return [made for k, out in enumerate(outs) for made in _sources_by_spark(passes, out, k, target, tasks)]
    folder = target.local
    frames = [passes.units(tasks, lambda job, places: _write(job, source_lots(job, places, outs), folder, kinds, how), _MADE)] if tasks else []
    if any(one.kind == "copy" for one in job.series):
        frames.append(passes.frame(lambda job, pieces: _write(job, copy_lots(job, pieces, outs), folder, kinds, how), _MADE, ("read",)))
    return sorted((made for frame in frames for made in _taken(frame)), key=lambda one: (one.out, int(one.folder), one.time))


def _rows_of_task(passes: Passes, rows: int) -> int:
    """So many that there are four tasks for each core, or more."""
    return min(_TASK_ROWS, max(TARGET_ROWS, rows // (4 * passes.spark.sparkContext.defaultParallelism)))


# In tasks.


def _write(job: task.Job, made: Iterator[tuple[int, list[Lot]]], folder: str, kinds: list[str], how: tuple[str, bool]) -> Iterator[pa.RecordBatch]:
    files = Files(folder, _attempt(), kinds, *how)
    reached = None
    for place, its in made:
        begin, end = times_of(job, place)
        if reached is not None and begin >= reached:
            files.end_all_but_latest()
        reached = end if reached is None else max(reached, end)
        for lot in its:
            files.add(lot)
    yield _told(files.end())


def _write_together(batches: Iterator[pa.RecordBatch], folder: str, kinds: list[str], how: tuple[str, bool]) -> Iterator[pa.RecordBatch]:
    files = Files(folder, _attempt(), kinds, *how)
    for batch in batches:
        outs, names = batch.column(0).to_numpy(), batch.column(1).dictionary_encode()
        turns = np.flatnonzero((np.diff(outs) != 0) | (np.diff(names.indices.to_numpy()) != 0)) + 1
        bounds = [0, *turns.tolist(), batch.num_rows]
        for a, b in zip(bounds, bounds[1:]):
            if a < b:
                out = int(outs[a])
                files.add(Lot(out, names[a].as_py(), _as_kind(batch.slice(a, b - a), kinds[out])))
        files.end_all_but_latest()
    yield _told(files.end())


def _as_kind(batch: pa.RecordBatch, kind: str) -> pa.RecordBatch:
    schema = SCHEMAS[kind]
    columns = [batch.column(batch.schema.get_field_index(field.name)) for field in schema]
    return pa.RecordBatch.from_arrays([column.dictionary_encode() if pa.types.is_dictionary(field.type) else column.cast(field.type) for column, field in zip(columns, schema)], schema=schema)


def _attempt() -> str:
    """The name of this attempt of a task: another one writes elsewhere, and what the driver is told of is complete."""
    context = TaskContext.get()
    return f"{context.stageId()}-{context.partitionId()}-{context.taskAttemptId()}-{os.getpid()}"


def _told(made: list[Made]) -> pa.RecordBatch:
    names = ["out", "folder", "path", "rows", "bytes", "sha256", "series", "time", "counts"]
    types = [pa.int32(), pa.string(), pa.string(), pa.int64(), pa.int64(), pa.string(), pa.string(), pa.int64(), pa.string()]
    columns = list(zip(*((one.out, one.folder, one.path, one.rows, one.bytes, one.sha256, one.series, one.time, json.dumps(one.counts)) for one in made))) or [()] * len(names)
    return pa.RecordBatch.from_arrays([pa.array(column, type_) for column, type_ in zip(columns, types)], names=names)


def _taken(frame: DataFrame) -> list[Made]:
    """What tasks tell of their files."""
    return [Made(*row[:-1], json.loads(row.counts)) for row in frame.collect()]


# Through the JVM.


def _rows(passes: Passes, outs: list[Out]) -> DataFrame:
    return passes.frame(lambda job, pieces: travelling(lots(job, pieces, outs)), LOTS)


def _together(frame: DataFrame, rows: int, cores: int) -> DataFrame:
    """The rows of each folder in one task."""
    return frame.repartition(max(2 * cores, -(-rows // TARGET_ROWS)), "out", "folder")


def _by_spark(passes: Passes, out: Out, k: int, target: Target, tasks: list[list[int]], rows: int, direct: bool) -> list[Made]:
    if direct:
        frames = [passes.units(tasks, lambda job, places: travelling(lots(job, task.generated_pieces(job, places), [out])), LOTS)] if tasks else []
        if passes.read is not None:
            frames.append(passes.frame(lambda job, pieces: travelling(lots(job, pieces, [out])), LOTS, ("read",)))
        frame = frames[0] if len(frames) == 1 else frames[0].unionByName(frames[1])
    else:
        frame = _together(_rows(passes, [out]), rows, passes.spark.sparkContext.defaultParallelism)
    columns = out.folders.columns
    for column in columns:
        frame = frame.withColumn(column, F.regexp_extract("folder", f"(?:^|/){column}=([^/]*)", 1))
    return _saved(passes, frame.sortWithinPartitions(*columns, "series", "timestamp"), out.kind, k, target, columns, out.kind)


def _sources_by_spark(passes: Passes, out: Out, k: int, target: Target, tasks: list[list[int]]) -> list[Made]:
    """Series by series: its rows stay in their order where they are not parted by folder."""
    made = []
    for series in dict.fromkeys(passes.job.units[its[0]].series for its in tasks):
        mine = [its for its in tasks if passes.job.units[its[0]].series == series]
        frame = passes.units(mine, lambda job, places: travelling((place, [Lot(0, "", one.batch) for one in its]) for place, its in source_lots(job, places, [out])), LOTS)
        made += [replace(one, folder=str(series)) for one in _saved(passes, frame, out.kind, k, target, [], f"{out.kind}/{series}")]
    for series in [one.place for one in passes.job.series if one.kind == "copy"]:
        frame = passes.frame(lambda job, pieces, series=series: travelling(copy_lots(job, (one for one in pieces if job.units[one[0]].series == series), [out])), LOTS, ("read",))
        made += [replace(one, folder=str(series)) for one in _saved(passes, frame, out.kind, k, target, [], f"{out.kind}/{series}")]
    return made


def _saved(passes: Passes, frame: DataFrame, kind: str, k: int, target: Target, columns: list[str], below: str) -> list[Made]:
    """Rows by Spark's writer, and its files in order of folder and task. `below`: its folder in that of the target."""
    folder = f"{target.folder}/{below}"
    writer = frame.select(*(field.name for field in SCHEMAS[kind]), *columns).write.mode("error").option("compression", target.codec).option("maxRecordsPerFile", _FILE_ROWS)
    (writer.partitionBy(*columns) if columns else writer).parquet(target.storage.full(folder))
    sums = measured(passes.spark, target.storage.full(folder))
    top = plain(target.storage.qualified(folder))
    made = []
    for path in sorted((one[len(folder) + 1 :] for one in target.storage.files(folder)), key=_place):
        its = sums[f"{top}/{path}"]
        made.append(Made(k, posixpath.dirname(path), f"{below}/{path}", its.rows, its.bytes, its.sha256, "", 0))
    return made


def _place(path: str) -> tuple[str, int, int]:
    folder, _, name = path.rpartition("/")
    found = _SPARKS.fullmatch(name)
    return folder, int(found[1]), int(found[2] or 0)
