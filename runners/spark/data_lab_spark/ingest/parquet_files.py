"""Parquet files, and data sets of several, to rows of series, by Spark: a task for some row groups."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from ..errors import LabError
from .facts import BlockFacts, together
from .files import Found
from .layout import check_columns, columns_read, file_names
from .parquet import Tables, partition_values
from .parsed import PARSED_COLUMNS, READ, batches_of, fact_row, facts_of, guarded
from .paths import key_of_path

#: Rows that are worked on at once, and those of row groups that are one task.
_BATCH_ROWS, _TASK_ROWS = 1 << 17, 1 << 21
_AT_ONCE = 16
#: A file that only Spark reaches is read whole, and its bytes travel in one array.
_MOST_WHOLE = 2**31 - 1
#: Blocks of a part: its number, then the number of the row group.
_GROUP_BITS = 24


@dataclass(frozen=True)
class Part:
    """A file of a source. `number`: its place among the source's parts; `rows`: of each of its row groups, None where only Spark reaches it."""

    source: dict
    place: int
    number: int
    name: str
    found: Found
    rows: list[int] | None = None


@dataclass(frozen=True)
class _Work:
    """Row groups [low, high) of a part. `first`: how many records of the source stand before them."""

    part: Part
    low: int
    high: int
    first: int


class ParquetRows:
    """The rows of Parquet sources, lazily, and what was counted of them once they were read."""

    def __init__(self, spark: SparkSession, sources: list[tuple[int, dict]], found: dict[str, Found]):
        self.spark = spark
        self.rows: list[DataFrame] = []
        self.facts: dict[int, BlockFacts] = {}
        parts = [Part(source, place, number, name, found[name]) for place, source in sources for number, name in enumerate(file_names(source))]
        near = [part for part in parts if part.found.local]
        far = [part for part in parts if not part.found.local]
        for part in far:
            if part.found.bytes > _MOST_WHOLE:
                raise LabError("file-too-large", f"{part.name} has more than 2 GiB and lies where only Spark reaches it. Write it in several files, or run this recipe where the file is mounted.", file=part.name)
        frames = ([self._near(near)] if near else []) + ([self._far(far)] if far else [])
        if not frames:
            return
        read = frames[0] if len(frames) == 1 else frames[0].unionByName(frames[1])
        kept = read.cache()
        blocks = facts_of(kept)
        _check_moments({part.place: part.source for part in parts}, blocks)
        self.facts = together(blocks)
        self.rows = [kept.where("facts is null").select(*PARSED_COLUMNS)]

    def _near(self, parts: list[Part]) -> DataFrame:
        """Files that each task opens by their paths, a few row groups for each."""
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            planned = list(threads.map(_planned, parts))
        work = _work_of(planned)
        shared = self.spark.sparkContext.broadcast(work)

        def read(batches):
            for batch in batches:
                for place in batch.column(0).to_pylist():
                    one = shared.value[place]
                    yield from guarded(_read(one, one.part.found.path))

        return self.spark.range(0, len(work), 1, min(len(work), 10_000)).mapInArrow(read, READ)

    def _far(self, parts: list[Part]) -> DataFrame:
        """Files that Spark brings whole, each to one task."""
        by_path = {part.found.path: part for part in parts}
        files = self.spark.read.format("binaryFile").option("__globPaths__", "false").load([part.found.url for part in parts])
        files = files.select(F.col("_metadata.file_path").alias("path"), "content")
        before = self._before(parts, files) if any(not part.source["time"]["column"] for part in parts) else {}
        shared = self.spark.sparkContext.broadcast((by_path, before))

        def read(batches):
            its, first = shared.value
            for path, content in _contents(batches):
                part = its[path]
                yield from guarded(_read(_Work(part, 0, 2**_GROUP_BITS, first.get((part.place, part.number), 0)), content))

        return files.mapInArrow(read, READ)

    def _before(self, parts: list[Part], files: DataFrame) -> dict[tuple[int, int], int]:
        """How many records of its source stand before each part."""

        def count(batches):
            for path, content in _contents(batches):
                yield pa.RecordBatch.from_arrays([pa.array([path]), pa.array([pq.read_metadata(content).num_rows], pa.int64())], names=["path", "rows"])

        rows = {row.path: row.rows for row in files.mapInArrow(count, "path string, rows long").collect()}
        found: dict[tuple[int, int], int] = {}
        total: dict[int, int] = {}
        for part in parts:
            found[part.place, part.number] = total.get(part.place, 0)
            total[part.place] = total.get(part.place, 0) + rows[part.found.path]
        return found


