"""Text files to rows of series, by Spark: lines are read where they lie and keep the order of their file; spec/import.md."""

import posixpath
from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from ..errors import LabError
from .blocks import LINES, BlockReader, TextFile, decoded, in_sequence, numbered, unpacked
from .facts import BlockFacts, together
from .parsed import PARSED_COLUMNS, READ, facts_of, guarded
from .layout import SAMPLE_BYTES, check_columns, read_table, table_columns

#: Names by which Hadoop unpacks a file.
_CODECS = (".gz", ".bz2", ".deflate", ".lz4", ".snappy", ".zst")
_UTF16 = {"utf-16le": "UTF-16LE", "utf-16be": "UTF-16BE"}


@dataclass(frozen=True)
class Found:
    """A file as it lies. `path`: as Hadoop writes it, without scheme and host, by which its rows are told from those of others."""

    url: str
    path: str
    bytes: int
    #: Any process of the machines opens it by its path.
    local: bool = False


def find(spark: SparkSession, folder: str, name: str) -> Found:
    """A file of the recipe below a folder: the one at its path, else the only one whose path ends so, else the only one of that base name. Raises LabError `source-missing`, `source-ambiguous`."""
    hadoop = spark._jvm.org.apache.hadoop.fs
    path = hadoop.Path(posixpath.join(folder, name))
    system = path.getFileSystem(spark._jsc.hadoopConfiguration())
    if not system.exists(path) or system.getFileStatus(path).isDirectory():
        path = hadoop.Path(_elsewhere(system, hadoop.Path(folder), name))
    whole = system.makeQualified(path)
    return Found(path.toString(), whole.toUri().getPath(), system.getFileStatus(path).getLen(), whole.toUri().getScheme() == "file")


def _elsewhere(system, folder, name: str) -> str:
    there = []
    if system.exists(folder):
        listed = system.listFiles(folder, True)
        while listed.hasNext():
            there.append(listed.next().getPath().toString())
    for end in (f"/{name}", f"/{name.rsplit('/', 1)[-1]}"):
        found = [path for path in there if path.endswith(end)]
        if len(found) == 1:
            return found[0]
        if found:
            named = ", ".join(found[:5]) + (", …" if len(found) > 5 else "")
            raise LabError("source-ambiguous", f"Expected one file for {name}; several may be meant: {named}. Give a folder in which it lies at its path in the recipe.", file=name)
    raise LabError("source-missing", f"The recipe names {name}, which {folder.toString()} does not hold. Expected it at its path in the recipe, or one file of its name.", file=name)


def read_bytes(spark: SparkSession, found: Found, most: int, unpack: bool = True) -> bytes:
    """The first bytes of a file, unpacked where it is gzip."""
    where = spark._jvm.org.apache.hadoop.fs.Path(found.url)
    stream = where.getFileSystem(spark._jsc.hadoopConfiguration()).open(where)
    try:
        if unpack and is_gzip(spark, found):
            return bytes(spark._jvm.java.util.zip.GZIPInputStream(stream).readNBytes(most))
        return bytes(stream.readNBytes(most))
    finally:
        stream.close()


def is_gzip(spark: SparkSession, found: Found) -> bool:
    """By the first two bytes, whatever the name."""
    return read_bytes(spark, found, 2, unpack=False) == b"\x1f\x8b"


def look(spark: SparkSession, source: dict, place: int, found: Found) -> TextFile:
    """What the first lines of a file tell. Raises LabError `file-empty`, `file-too-wide`."""
    csv, name = source["csv"], source["file"]
    packed = is_gzip(spark, found)
    sample = read_bytes(spark, found, SAMPLE_BYTES + 1)
    complete = len(sample) <= SAMPLE_BYTES
    head = decoded(sample[:SAMPLE_BYTES], csv["encoding"])
    if csv["encoding"] != "windows-1252":
        head = head.removeprefix(b"\xef\xbb\xbf")
    rows, ends = read_table(head, csv, complete)
    if not rows and not complete and head.strip(b"\r\n"):
        raise LabError("file-too-wide", f"{name} has a first line longer than {SAMPLE_BYTES >> 20} MB, and the lab reads the columns' names from no more than that. Split it by columns, or shorten their names.", file=name)
    if not rows:
        raise LabError("file-empty", f"{name} is empty. A table with a time column and a number column was expected.", file=name)
    columns, trailing = table_columns(rows, csv["header"])
    check_columns(name, columns)
    passed = (1 if csv["header"] else 0) + csv.get("afterHeader", 0)
    before = ends[min(passed, len(ends)) - 1] if passed else csv.get("skip", 0)
    if passed > len(ends):
        before = 2**62
    whole = (packed and not found.path.endswith(".gz")) or (not packed and found.path.endswith(_CODECS))
    return TextFile(source, place, found.path, columns, trailing, before, packed, whole)


