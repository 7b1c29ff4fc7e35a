"""Whether the rows of files are in order of series and time: a task tells where they are not, and with what the stretch of a file that it read begins and ends."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

_RUNS = "file long, row long, series string, time long, last_series string, last_time long, bad_row long"


@dataclass(frozen=True)
class Unsorted:
    """The first row of a file, from 1, that comes before the row above it. `file`: by its number."""

    file: int
    row: int


def unsorted_rows(rows: DataFrame) -> list[Unsorted]:
    """Of at most 1000 files. `rows`: with `series`, `timestamp`, `file` and `row`, as they lie in the files."""
    runs = rows.select("series", "timestamp", "file", "row").mapInArrow(_runs, _RUNS)
    before = Window.partitionBy("file").orderBy("row")
    joined = runs.withColumn("before", F.lag(F.struct(F.col("last_series").alias("series"), F.col("last_time").alias("time"))).over(before))
    bad = F.least(F.col("bad_row"), F.when(F.struct("series", "time") < F.col("before"), F.col("row")))
    found = joined.groupBy("file").agg(F.min(bad).alias("row")).where("row IS NOT NULL").limit(1000).collect()
    return [Unsorted(one.file, one.row + 1) for one in found]


class _Run:
    """Rows of one file that a task read one after the other."""

    def __init__(self, file: int, row: int, first: tuple[str, int]):
        self.file, self.row, self.first, self.last, self.bad = file, row, first, first, None


def _runs(batches):
    run: _Run | None = None
    for batch in batches:
        if batch.num_rows == 0:
            continue
        encoded = batch.column("series").dictionary_encode()
        names = encoded.dictionary.to_pylist()
        rank = np.empty(len(names), np.int64)
        rank[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
        codes = encoded.indices.to_numpy()
        series, times = rank[codes], batch.column("timestamp").cast(pa.int64()).to_numpy()
        files, rows = batch.column("file").to_numpy(), batch.column("row").to_numpy()
        back = np.flatnonzero((series[1:] < series[:-1]) | ((series[1:] == series[:-1]) & (times[1:] < times[:-1]))) + 1
        # A file begins anew where rows do not go on.
        starts = [0, *(np.flatnonzero((files[1:] != files[:-1]) | (rows[1:] != rows[:-1] + 1)) + 1).tolist(), len(files)]
        for a, b in zip(starts, starts[1:]):
            first, last = (names[codes[a]], int(times[a])), (names[codes[b - 1]], int(times[b - 1]))
            if run is None or run.file != files[a]:
                if run is not None:
                    yield _told(run)
                run = _Run(int(files[a]), int(rows[a]), first)
            elif first < run.last and run.bad is None:
                run.bad = int(rows[a])
            inside = back[(back > a) & (back < b)]
            if len(inside) and run.bad is None:
                run.bad = int(rows[inside[0]])
            run.last = last
    if run is not None:
        yield _told(run)


def _told(run: _Run) -> pa.RecordBatch:
    columns = [[run.file], [run.row], [run.first[0]], [run.first[1]], [run.last[0]], [run.last[1]], [run.bad]]
    types = [pa.int64(), pa.int64(), pa.string(), pa.int64(), pa.string(), pa.int64(), pa.int64()]
    return pa.RecordBatch.from_arrays([pa.array(one, kind) for one, kind in zip(columns, types)], names=[part.split(" ")[0] for part in _RUNS.split(", ")])
