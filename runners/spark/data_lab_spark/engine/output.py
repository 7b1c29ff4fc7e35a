"""Rows as they are written: which of them, with which flags, as columns."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from ..labels import Flags
from ..steps.piece import Rows
from . import task
from .folders import Folders

_NAMES = pa.dictionary(pa.int32(), pa.string())
_BARE = [
    pa.field("series", _NAMES, False),
    pa.field("timestamp", pa.timestamp("us", "UTC"), False),
    pa.field("value", pa.float64()),
    pa.field("is_anomaly", pa.bool_(), False),
    pa.field("anomaly_type", _NAMES),
    pa.field("anomaly_id", _NAMES),
]
_OUTLIER, _OBSERVATIONS, _FILLED = pa.field("outlier", pa.bool_(), False), pa.field("observations", pa.int32(), False), pa.field("filled", pa.bool_(), False)
#: Columns of the files of each kind.
SCHEMAS = {
    "raw": pa.schema(_BARE),
    "twin": pa.schema(_BARE),
    "clean": pa.schema([*_BARE, _OUTLIER, _FILLED]),
    "resampled": pa.schema([*_BARE, _OBSERVATIONS, _FILLED]),
}


@dataclass(frozen=True)
class Out:
    """Rows that are written. `steps`: by series, after how many of its steps. `intervals`: of flags, by series: start and end [start, end), id and type."""

    kind: str
    steps: list[int]
    intervals: dict[int, list[tuple[int, int, str, str]]]
    folders: Folders = field(default_factory=lambda: Folders(()))


@dataclass(frozen=True)
class Lot:
    """Rows of a series for one folder of an output, in order. `out`: its place among the outputs."""

    out: int
    folder: str
    batch: pa.RecordBatch


def lots(job: task.Job, pieces: task.Pieces, outs: list[Out]) -> Iterator[tuple[int, list[Lot]]]:
    """Of each piece, by the place of its unit, what of it is written."""
    flags = [{series: Flags(given) for series, given in out.intervals.items()} for out in outs]
    for place, piece in pieces:
        series = job.units[place].series
        made: list[Lot] = []
        for stage, _ in task.stages(job, series, piece, max(out.steps[series] for out in outs)):
            for k, out in enumerate(outs):
                if out.steps[series] == stage:
                    rows = piece.rows
                    if out.kind == "resampled" and rows.observations is None:
                        rows = Rows(rows.times, rows.values, rows.outlier, rows.filled, np.isfinite(rows.values).astype(np.int32))
                    made += _lots(k, out, series, piece.series, rows, flags[k].get(series))
        yield place, made


def source_lots(job: task.Job, places: Iterator[int], outs: list[Out]) -> Iterator[tuple[int, list[Lot]]]:
    """Of each unit of a generated series its rows as they are made, in no order of time: with their anomalies for the kind `raw`, without them for `twin`."""
    maker = task.maker_of(job)
    flags = [{series: Flags(given) for series, given in out.intervals.items()} for out in outs]
    for place in places:
        unit = job.units[place]
        name = job.series[unit.series].name
        made = []
        for k, out in enumerate(outs):
            rows = Rows.of(*maker.in_file_order(unit, name, job.anomalies.get(name, []), out.kind == "twin"))
            made += [Lot(k, str(unit.series), one.batch) for one in _lots(k, out, unit.series, name, rows, flags[k].get(unit.series))]
        yield place, made


def copy_lots(job: task.Job, pieces: task.Pieces, outs: list[Out]) -> Iterator[tuple[int, list[Lot]]]:
    """Of pieces of copies their rows before all steps, in order of time; nothing of other pieces."""
    flags = [{series: Flags(given) for series, given in out.intervals.items()} for out in outs]
    for place, piece in pieces:
        series = job.units[place].series
        if job.series[series].kind == "copy":
            yield place, [Lot(k, str(series), one.batch) for k, out in enumerate(outs) for one in _lots(k, out, series, piece.series, piece.rows, flags[k].get(series))]


def _lots(k: int, out: Out, series: int, name: str, rows: Rows, flags: Flags | None) -> list[Lot]:
    if len(rows) == 0:
        return []
    batch = batch_of(out.kind, name, rows, flags)
    return [Lot(k, folder, batch.slice(a, b - a)) for folder, a, b in out.folders.runs(series, rows.times)]


def batch_of(kind: str, name: str, rows: Rows, flags: Flags | None) -> pa.RecordBatch:
    """Rows as columns of a kind, with the flags of labels; a value that is no number is null."""
    n = len(rows)
    owner = np.zeros(n, np.int64) if flags is None else _owners(flags, rows.times)
    columns = [
        pa.DictionaryArray.from_arrays(pa.array(np.zeros(n, np.int32)), pa.array([name])),
        pa.array(rows.times, pa.int64()).cast(pa.timestamp("us", "UTC")),
        pa.array(rows.values, mask=~np.isfinite(rows.values)),
        pa.array(owner > 0),
        *_words(flags, owner),
    ]
    if kind == "clean":
        columns += [pa.array(rows.outlier), pa.array(rows.filled)]
    elif kind == "resampled":
        columns += [pa.array(rows.observations, pa.int32()), pa.array(rows.filled)]
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMAS[kind])


def _owners(flags: Flags, times: np.ndarray) -> np.ndarray:
    """Of rows in any order of time."""
    if len(times) < 2 or not (times[1:] < times[:-1]).any():
        return flags.owners(times)
    order = np.argsort(times, kind="stable")
    found = np.empty(len(times), np.int64)
    found[order] = flags.owners(times[order])
    return found


def _words(flags: Flags | None, owner: np.ndarray) -> list[pa.Array]:
    """Types and ids of the labels that rows belong to."""
    if flags is None or not owner.any():
        return [pa.nulls(len(owner), _NAMES)] * 2
    there = np.flatnonzero(np.bincount(owner))
    words = there[there > 0]
    index = np.zeros(int(there[-1]) + 1, np.int32)
    index[words] = np.arange(len(words))
    places = pa.array(index[owner], mask=owner == 0)
    made = []
    for texts in (flags.types, flags.ids):
        said = pa.array(texts[words].tolist(), pa.string()).dictionary_encode()
        made.append(pa.DictionaryArray.from_arrays(said.indices.take(places), said.dictionary))
    return made
