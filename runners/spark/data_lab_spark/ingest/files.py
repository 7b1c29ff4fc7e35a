"""Text files to rows of series, by Spark: lines are read where they lie and stay in the order of their file."""

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote, urlparse

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from ..errors import LabError
from .layout import header_names, series_name
from .lines import Lines, check_quotes, split_record

HEAD_BYTES = 1 << 18
#: `part`: the place of the source; a row's place in its file is (block, line).
PARSED = "series string, source int, block long, line long, time long, value double"
_ENCODINGS = {"utf-8": "utf-8", "windows-1252": "cp1252"}


@dataclass
class TextFile:
    """A file of a source, with what its first lines tell. `lines`: of them, how many stand before the first row."""

    source: dict
    place: int
    path: str
    columns: list[str]
    trailing: bool
    before: int


def find(spark: SparkSession, folder: str, name: str) -> str:
    """The path of a file of the recipe below a folder. Raises LabError `source-missing`."""
    hadoop = spark._jvm.org.apache.hadoop.fs
    path = hadoop.Path(posixpath.join(folder, name))
    if not path.getFileSystem(spark._jsc.hadoopConfiguration()).exists(path):
        raise LabError("source-missing", f"Expected {name} below {folder}; it is not there.", file=name)
    return path.toString()


def read_bytes(spark: SparkSession, path: str, most: int) -> bytes:
    """The first bytes of a file, unpacked where it is gzip."""
    where = spark._jvm.org.apache.hadoop.fs.Path(path)
    stream = where.getFileSystem(spark._jsc.hadoopConfiguration()).open(where)
    try:
        inner = spark._jvm.java.util.zip.GZIPInputStream(stream) if path.endswith(".gz") else stream
        return bytes(inner.readNBytes(most))
    finally:
        stream.close()


def look(spark: SparkSession, source: dict, place: int, path: str) -> TextFile:
    """What the first lines of a file tell."""
    csv = source["csv"]
    text = read_bytes(spark, path, HEAD_BYTES).decode(_ENCODINGS[csv["encoding"]], "replace").removeprefix("\ufeff")
    lines = text.split("\n")
    if len(lines) > 1:
        lines.pop()
    check_quotes(lines, source)
    delimiter, quote, comment = csv["delimiter"], csv.get("quote", '"'), csv.get("comment")
    at = csv.get("skip", 0)
    passed = 0
    records: list[list[str]] = []
    before = at
    wanted = (1 if csv["header"] else 0) + csv.get("afterHeader", 0)
    for place_of, line in enumerate(lines[at:], at):
        if (comment and line.startswith(comment)) or not line.strip(" \t\r\0\u00a0"):
            continue
        records.append(split_record(line.rstrip("\r"), delimiter, quote) or [line])
        if passed < wanted:
            passed += 1
            before = place_of + 1
    if not records:
        raise LabError("file-empty", f"{source['file']} has no lines to read.", file=source["file"])
    first, rows = records[0], records[wanted:]
    ends = [cells[-1] == "" and len(cells) > 1 for cells in rows]
    trailing = first[-1].strip() == "" and len(first) > 1 and sum(ends) * 2 > len(ends)
    width = len(first) - (1 if trailing else 0)
    columns = header_names(first[:width]) if csv["header"] else [f"column {k}" for k in range(1, width + 1)]
    return TextFile(source, place, path, columns, trailing, before)


def _key(path: str) -> str:
    """What Spark's path of a file and ours have in common."""
    return unquote(urlparse(path).path) if "://" in path or path.startswith("file:") else path


def rows_of(spark: SparkSession, files: list[TextFile]) -> DataFrame:
    """The rows of all files as `PARSED`, lazily."""
    by_path = {_key(one.path): one for one in files}
    lines = spark.read.option("lineSep", "\n").text([one.path for one in files])
    shaped = lines.select(
        F.col("value").cast("binary").alias("text"),
        F.col("_metadata.file_path").alias("path"),
        F.col("_metadata.file_block_start").alias("block"),
    )
    shared = spark.sparkContext.broadcast(by_path)

    def parse(batches):
        reader = _Reader(shared.value)
        for batch in batches:
            yield from reader.take(batch)

    return shaped.mapInArrow(parse, PARSED)


class _Reader:
    """Reads lines of one partition: those of a file's block follow each other."""

    def __init__(self, files: dict[str, TextFile]):
        self.files = files
        self.at: tuple[str, int] | None = None
        self.seen = 0
        self.lines: dict[str, Lines] = {}

    def take(self, batch: pa.RecordBatch):
        paths, blocks = batch.column(1).to_pylist(), batch.column(2).to_pylist()
        texts = batch.column(0).to_pylist()
        start = 0
        for end in range(1, len(texts) + 1):
            if end < len(texts) and (paths[end], blocks[end]) == (paths[start], blocks[start]):
                continue
            yield from self._part(_key(paths[start]), blocks[start], texts[start:end])
            start = end

    def _part(self, path: str, block: int, raw: list[bytes]):
        file = self.files[path]
        if self.at != (path, block):
            self.at, self.seen = (path, block), 0
        encoding = _ENCODINGS[file.source["csv"]["encoding"]]
        texts = [one.decode(encoding, "replace") for one in raw]
        if block == 0 and self.seen == 0 and texts:
            texts[0] = texts[0].removeprefix("\ufeff")
        first = self.seen
        skip = max(0, min(len(texts), file.before - first)) if block == 0 else 0
        self.seen += len(texts)
        texts = texts[skip:]
        if not texts:
            return
        check_quotes(texts, file.source)
        if not file.source["time"]["column"] and block > 0:
            raise LabError("not-on-spark", f"{file.source['file']}: rows that are only numbered are read from files of one block. Split the file, or give it a column of times.")
        lines = self.lines.setdefault(path, Lines(file.source, file.columns, file.trailing))
        numbered = first + skip - file.before if block == 0 else 0
        parsed = lines.parse(texts, max(0, numbered))
        places = parsed.line + first + skip
        for column, values in zip(file.source["values"], parsed.values):
            n = len(parsed.times)
            if parsed.keys is None:
                names = pa.array([series_name(file.source, column)] * n, pa.string())
            else:
                names = pa.array([series_name(file.source, column, key) for key in parsed.keys], pa.string())
            yield pa.RecordBatch.from_arrays(
                [names, pa.array([file.place] * n, pa.int32()), pa.array([block] * n, pa.int64()), pa.array(places), pa.array(parsed.times), pa.array(values)],
                names=["series", "source", "block", "line", "time", "value"],
            )
