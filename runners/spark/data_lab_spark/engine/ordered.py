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
_WINDOWED = f"{PARSED}, window int"


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
        for batch in batches:
            names = batch.column("series").to_pylist()
            times = batch.column("time").to_numpy().copy()
            window = np.full(len(names), -1, np.int32)
            for name in set(names) & set(zones):
                mine = np.array([one == name for one in names])
                starts = np.array([a for a, _ in its[name]], np.int64)
                ends = np.array([b for _, b in its[name]], np.int64)
                place = np.searchsorted(starts, times[mine], "right") - 1
                inside = (place >= 0) & (times[mine] < ends[np.maximum(place, 0)]) if len(starts) else np.zeros(mine.sum(), bool)
                window[mine] = np.where(inside, place, -1)
                plain = np.flatnonzero(mine)[~inside]
                times[plain] = to_utc(times[plain], zones[name], how[name])[0]
            columns = [batch.column(k) for k in range(4)] + [pa.array(times), batch.column("value"), pa.array(window)]
            yield pa.RecordBatch.from_arrays(columns, names=[*batch.schema.names, "window"])

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
    near = marked.where("window >= 0").repartition("series", "window").sortWithinPartitions("series", "window", "block", "line")
    return whole.unionByName(near.mapInArrow(together, PARSED)), near.mapInArrow(counted, f"series string, {', '.join(f'{one} long' for one in CHANGED)}")


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


def backward(rows: DataFrame, local: list[str]) -> dict[str, int]:
    """Of each series, the rows that are earlier than the row before them in the file; counted by stretches of the file, which follow each other.
    `local`: series that were in local time, whose rows around a change of the clock lie apart from the others."""

    def count(batches):
        held = list(batches)
        if not held:
            return
        table = pa.Table.from_batches(held)
        names = np.array(table.column("series").to_pylist(), object)
        blocks, times = table.column("block").to_numpy(), table.column("time").to_numpy()
        lines = table.column("line").to_numpy()
        for name in set(names.tolist()):
            for block in np.unique(blocks[names == name]).tolist():
                mine = (names == name) & (blocks == block)
                order = np.argsort(lines[mine], kind="stable")
                its = times[mine][order]
                yield pa.RecordBatch.from_arrays(
                    [pa.array([name]), pa.array([block]), pa.array([int(lines[mine].min())]), pa.array([int((np.diff(its) < 0).sum())]), pa.array([int(its[0])]), pa.array([int(its[-1])])],
                    names=["series", "block", "line", "back", "first", "last"],
                )

    parts = [rows]
    if local:
        apart = rows.where(F.col("series").isin(local)).repartitionByRange("series", "block", "line")
        parts = [rows.where(~F.col("series").isin(local)), apart]
    found: dict[str, list] = {}
    for part in parts:
        for row in part.mapInArrow(count, "series string, block long, line long, back long, first long, last long").collect():
            found.setdefault(row.series, []).append(row)
    total = {}
    for name, its in found.items():
        its.sort(key=lambda row: (row.block, row.line))
        total[name] = sum(row.back for row in its) + sum(b.first < a.last for a, b in zip(its, its[1:]))
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
    parts = max(1, min(len(units), max(2 * cores, -(-sum(one[1] for one in known.values()) // TARGET_ROWS))))
    placed = rows.mapInArrow(place, "unit int, time long, block long, line long, value double")
    return units, placed.repartition(parts, "unit").sortWithinPartitions("unit", "time", "block", "line")


def _histograms(rows: DataFrame, long_: dict) -> dict[str, list[int]]:
    """Of long series, rows in equal bins of their extent."""
    if not long_:
        return {}
    found = {name: [0] * _BINS for name in long_}
    for name, (_, _, low, high) in long_.items():
        width = -(-(high - low + 1) // _BINS)
        bins = rows.where(F.col("series") == name).groupBy(F.floor((F.col("time") - low) / width).alias("bin")).count()
        for row in bins.collect():
            found[name][row.bin] = row["count"]
    return found
