"""Rows of files in UTC, cut in units and brought in order of time."""

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from ..ingest.parsed import PARSED
from ..steps.utc import to_utc, windows
from .series import Series
from .task import ROWS
from .unit import TARGET_ROWS, Unit, cut_counts

_BINS = 4096
#: Rows of a task at most, about, where there are more than cores have work for.
_TASK_ROWS = TARGET_ROWS
#: `run`: in a block, the rows of a series that follow each other and are around the same change of the clock, or around none, have one number.
_RUNS = f"{PARSED}, run int"
_WINDOWED = f"{_RUNS}, window int"


def spans(rows: DataFrame) -> dict[str, tuple[int, int, int, int]]:
    """Of each series: the source, how many rows, the least and the greatest time."""
    found = rows.groupBy("series").agg(F.first("source").alias("source"), F.count("*").alias("rows"), F.min("time").alias("low"), F.max("time").alias("high"))
    return {row.series: (row.source, row.rows, row.low, row.high) for row in found.collect()}


#: What the step utc counts beside the rows that it converts and drops.
CHANGED = ("nonexistent", "ambiguous", "undecided", "displaced")


def in_utc(spark: SparkSession, rows: DataFrame, series: list[Series], known: dict, options: dict[str, dict]) -> tuple[DataFrame, DataFrame | None]:
    """Rows with moments for times. `options`: of the step utc by series, of those in local time. Rows around a change of the clock are looked at together, all others where they are.
    The second frame has `CHANGED` by series for each change of the clock that rows are around; None where no series is in local time."""
    local = {one.name: one.zone for one in series if one.zone != "UTC"}
    if not local:
        return rows, None
    stretches = {name: windows(zone, known[name][2] - 2 * 86_400_000_000, known[name][3] + 2 * 86_400_000_000) for name, zone in local.items()}
    shared = spark.sparkContext.broadcast((local, stretches, options))

    def mark(batches):
        zones, its, how = shared.value
        #: By series and block the window of its last row, and the number of its run.
        ends: dict[tuple[str, int], tuple[int, int]] = {}
        for batch in batches:
            names = batch.column("series").to_pylist()
            times = batch.column("time").to_numpy().copy()
            blocks = batch.column("block").to_numpy()
            window, run = np.full(len(names), -1, np.int32), np.zeros(len(names), np.int32)
            for name in set(names) & set(zones):
                mine = np.array([one == name for one in names])
                starts = np.array([a for a, _ in its[name]], np.int64)
                stops = np.array([b for _, b in its[name]], np.int64)
                place = np.searchsorted(starts, times[mine], "right") - 1
                inside = (place >= 0) & (times[mine] < stops[np.maximum(place, 0)]) if len(starts) else np.zeros(mine.sum(), bool)
                window[mine] = np.where(inside, place, -1)
                run[mine] = _runs(name, blocks[mine], window[mine], ends)
                plain = np.flatnonzero(mine)[~inside]
                times[plain] = to_utc(times[plain], zones[name], how[name])[0]
            columns = [batch.column(k) for k in range(4)] + [pa.array(times), batch.column("value"), pa.array(run), pa.array(window)]
            yield pa.RecordBatch.from_arrays(columns, names=[*batch.schema.names, "run", "window"])

    def together(batches):
        zones, _, how = shared.value
        for name, part in _around_changes(batches):
            moments, keep, _ = to_utc(part.column("time").to_numpy(), zones[name], how[name])
            made = part.drop_columns(["window"]).set_column(4, "time", pa.array(moments)).filter(pa.array(keep))
            yield from made.combine_chunks().to_batches()

    def counted(batches):
        zones, _, how = shared.value
        for name, part in _around_changes(batches):
            counts = to_utc(part.column("time").to_numpy(), zones[name], how[name])[2]
            yield pa.RecordBatch.from_arrays([pa.array([name]), *(pa.array([counts[one]], pa.int64()) for one in CHANGED)], names=["series", *CHANGED])

    marked = rows.mapInArrow(mark, _WINDOWED).cache()
    whole = marked.where("window < 0").drop("window")
    # No more tasks than there are changes: of few rows, each of very many would take longer to begin than to be done.
    tasks = max(1, min(sum(map(len, stretches.values())), int(spark.conf.get("spark.sql.shuffle.partitions"))))
    near = marked.where("window >= 0").repartition(tasks, "series", "window").sortWithinPartitions("series", "window", "block", "line")
    return whole.unionByName(near.mapInArrow(together, _RUNS)), near.mapInArrow(counted, f"series string, {', '.join(f'{one} long' for one in CHANGED)}")


def _runs(series: str, blocks: np.ndarray, window: np.ndarray, ends: dict[tuple[str, int], tuple[int, int]]) -> np.ndarray:
    """The number of the run of each row of a series, in the order of the file; `ends` goes on from batch to batch."""
    run = np.zeros(len(window), np.int32)
    bounds = [0, *(np.flatnonzero(np.diff(blocks)) + 1).tolist(), len(blocks)]
    for a, b in zip(bounds, bounds[1:]):
        key = series, int(blocks[a])
        last, number = ends.get(key, (int(window[a]), 0))
        run[a:b] = number + np.cumsum(np.diff(window[a:b], prepend=last) != 0)
        ends[key] = int(window[b - 1]), int(run[b - 1])
    return run


