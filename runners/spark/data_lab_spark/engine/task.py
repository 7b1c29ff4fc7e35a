"""What a task of Spark does: rows of a stretch through the first steps of its series, then what is wanted of them. Everything here is pickled."""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from ..inject.effects import Anomaly
from ..labels import Flags, spans_of
from ..steps.piece import Piece, Rows
from ..steps.step import Counts, Step
from .series import Maker, Series
from .unit import Unit

#: Rows of stretches that were read from files, as they travel.
ROWS = pa.schema([("unit", pa.int32()), ("time", pa.int64()), ("block", pa.int64()), ("line", pa.int64()), ("value", pa.float64())])
GATHERED = pa.schema([("unit", pa.int32()), ("data", pa.binary())])
#: Columns of output; `observations` or `outlier` is null for the other stage.
OUTPUT = pa.schema(
    [
        ("series", pa.string()),
        ("timestamp", pa.timestamp("us", "UTC")),
        ("value", pa.float64()),
        ("is_anomaly", pa.bool_()),
        ("anomaly_type", pa.string()),
        ("anomaly_id", pa.string()),
        ("observations", pa.int32()),
        ("outlier", pa.bool_()),
        ("filled", pa.bool_()),
    ]
)
_OUTPUT_ROWS = 1 << 16


@dataclass
class Job:
    """All that tasks need, broadcast once for each pass."""

    recipe: dict
    series: list[Series]
    units: list[Unit]
    steps: list[list[Step]]
    anomalies: dict[str, list[Anomaly]] = field(default_factory=dict)


_makers: dict[int, Maker] = {}


def _maker(job: Job) -> Maker:
    """One for each job in a Python worker; a worker is used again by later passes of the same recipe."""
    key = hash(pickle.dumps((job.recipe["generated"], job.recipe["seed"])))
    if key not in _makers:
        _makers.clear()
        _makers[key] = Maker(job.recipe)
    return _makers[key]


Pieces = Iterator[tuple[int, Piece]]


def generated_pieces(job: Job, batches: Iterator[pa.RecordBatch]) -> Pieces:
    """Of batches with the places of units in a column."""
    maker = _maker(job)
    for batch in batches:
        for place in batch.column(0).to_pylist():
            unit = job.units[place]
            series = job.series[unit.series]
            rows = maker.rows(unit, series.name, job.anomalies.get(series.name, []))
            yield place, Piece(series.name, unit.number, rows, spans_of(series.labels))


def read_pieces(job: Job, batches: Iterator[pa.RecordBatch]) -> Pieces:
    """Of batches of `ROWS` in order of unit, time and place in the file."""
    held: list[pa.RecordBatch] = []
    place = None

    def made() -> tuple[int, Piece]:
        table = pa.Table.from_batches(held)
        unit = job.units[place]
        series = job.series[unit.series]
        times = table.column("time").to_numpy()
        values = table.column("value").to_numpy(zero_copy_only=False)
        return place, Piece(series.name, unit.number, Rows.of(times, values), spans_of(series.labels))

    for batch in batches:
        places = batch.column(0).to_numpy()
        bounds = [0, *(np.flatnonzero(np.diff(places)) + 1).tolist(), len(places)]
        for a, b in zip(bounds, bounds[1:]):
            if a == b:
                continue
            if place is not None and int(places[a]) != place:
                yield made()
                held = []
            place = int(places[a])
            held.append(batch.slice(a, b - a))
    if held:
        yield made()


def through(job: Job, place: int, piece: Piece, steps: int) -> Piece:
    """A piece after the first steps of its series."""
    for step in job.steps[job.units[place].series][:steps]:
        step.apply(piece)
    return piece


def stages(job: Job, series: int, piece: Piece, last: int) -> Iterator[tuple[int, Counts | None]]:
    """Takes a piece through the first `last` steps of its series, in place: before them and after each the stage that it is at, with the counts of the step."""
    yield 0, None
    for stage, step in enumerate(job.steps[series][:last], 1):
        rows = len(piece.rows)
        done = step.apply(piece)
        yield stage, {"rowsIn": rows, "rowsOut": len(piece.rows), **done}


def gather(job: Job, pieces: Pieces, wanted: list[list[int]]) -> Iterator[pa.RecordBatch]:
    """What the steps at `wanted` of each series ask of its pieces as the first of them gets these; none: nothing of this series."""
    for place, piece in pieces:
        its = wanted[job.units[place].series]
        if its:
            piece = through(job, place, piece, its[0])
            yield gathered_of(place, [job.steps[job.units[place].series][at].gather(piece) for at in its])


def gathered_of(place: int, found) -> pa.RecordBatch:
    """What was gathered of the unit at a place."""
    return pa.RecordBatch.from_arrays([pa.array([place], pa.int32()), pa.array([pickle.dumps(found)], pa.binary())], schema=GATHERED)


def write(job: Job, pieces: Pieces, steps: list[int], intervals: dict[int, list[tuple[int, int, str, str]]], bucketed: bool) -> Iterator[pa.RecordBatch]:
    """The rows after the first `steps` of each series as columns of output, with the flags of `intervals`. `bucketed`: of the resampled stage, where a series that was not resampled has its rows."""
    flags = {series: Flags(given) for series, given in intervals.items()}
    for place, piece in pieces:
        series = job.units[place].series
        rows = through(job, place, piece, steps[series]).rows
        if bucketed and rows.observations is None:
            rows.observations = np.isfinite(rows.values).astype(np.int32)
        owner = flags[series].owners(rows.times) if series in flags else np.zeros(len(rows), np.int64)
        for start in range(0, len(rows), _OUTPUT_ROWS):
            yield _output(piece.series, rows.take(slice(start, start + _OUTPUT_ROWS)), owner[start : start + _OUTPUT_ROWS], flags.get(series))


def _output(series: str, rows: Rows, owner: np.ndarray, flags: Flags | None) -> pa.RecordBatch:
    n = len(rows)
    values = pa.array(rows.values, mask=~np.isfinite(rows.values))
    if flags is None or not owner.any():
        types = ids = pa.nulls(n, pa.string())
    else:
        index = pa.array(owner, mask=owner == 0)
        types = pa.array(flags.types.tolist(), pa.string()).take(index)
        ids = pa.array(flags.ids.tolist(), pa.string()).take(index)
    nothing = rows.observations is None
    return pa.RecordBatch.from_arrays(
        [
            pa.DictionaryArray.from_arrays(pa.array(np.zeros(n, np.int32)), pa.array([series])).cast(pa.string()),
            pa.array(rows.times, pa.int64()).cast(pa.timestamp("us", "UTC")),
            values,
            pa.array(owner > 0),
            types,
            ids,
            pa.nulls(n, pa.int32()) if nothing else pa.array(rows.observations, pa.int32()),
            pa.array(rows.outlier) if nothing else pa.nulls(n, pa.bool_()),
            pa.array(rows.filled),
        ],
        schema=OUTPUT,
    )
