"""Rows of a bundle and of a replay in order of series and time, compared a stretch at a time."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ..checks.text import js_number, moment
from .alike import numbers_alike

if TYPE_CHECKING:
    from .rows import Layout


@dataclass(frozen=True)
class Difference:
    """The first of a folder. `file` and `row` (from 1): in the bundle, None where the bundle lacks the row. `column` None: the rows of this series and time are not as many."""

    series: str
    time: int
    column: str | None
    expected: str
    got: str
    file: str | None = None
    row: int | None = None

    @property
    def where(self) -> str:
        return f"{self.series}, {moment(self.time)}"


class Batch:
    """Rows in order of series, time and side (0: bundle, 1: replay); all rows of a series and time are in one batch."""

    def __init__(self, table: pa.Table):
        self.table = table
        encoded = table.column("series").combine_chunks().dictionary_encode()
        encoded = encoded.chunk(0) if isinstance(encoded, pa.ChunkedArray) else encoded
        self.names = encoded.dictionary.to_pylist()
        self.series = encoded.indices.to_numpy()
        self.times = table.column("timestamp").cast(pa.int64()).to_numpy()
        self.side = table.column("side").to_numpy()

    def numbers(self, column: str) -> np.ndarray:
        """Of a column, NaN where there is nothing."""
        return self.table.column(column).cast(pa.float64()).to_numpy()

    def codes(self, column: str) -> np.ndarray:
        """Equal cells have equal numbers; −1 where there is nothing."""
        column = self.table.column(column).combine_chunks()
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            encoded = column.dictionary_encode()
            column = (encoded.chunk(0) if isinstance(encoded, pa.ChunkedArray) else encoded).indices
        return column.cast(pa.int64()).fill_null(-1).to_numpy(zero_copy_only=False)

    @cached_property
    def groups(self) -> np.ndarray:
        """Of each row the number of its series and time."""
        new = (self.series[1:] != self.series[:-1]) | (self.times[1:] != self.times[:-1])
        return np.concatenate([[0], np.cumsum(new)])

    def text(self, column: str, row: int) -> str:
        value = self.table.column(column)[row].as_py()
        if value is None or value != value:
            return "nothing"
        if isinstance(value, bool):
            return "true" if value else "false"
        return f'"{value}"' if isinstance(value, str) else js_number(value)


def compare(batch: Batch, layout: "Layout", files: dict[int, str], scales: dict[str, float], extra: str | None, told: dict[str, list]) -> None:
    """Adds to `told`, by folder: rows of the bundle, rows of the replay, and the first difference or None."""
    folders, place = _folders(batch, layout)
    rows = [np.bincount(place[batch.side == side], minlength=len(folders)) for side in (0, 1)]
    for folder, got, wanted in zip(folders, *rows):
        its = told.setdefault(folder, [0, 0, None])
        its[0] += int(got)
        its[1] += int(wanted)
    bad: dict[int, Difference] = {}

    def add(row: int, difference: Difference) -> None:
        at = int(place[row])
        before = bad.get(at)
        if before is None or (difference.series, difference.time) < (before.series, before.time):
            bad[at] = difference

    uneven = _uneven(batch, add, place, files)
    _cells(batch, uneven, scales, extra, add, place, files)
    _astray(batch, folders, place, files, add)
    for at, difference in bad.items():
        its = told[folders[at]]
        if its[2] is None or (difference.series, difference.time) < (its[2].series, its[2].time):
            its[2] = difference


def _folders(batch: Batch, layout: "Layout") -> tuple[list[str], np.ndarray]:
    """The folders in which rows belong, and of each row the place of its folder."""
    place = np.zeros(len(batch.times), np.int64)
    folders: list[str] = []
    known: dict[str, int] = {}
    for code in np.unique(batch.series):
        mine = np.flatnonzero(batch.series == code)
        name = batch.names[code]
        keys, inverse = np.unique(layout.keys(name, batch.times[mine]), return_inverse=True)
        its = []
        for key in keys.tolist():
            folder = layout.folder(name, key)
            if folder not in known:
                known[folder] = len(folders)
                folders.append(folder)
            its.append(known[folder])
        place[mine] = np.array(its)[inverse]
    return folders, place


def _firsts(rows: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Of some rows the first of each folder, in their order."""
    if len(rows) == 0:
        return rows
    return rows[np.sort(np.unique(place[rows], return_index=True)[1])]


def _of(batch: Batch, files: dict[int, str], row: int) -> dict:
    """File and row of a row of the bundle."""
    return {"file": files[batch.table.column("file")[row].as_py()], "row": batch.table.column("row")[row].as_py() + 1}


def _uneven(batch: Batch, add, place: np.ndarray, files: dict[int, str]) -> np.ndarray:
    """Tells where a series and time are not as often in both; gives which groups these are."""
    most = int(batch.groups[-1]) + 1
    got = np.bincount(batch.groups[batch.side == 0], minlength=most)
    wanted = np.bincount(batch.groups[batch.side == 1], minlength=most)
    uneven = got != wanted
    for row in _firsts(np.flatnonzero(uneven[batch.groups]), place).tolist():
        group = batch.groups[row]
        at = _of(batch, files, row) if batch.side[row] == 0 else {}
        add(row, Difference(batch.names[batch.series[row]], int(batch.times[row]), None, str(wanted[group]), str(got[group]), **at))
    return uneven


def _cells(batch: Batch, uneven: np.ndarray, scales: dict[str, float], extra: str | None, add, place: np.ndarray, files: dict[int, str]) -> None:
    """Tells where cells differ, of rows that are as often in both."""
    even = ~uneven[batch.groups]
    a, b = np.flatnonzero(even & (batch.side == 0)), np.flatnonzero(even & (batch.side == 1))
    if len(a) == 0:
        return
    values = batch.numbers("value")
    scale = np.array([scales.get(name, 1.0) for name in batch.names])[batch.series]
    columns = ["is_anomaly", "anomaly_type", "anomaly_id", *([extra, "filled"] if extra else [])]
    unlike = {"value": ~numbers_alike(values[b], values[a], scale[a])}
    for column in columns:
        codes = batch.codes(column)
        unlike[column] = codes[a] != codes[b]
    rows = np.flatnonzero(np.logical_or.reduce(list(unlike.values())))
    for k in rows[np.searchsorted(a[rows], _firsts(a[rows], place))].tolist() if len(rows) else []:
        column = next(column for column, its in unlike.items() if its[k])
        row = int(a[k])
        add(row, Difference(batch.names[batch.series[row]], int(batch.times[row]), column, batch.text(column, int(b[k])), batch.text(column, row), **_of(batch, files, row)))


def _astray(batch: Batch, folders: list[str], place: np.ndarray, files: dict[int, str], add) -> None:
    """Tells of rows that lie in another folder than they should."""
    mine = np.flatnonzero(batch.side == 0)
    if len(mine) == 0:
        return
    ids, inverse = np.unique(batch.table.column("file").fill_null(0).to_numpy()[mine], return_inverse=True)
    lies = np.array([_folder_at(files[one].rpartition("/")[0], folders) for one in ids.tolist()])[inverse]
    for row in _firsts(mine[lies != place[mine]], place).tolist():
        at = _of(batch, files, row)
        add(row, Difference(batch.names[batch.series[row]], int(batch.times[row]), "folder", folders[place[row]], at["file"].rpartition("/")[0], **at))


def _folder_at(folder: str, folders: list[str]) -> int:
    return folders.index(folder) if folder in folders else -1