def _around_changes(batches):
    """The rows around each change of the clock, with the name of their series."""
    held = list(batches)
    if not held:
        return
    table = pa.Table.from_batches(held)
    keys = list(zip(table.column("series").to_pylist(), table.column("window").to_pylist()))
    start = 0
    for end in range(1, len(keys) + 1):
        if end < len(keys) and keys[end] == keys[start]:
            continue
        yield keys[start][0], table.slice(start, end - start)
        start = end


def backward(rows: DataFrame) -> dict[str, int]:
    """Of each series, the rows that are earlier than the row before them in the file; counted by blocks, which follow each other, and by runs where rows have these."""
    running = "run" in rows.columns

    def count(batches):
        held = list(batches)
        if not held:
            return
        table = pa.Table.from_batches(held)
        names = np.array(table.column("series").to_pylist(), object)
        blocks, times = table.column("block").to_numpy(), table.column("time").to_numpy()
        lines = table.column("line").to_numpy()
        runs = table.column("run").to_numpy() if running else np.zeros(len(lines), np.int32)
        for name in set(names.tolist()):
            of = np.flatnonzero(names == name)
            its = of[np.lexsort((lines[of], runs[of], blocks[of]))]
            bounds = [0, *(np.flatnonzero((np.diff(blocks[its]) != 0) | (np.diff(runs[its]) != 0)) + 1).tolist(), len(its)]
            for a, b in zip(bounds, bounds[1:]):
                mine = times[its[a:b]]
                found = [blocks[its[a]], runs[its[a]], int((np.diff(mine) < 0).sum()), mine[0], mine[-1]]
                yield pa.RecordBatch.from_arrays([pa.array([name]), *(pa.array([one], pa.int64()) for one in found)], names=["series", "block", "run", "back", "first", "last"])

    found: dict[str, list] = {}
    for row in rows.mapInArrow(count, "series string, block long, run long, back long, first long, last long").collect():
        found.setdefault(row.series, []).append(row)
    total = {}
    for name, parts in found.items():
        parts.sort(key=lambda row: (row.block, row.run))
        total[name] = sum(row.back for row in parts) + sum(b.first < a.last for a, b in zip(parts, parts[1:]))
    return total


def cut(rows: DataFrame, series: list[Series], first: int) -> tuple[list[Unit], DataFrame]:
    """Units of series of files, numbered from `first` on in the list of all, and their rows as `ROWS` in order of unit and time."""
    known = spans(rows)
    names = {one.name: one.place for one in series}
    units: list[Unit] = []
    long_ = {name: known[name] for name in names if name in known and known[name][1] > TARGET_ROWS}
    counts = _histograms(rows, long_)
    for one in series:
        if one.name in long_:
            _, _, low, high = long_[one.name]
            width = -(-(high - low + 1) // _BINS)
            edges = [low + k * width for k in range(_BINS + 1)]
            one.units = cut_counts(one.place, edges, counts[one.name])
        else:
            one.units = [Unit(one.place, 0, -(2**62), 2**62)]
        units += one.units
    starts = {one.name: (first + sum(len(other.units) for other in series[:k]), np.array([unit.start for unit in one.units[1:]], np.int64)) for k, one in enumerate(series)}
    shared = rows.sparkSession.sparkContext.broadcast(starts)

    def place(batches):
        for batch in batches:
            texts = batch.column("series").dictionary_encode()
            times = batch.column("time").to_numpy()
            unit = np.zeros(len(times), np.int32)
            codes = texts.indices.to_numpy()
            for code, name in enumerate(texts.dictionary.to_pylist()):
                mine = codes == code
                base, cuts = shared.value[name]
                unit[mine] = base + np.searchsorted(cuts, times[mine], "right")
            yield pa.RecordBatch.from_arrays([pa.array(unit), batch.column("time"), batch.column("block"), batch.column("line"), batch.column("value")], schema=ROWS)

    cores = rows.sparkSession.sparkContext.defaultParallelism
    parts = max(1, min(len(units), max(2 * cores, -(-sum(one[1] for one in known.values()) // _TASK_ROWS))))
    placed = rows.mapInArrow(place, "unit int, time long, block long, line long, value double")
    return units, placed.repartition(parts, "unit").sortWithinPartitions("unit", "time", "block", "line")


def _histograms(rows: DataFrame, long_: dict) -> dict[str, list[int]]:
    """Of long series, rows in equal bins of their extent; of all of them in one pass."""
    if not long_:
        return {}
    shared = rows.sparkSession.sparkContext.broadcast({name: (low, -(-(high - low + 1) // _BINS)) for name, (_, _, low, high) in long_.items()})

    def count(batches):
        for batch in batches:
            texts = batch.column("series").dictionary_encode()
            codes, times = texts.indices.to_numpy(), batch.column("time").to_numpy()
            for code, name in enumerate(texts.dictionary.to_pylist()):
                if name not in shared.value:
                    continue
                low, width = shared.value[name]
                bins, counts = np.unique((times[codes == code] - low) // width, return_counts=True)
                yield pa.RecordBatch.from_arrays([pa.array([name] * len(bins)), pa.array(bins.astype(np.int32)), pa.array(counts.astype(np.int64))], names=["series", "bin", "rows"])

    found = {name: [0] * _BINS for name in long_}
    for row in rows.mapInArrow(count, "series string, bin int, rows long").groupBy("series", "bin").agg(F.sum("rows").alias("rows")).collect():
        found[row.series][row.bin] = row.rows
    return found
