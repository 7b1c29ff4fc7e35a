"""What a task of Spark does: rows of a stretch through the first steps of its series, then what is wanted of them. Everything here is pickled."""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from ..inject.effects import Anomaly
from ..labels import spans_of
from ..steps.piece import Piece, Rows
from ..steps.step import Counts, Step
from .series import Maker, Series
from .unit import Unit

#: Rows of stretches that were read from files, as they travel.
ROWS = pa.schema([("unit", pa.int32()), ("time", pa.int64()), ("block", pa.int64()), ("line", pa.int64()), ("value", pa.float64())])
GATHERED = pa.schema([("unit", pa.int32()), ("data", pa.binary())])


@dataclass
class Job:
    """All that tasks need, broadcast once for each pass."""

    recipe: dict
    series: list[Series]
    units: list[Unit]
    steps: list[list[Step]]
    anomalies: dict[str, list[Anomaly]] = field(default_factory=dict)


_makers: dict[int, Maker] = {}


def maker_of(job: Job) -> Maker:
    """One for each job in a Python worker; a worker is used again by later passes of the same recipe."""
    key = hash(pickle.dumps((job.recipe["generated"], job.recipe["seed"])))
    if key not in _makers:
        _makers.clear()
        _makers[key] = Maker(job.recipe)
    return _makers[key]


Pieces = Iterator[tuple[int, Piece]]


def generated_pieces(job: Job, places: Iterator[int]) -> Pieces:
    """Of the places of units."""
    maker = maker_of(job)
    for place in places:
        unit = job.units[place]
        yield place, _generated_piece(job, maker, job.series[unit.series], unit.number)


def _generated_piece(job: Job, maker: Maker, series: Series, number: int) -> Piece:
    rows = maker.rows(series.units[number], series.name, job.anomalies.get(series.name, []))
    return Piece(series.name, number, rows, spans_of(series.labels), lambda other: _generated_piece(job, maker, series, other))


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