class TextRows:
    """The rows of text files, lazily, and what was counted of them once they were read."""

    def __init__(self, spark: SparkSession, files: list[tuple[TextFile, Found]]):
        self.spark = spark
        self.urls = {file.path: found.url for file, found in files}
        self.facts: dict[int, BlockFacts] = {}
        whole = [file for file, _ in files if file.whole]
        lines = [file for file, _ in files if not file.whole]
        frames = []
        for group in _groups(lines):
            frames += self._read(group)
        if whole:
            frames.append(self._keep(self._whole(whole)))
        self.rows = frames

    def _keep(self, frame: DataFrame) -> DataFrame:
        """Rows that are read once; what was counted of them is taken up."""
        kept = frame.cache()
        self.facts |= together(facts_of(kept))
        return kept.where("facts is null").select(*PARSED_COLUMNS)

    def _read(self, files: list[TextFile]) -> list[DataFrame]:
        by_path = {file.path: file for file in files}
        lines = self._lines(files)
        numbers = self._numbers(by_path, lines) if _numbered(files[0]) else {}
        shared = self.spark.sparkContext.broadcast((by_path, numbers))

        def parse(batches):
            yield from guarded(BlockReader(*shared.value).read(batches))

        kept = lines.mapInArrow(parse, READ).cache()
        found = together(facts_of(kept))
        torn = [file for file in files if file.place in found and found[file.place].torn]
        long = [file for file in files if file.place in found and found[file.place].long and file not in torn]
        again = {file.place for file in (*torn, *long)}
        self.facts |= {place: facts for place, facts in found.items() if place not in again}
        rows = kept.where("facts is null").select(*PARSED_COLUMNS)
        frames = [rows.where(~F.col("source").isin(sorted(again))) if again else rows]
        if long:
            frames.append(self._keep(self._in_sequence(long)))
        if torn:
            frames.append(self._keep(self._whole(torn)))
        return frames

    def _lines(self, files: list[TextFile]) -> DataFrame:
        reader = self.spark.read.option("lineSep", "\n").option("__globPaths__", "false")
        encoding = _UTF16.get(files[0].encoding)
        frame = (reader.option("encoding", encoding) if encoding else reader).text([self.urls[file.path] for file in files])
        return frame.select(F.col("value").cast("binary").alias("text"), F.col("_metadata.file_path").alias("path"), F.col("_metadata.file_block_start").alias("block"))

    def _numbers(self, by_path: dict[str, TextFile], lines: DataFrame) -> dict[tuple[int, int], int]:
        """How many records stand before each block of files whose rows are only numbered."""
        shared = self.spark.sparkContext.broadcast(by_path)

        def count(batches):
            yield from (batch for batch in guarded(BlockReader(shared.value).read(batches)) if batch.column("facts").null_count == 0)

        before: dict[int, int] = {}
        found = {}
        for facts in sorted(facts_of(lines.mapInArrow(count, READ)), key=lambda one: (one.source, one.block)):
            found[facts.source, facts.block] = before.get(facts.source, 0)
            before[facts.source] = found[facts.source, facts.block] + facts.records
        return found

    def _in_sequence(self, files: list[TextFile]) -> DataFrame:
        """Each file in one task, line by line."""
        by_path = {file.path: file for file in files}
        by_place = {file.place: file for file in files}
        shared = self.spark.sparkContext.broadcast((by_path, by_place))

        def number(batches):
            yield from numbered(shared.value[0], batches)

        def parse(batches):
            yield from guarded(in_sequence(shared.value[1], batches))

        lines = self._lines(files).mapInArrow(number, LINES)
        return lines.repartition(len(files), "source").sortWithinPartitions("source", "block", "line").mapInArrow(parse, READ)

    def _whole(self, files: list[TextFile]) -> DataFrame:
        """Each file in one task, in its memory."""
        shared = self.spark.sparkContext.broadcast({file.path: file for file in files})

        def parse(batches):
            yield from guarded(unpacked(shared.value, batches))

        frame = self.spark.read.format("binaryFile").option("__globPaths__", "false").load([self.urls[file.path] for file in files])
        return frame.select(F.col("_metadata.file_path").alias("path"), "content").mapInArrow(parse, READ)


def _numbered(file: TextFile) -> bool:
    return not file.source["time"]["column"]


def _groups(files: list[TextFile]) -> list[list[TextFile]]:
    """Files that are read together: those of one way to find lines, and those whose rows are numbered apart."""
    found: dict[tuple[str, bool], list[TextFile]] = {}
    for file in files:
        found.setdefault((_UTF16.get(file.encoding, ""), _numbered(file)), []).append(file)
    return list(found.values())


__all__ = ["Found", "TextRows", "find", "is_gzip", "look", "read_bytes"]
