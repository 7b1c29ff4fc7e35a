"""Rows that were read, with those of other units where a step of their series reaches that far."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame

from ..labels import spans_of
from ..steps.outliers import Outliers
from ..steps.piece import Piece, Rows
from .task import ROWS, Job, Pieces

#: `target`: the unit whose task has the row.
_BESIDE = pa.schema([("target", pa.int32()), *ROWS])
_COLUMNS = "target int, unit int, time long, block long, line long, value double"


def units_beside(job: Job) -> dict[int, list[int]]:
    """Of units of series that were read, by their places, the places of those whose rows their steps take in; only of those with such."""
    places = {(unit.series, unit.number): place for place, unit in enumerate(job.units)}
    found = {}
    for place, unit in enumerate(job.units):
        if job.series[unit.series].clock is not None:
            continue
        numbers = {unit.number}
        for step in reversed(job.steps[unit.series]):
            if isinstance(step, Outliers) and step.reach is not None and step.reach.pieces is not None:
                numbers = {one for number in numbers for one in range(step.reach.pieces[number][0], step.reach.pieces[number][1] + 1)}
        if len(numbers) > 1:
            found[place] = [places[unit.series, number] for number in sorted(numbers) if number != unit.number]
    return found


def with_beside(read: DataFrame, beside: dict[int, list[int]]) -> DataFrame:
    """Rows of `ROWS`, each for its own unit and for those that take it in, in order of the unit that they are for."""
    targets: dict[int, list[int]] = {}
    for place, others in beside.items():
        for other in others:
            targets.setdefault(other, []).append(place)
    shared = read.sparkSession.sparkContext.broadcast(targets)

    def spread(batches):
        for batch in batches:
            units = batch.column(0).to_numpy()
            bounds = [0, *(np.flatnonzero(np.diff(units)) + 1).tolist(), len(units)]
            for a, b in zip(bounds, bounds[1:]):
                if a < b:
                    part, unit = batch.slice(a, b - a), int(units[a])
                    for target in (unit, *shared.value.get(unit, [])):
                        yield pa.RecordBatch.from_arrays([pa.repeat(pa.scalar(target, pa.int32()), b - a), *part.columns], schema=_BESIDE)

    parts = min(10_000, max(2 * read.sparkSession.sparkContext.defaultParallelism, len(beside)))
    return read.mapInArrow(spread, _COLUMNS).repartition(parts, "target").sortWithinPartitions("target", "unit", "time", "block", "line")


def beside_pieces(job: Job, batches: Iterator[pa.RecordBatch]) -> Pieces:
    """Of batches in order of target, unit, time and place in the file: the piece of each target, which knows its neighbours."""
    held: dict[int, list[pa.RecordBatch]] = {}
    target = None
    for batch in batches:
        targets, units = batch.column(0).to_numpy(), batch.column(1).to_numpy()
        bounds = [0, *(np.flatnonzero((np.diff(targets) != 0) | (np.diff(units) != 0)) + 1).tolist(), len(units)]
        for a, b in zip(bounds, bounds[1:]):
            if a == b:
                continue
            if target is not None and int(targets[a]) != target:
                yield from _piece(job, target, held)
                held = {}
            target = int(targets[a])
            held.setdefault(int(units[a]), []).append(batch.slice(a, b - a))
    if held:
        yield from _piece(job, target, held)


def _piece(job: Job, target: int, held: dict[int, list[pa.RecordBatch]]) -> Pieces:
    if target not in held:
        return
    series = job.series[job.units[target].series]
    spans = spans_of(series.labels)
    rows: dict[int, Rows] = {}
    for place, batches in held.items():
        table = pa.Table.from_batches(batches)
        rows[job.units[place].number] = Rows.of(table.column("time").to_numpy(), table.column("value").to_numpy(zero_copy_only=False))

    def piece(number: int) -> Piece:
        mine = rows.get(number)
        return Piece(series.name, number, Rows.of(np.empty(0, np.int64), np.empty(0)) if mine is None else replace(mine), spans, piece)

    yield target, piece(job.units[target].number)
