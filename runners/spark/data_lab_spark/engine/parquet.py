"""Parquet files that a task writes itself, of rows that never leave it: many at a time, in bounded memory."""

import hashlib
import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .output import SCHEMAS, Lot

#: Rows of a group; what is known of the extent of a group lets readers pass over it.
GROUP_ROWS = 1 << 18
#: Rows that wait, in all files together, until there are enough of one for a group.
WAITING_ROWS = 1 << 21
#: Bytes of a file, about: it ends with the group that reaches them.
FILE_BYTES = 120 << 20


@dataclass(frozen=True)
class Made:
    """A file that a task wrote. `path`: below the folder of all tasks; `series` and `time`: of its first row, by which the files of a folder are in order; `counts`: rows by series, None where unknown."""

    out: int
    folder: str
    path: str
    rows: int
    bytes: int
    sha256: str
    series: str
    time: int
    counts: dict[str, int] | None = None


class _Hashed:
    """A file that is written once, from its start to its end, hashed on the way."""

    def __init__(self, path: str):
        self._file = open(path, "wb")
        self._hash = hashlib.sha256()
        self.bytes = 0
        self.closed = False

    def write(self, content) -> int:
        self._hash.update(content)
        self.bytes += len(content)
        return self._file.write(content)

    def tell(self) -> int:
        return self.bytes

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        self.closed = True
        self._file.close()

    def sha256(self) -> str:
        return self._hash.hexdigest()


class _Open:
    """A file on its way: rows that wait, and the writer once there were enough."""

    def __init__(self, first: tuple[str, int]):
        self.first = first
        self.counts: dict[str, int] = {}
        self.waiting: list[pa.RecordBatch] = []
        self.waits = self.rows = 0
        self.sink: _Hashed | None = None
        self.writer: pq.ParquetWriter | None = None
        self.path = ""


class Files:
    """Files of outputs in the folder of an attempt of a task. `folder`: of all tasks, on a system that this process reaches by its paths; `attempt`: below it."""

    def __init__(self, folder: str, attempt: str, kinds: list[str], codec: str, smallest: bool):
        self.folder, self.attempt, self.kinds, self.codec, self.smallest = folder, attempt, kinds, codec, smallest
        self.made: list[Made] = []
        self._open: dict[tuple[int, str], _Open] = {}
        self._latest: dict[int, tuple[int, str]] = {}
        self._waiting = self._number = 0
        os.makedirs(posixpath.join(folder, attempt), exist_ok=True)

    def add(self, lot: Lot) -> None:
        """Takes rows that follow those that the folder of their output has."""
        key = lot.out, lot.folder
        one = self._open.get(key)
        if one is None:
            one = self._open[key] = _Open((lot.batch.column(0)[0].as_py(), lot.batch.column(1).cast(pa.int64())[0].as_py()))
        self._latest[lot.out] = key
        one.waiting.append(lot.batch)
        one.waits += lot.batch.num_rows
        self._waiting += lot.batch.num_rows
        if one.waits >= GROUP_ROWS:
            self._group(key, one)
        while self._waiting > WAITING_ROWS:
            key, one = max(self._open.items(), key=lambda pair: pair[1].waits)
            self._group(key, one)

    def end_all_but_latest(self) -> None:
        """Ends the files of each output but the one that took the latest rows."""
        for key in [key for key in self._open if self._latest[key[0]] != key]:
            self._end(key, self._open.pop(key))

    def end(self) -> list[Made]:
        """Ends all files, and tells of them."""
        for key in list(self._open):
            self._end(key, self._open.pop(key))
        return self.made

    def _group(self, key: tuple[int, str], one: _Open) -> None:
        """Writes the rows that wait for a file, and ends it where it is large enough."""
        kind = self.kinds[key[0]]
        table = pa.Table.from_batches(one.waiting, SCHEMAS[kind]).unify_dictionaries().combine_chunks()
        if one.writer is None:
            one.path = posixpath.join(self.attempt, f"{self._number}.parquet")
            self._number += 1
            one.sink = _Hashed(posixpath.join(self.folder, one.path))
            one.writer = self._writer(one.sink, kind)
        one.writer.write_table(table, row_group_size=GROUP_ROWS)
        for name, count in _counted(table.column("series")):
            one.counts[name] = one.counts.get(name, 0) + count
        one.rows += one.waits
        self._waiting -= one.waits
        one.waiting, one.waits = [], 0
        if one.sink.bytes >= FILE_BYTES:
            self._end(key, self._open.pop(key))

    def _writer(self, sink: _Hashed, kind: str) -> pq.ParquetWriter:
        schema = SCHEMAS[kind]
        texts = [field.name for field in schema if pa.types.is_dictionary(field.type)]
        encodings = {"timestamp": "DELTA_BINARY_PACKED", **({"value": "BYTE_STREAM_SPLIT"} if self.smallest else {})}
        return pq.ParquetWriter(sink, schema, compression=self.codec, use_dictionary=texts, column_encoding=encodings, store_schema=False, version="2.6")

    def _end(self, key: tuple[int, str], one: _Open) -> None:
        if one.waits:
            self._open[key] = one
            self._group(key, one)
            if self._open.pop(key, None) is None:
                return
        one.writer.close()
        one.sink.close()
        self.made.append(Made(*key, one.path, one.rows, one.sink.bytes, one.sink.sha256(), *one.first, one.counts))


def _counted(series: pa.ChunkedArray) -> Iterator[tuple[str, int]]:
    """How many rows there are of each series."""
    for chunk in series.chunks:
        counts = np.bincount(chunk.indices.to_numpy(), minlength=len(chunk.dictionary))
        yield from zip(chunk.dictionary.to_pylist(), counts.tolist())