def _contents(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[str, pa.BufferReader]]:
    for batch in batches:
        for path, content in zip(batch.column(0).to_pylist(), batch.column(1)):
            yield key_of_path(path), pa.BufferReader(content.as_buffer())


def _planned(part: Part) -> Part:
    with _opened(part, part.found.path) as file:
        _check(part, file)
        meta = file.metadata
        return Part(part.source, part.place, part.number, part.name, part.found, [meta.row_group(k).num_rows for k in range(meta.num_row_groups)])


def _work_of(parts: list[Part]) -> list[_Work]:
    work = []
    records: dict[int, int] = {}
    for part in parts:
        low = held = 0
        first = records.get(part.place, 0)
        for group, rows in enumerate(part.rows, 1):
            held += rows
            if held >= _TASK_ROWS or group == len(part.rows):
                work.append(_Work(part, low, group, first))
                low, first, held = group, first + held, 0
        records[part.place] = first
    return work


def _opened(part: Part, where) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(where)
    except (pa.ArrowException, OSError) as error:
        raise _unsupported(part, error) from None


def _unsupported(part: Part, error: Exception) -> LabError:
    return LabError("file-unsupported", f"{part.name} could not be read as Parquet: it is damaged, cut short, or uses something that the reader does not know ({error}). Write it again, or convert it to CSV.", file=part.name)


def _check(part: Part, file: pq.ParquetFile) -> dict[str, str | None]:
    """The columns that the part's path names and the file has not. Raises LabError `file-too-wide`, `column-unknown`."""
    own = file.schema_arrow.names
    named = {name: value for name, value in partition_values(part.name).items() if name not in own}
    names = [*own, *named]
    check_columns(part.name, names)
    absent = next((one for one in columns_read(part.source) if one not in names), None)
    if absent is not None:
        shown = ", ".join(names[:20]) + (f", and {len(names) - 20:,} more" if len(names) > 20 else "")
        raise LabError("column-unknown", f'{part.name} has no column "{absent}". Its columns are {shown}. Choose one of them.', file=part.name)
    return named


def _read(work: _Work, where) -> Iterator[pa.RecordBatch]:
    """Batches of `READ`: rows, and what was counted of each row group."""
    part = work.part
    tables = Tables(part.source)
    with _opened(part, where) as file:
        named = _check(part, file)
        wanted = [name for name in columns_read(part.source) if name not in named]
        records = work.first
        for group in range(work.low, min(work.high, file.num_row_groups)):
            block = part.number << _GROUP_BITS | group
            facts = BlockFacts(part.place, block, records=records)
            rows = file.metadata.row_group(group).num_rows
            line = 0
            for table in _tables(part, file, group, wanted, rows):
                for name, value in named.items():
                    table = table.append_column(name, pa.nulls(table.num_rows, pa.string()) if value is None else pa.repeat(value, table.num_rows))
                yield from batches_of(part.source, part.place, block, tables.rows(table, facts, line))
                line += table.num_rows
            records += rows
            facts.records = rows
            yield fact_row(facts)


def _tables(part: Part, file: pq.ParquetFile, group: int, wanted: list[str], rows: int) -> Iterator[pa.Table]:
    if not wanted:
        yield pa.table({"": pa.nulls(rows)}).select([])
        return
    try:
        for batch in file.iter_batches(_BATCH_ROWS, [group], wanted):
            yield pa.Table.from_batches([batch])
    except (pa.ArrowException, OSError) as error:
        raise _unsupported(part, error) from None


def _check_moments(sources: dict[int, dict], blocks: list[BlockFacts]) -> None:
    """Raises LabError `file-unsupported` where the times of some parts are moments in UTC and those of others are local."""
    known: dict[int, bool] = {}
    for one in sorted(blocks, key=lambda one: (one.source, one.block)):
        if one.moments is None or known.setdefault(one.source, one.moments) == one.moments:
            continue
        source = sources[one.source]
        name, part = source["file"], file_names(source)[one.block >> _GROUP_BITS]
        columns = source["time"]["column"]
        shown = columns if isinstance(columns, str) else ", ".join(columns)
        raise LabError(
            "file-unsupported",
            f'{name}: the times in "{shown}" have a zone in some of its files and none in others ({part}), so they cannot be read as one. Nothing was written. Add the files apart, or write them with one type of timestamp.',
            file=name,
        )


__all__ = ["ParquetRows"]
