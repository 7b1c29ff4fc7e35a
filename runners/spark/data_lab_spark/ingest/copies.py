"""Copies of series that were read: rows as read, in order of time, with anomalies where the recipe injects some; spec/anomalies.md."""

import math
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from ..engine.series import Maker
from ..engine.unit import TARGET_ROWS
from ..errors import LabError
from ..inject.access import CopyAccess
from ..inject.effects import Anomaly
from ..inject.realise import realise
from ..synth.generator import Generated
from .parsed import PARSED, PARSED_COLUMNS
from .sources import FileSeries

#: Rows of a copy with injected anomalies: their places and strengths depend on the whole series, which is in one task.
MOST_INJECTED = 50_000_000
_BATCH = 1 << 16
_MADE = f"{PARSED}, found binary"
_NAMES = [*PARSED_COLUMNS, "found"]


@dataclass
class Copy:
    """A copy. `origin`: the series that it was copied from; `series`: as one of a file, under its own name; `anomalies`: those that were injected."""

    origin: str
    series: FileSeries
    rows: DataFrame
    anomalies: list[Anomaly]


def copies(recipe: dict, rows: DataFrame | None, read: list[FileSeries]) -> dict[str, Copy]:
    """The copies of a recipe by their names. Raises LabError `source-missing`, `series-twice`, `file-too-large`, and what placing anomalies does."""
    by_name = {one.name: one for one in read}
    made: dict[str, Copy] = {}
    for index, source in enumerate(recipe["generated"]):
        if "copy" not in source:
            continue
        name, origin = source["name"], by_name.get(source["copy"])
        if origin is None or rows is None:
            raise LabError("source-missing", f"{name} is a copy of {source['copy']}, which is not loaded. Add its file, or choose another series.", f"$.generated[{index}].copy")
        if name in by_name or name in made:
            raise LabError("series-twice", f'A series named "{name}" is there already. Every series needs a name of its own; name the copy otherwise.', f"$.generated[{index}].name")
        mine = rows.where(F.col("series") == origin.name)
        if any(one["series"] == name and not one.get("off") for one in recipe["injections"]):
            if origin.rows > MOST_INJECTED:
                raise LabError("file-too-large", f"{name} has {origin.rows:,} rows; a copy with injected anomalies is made whole, by one task, of {MOST_INJECTED:,} rows at most. Inject into a copy of a part of it.", f"$.generated[{index}]")
            made[name] = _injected(recipe, name, origin, mine)
        else:
            made[name] = Copy(origin.name, FileSeries(name, origin.source, origin.zone, origin.rows, origin.low, origin.high), _plain(name, origin, mine), [])
    return made


def _plain(name: str, origin: FileSeries, rows: DataFrame) -> DataFrame:
    """Rows in order of time, those of one time in the order of the file: a block for each stretch of time."""

    def renamed(batches):
        block, line = None, 0
        for batch in batches:
            n = batch.num_rows
            if n == 0:
                continue
            block = batch.column("time")[0].as_py() if block is None else block
            yield _batch(name, batch.column("source")[0].as_py(), block, line, batch.column("time"), batch.column("value"))
            line += n

    parts = math.ceil(origin.rows / TARGET_ROWS)
    parted = rows.repartitionByRange(parts, "time") if parts > 1 else rows.coalesce(1)
    return parted.sortWithinPartitions("time", "block", "line").mapInArrow(renamed, PARSED)


def _batch(name: str, source: int, block: int, line: int, times: pa.Array, values: pa.Array) -> pa.RecordBatch:
    n = len(times)
    columns = [pa.repeat(name, n), pa.repeat(pa.scalar(source, pa.int32()), n), pa.repeat(pa.scalar(block, pa.int64()), n), pa.array(np.arange(line, line + n)), times, values]
    return pa.RecordBatch.from_arrays(columns, names=PARSED_COLUMNS)


def _injected(recipe: dict, name: str, origin: FileSeries, rows: DataFrame) -> Copy:
    made = rows.coalesce(1).sortWithinPartitions("time", "block", "line").mapInArrow(_maker(recipe, name, origin), _MADE).cache()
    found = pickle.loads(made.where("found is not null").select("found").collect()[0].found)
    if isinstance(found, LabError):
        raise found
    count, low, high, anomalies = found
    if count == 0:
        raise LabError("recipe-value", f"{name} has no row left: its anomalies take all of them away. Make them shorter.", "$.injections")
    return Copy(origin.name, FileSeries(name, origin.source, origin.zone, count, low, high), made.where("found is null").select(*PARSED_COLUMNS), anomalies)


def _maker(recipe: dict, name: str, origin: FileSeries) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Makes the rows of a copy of all rows of a series, and beside them, in a row of its own, how many there are, their extent and the anomalies."""

    def make(batches):
        held = list(batches)
        if not held:
            return
        table = pa.Table.from_batches(held)
        try:
            access = CopyAccess(name, table.column("time").to_numpy(), table.column("value").to_numpy(zero_copy_only=False))
            others = {**Maker(recipe).accesses, origin.name: access}.get
            anomalies = realise(recipe["injections"], access, recipe["seed"], others)
            times, values = Generated(access, anomalies, others).make(0, access.rows)
            found: tuple | LabError = (len(times), int(times.min()), int(times.max()), anomalies) if len(times) else (0, 0, 0, anomalies)
        except LabError as error:
            found, times, values = error, np.empty(0, np.int64), np.empty(0)
        for start in range(0, len(times), _BATCH):
            part = slice(start, start + _BATCH)
            one = _batch(name, origin.source, 0, start, pa.array(times[part], pa.int64()), pa.array(values[part], pa.float64()))
            yield pa.RecordBatch.from_arrays([*one.columns, pa.nulls(one.num_rows, pa.binary())], names=_NAMES)
        told = [pa.nulls(1, field.type) for field in held[0].schema] + [pa.array([pickle.dumps(found)], pa.binary())]
        yield pa.RecordBatch.from_arrays(told, names=_NAMES)

    return make


__all__ = ["Copy", "MOST_INJECTED", "copies"]
