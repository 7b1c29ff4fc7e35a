"""Blocks of text files in a task of Spark: their lines to rows and to what was counted of them."""

import codecs
import gzip
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from ..errors import LabError
from .facts import BlockFacts
from .lines import Lines
from .parsed import batches_of, fact_row
from .paths import key_of_path
from .sequence import LongLines

LINES = "source int, block long, line long, text binary"
#: Lines of a file read whole that are worked on at once.
_AT_ONCE = 1 << 16


def _control(error: UnicodeError):
    """Bytes that windows-1252 leaves open are control characters, as the web has it."""
    return chr(error.object[error.start]), error.start + 1


codecs.register_error("data-lab-control", _control)


@dataclass
class TextFile:
    """A text file of a source, with what its first lines tell. `before`: lines before its first row. `whole`: it is unpacked, or its lines are found, by this package and not by Spark."""

    source: dict
    place: int
    path: str
    columns: list[str]
    trailing: bool
    before: int
    packed: bool = False
    whole: bool = False

    @property
    def encoding(self) -> str:
        return self.source["csv"]["encoding"]

    def lines(self) -> Lines:
        return Lines(self.source, self.columns, self.trailing)


def decoded(data: bytes, encoding: str) -> bytes:
    """Bytes of an encoding as UTF-8."""
    if encoding == "windows-1252":
        return data if data.isascii() else data.decode("cp1252", "data-lab-control").encode("utf-8")
    return data if encoding == "utf-8" else data.decode(encoding, "replace").encode("utf-8", "replace")


def lines_of(raw: list[bytes], encoding: str, first: bool) -> tuple[list[bytes], int]:
    """Lines as UTF-8, and how many of them are torn. `first`: they are the file's first."""
    torn = sum(len(line) % 2 for line in raw) if encoding.startswith("utf-16") else 0
    lines = raw if encoding == "utf-8" else [decoded(line, encoding) for line in raw]
    if first and lines and lines[0].startswith(b"\xef\xbb\xbf") and encoding != "windows-1252":
        lines = [lines[0][3:], *lines[1:]]
    return lines, torn


class BlockReader:
    """Reads lines of one partition as Spark finds them: those of a file's block follow each other. `numbers`: of (source, block) how many records stand before it."""

    def __init__(self, files: dict[str, TextFile], numbers: dict[tuple[int, int], int] | None = None):
        self.files, self.numbers = files, numbers or {}
        self.at: tuple[str, int] | None = None
        self.lines: dict[str, Lines] = {}
        self.facts: BlockFacts | None = None
        self.seen = 0

    def read(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Of batches with the columns text, path, block: batches of `READ`."""
        for path, block, raw in stretches(batches):
            if (path, block) != self.at:
                yield from self._end()
                self._begin(path, block)
            yield from self._take(path, block, raw)
        yield from self._end()

    def _begin(self, path: str, block: int) -> None:
        file = self.files[path]
        self.at, self.seen = (path, block), 0
        self.facts = BlockFacts(file.place, block, records=self.numbers.get((file.place, block), 0))
        self.lines.setdefault(path, file.lines()).begin(self.facts)

    def _end(self) -> Iterator[pa.RecordBatch]:
        if self.at is not None:
            self.lines[self.at[0]].check_divided()
            yield fact_row(self.facts)

    def _take(self, path: str, block: int, raw: list[bytes]) -> Iterator[pa.RecordBatch]:
        file = self.files[path]
        first, self.seen = self.seen, self.seen + len(raw)
        texts, torn = lines_of(raw, file.encoding, block == 0 and first == 0)
        self.facts.torn += torn
        skip = max(0, min(len(texts), file.before - first)) if block == 0 else 0
        if skip == len(texts):
            return
        yield from batches_of(file.source, file.place, block, self.lines[path].alone(texts[skip:], first + skip))


def stretches(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[str, int, list[bytes]]]:
    """Lines of one block each, with its path and start."""
    for batch in batches:
        texts, paths, blocks = batch.column(0).to_pylist(), batch.column(1), batch.column(2).to_numpy()
        index = paths.dictionary_encode()
        codes = index.indices.to_numpy()
        cuts = np.flatnonzero((np.diff(codes) != 0) | (np.diff(blocks) != 0)) + 1
        bounds = [0, *cuts.tolist(), len(texts)]
        for a, b in zip(bounds, bounds[1:]):
            if a < b:
                yield key_of_path(index.dictionary[int(codes[a])].as_py()), int(blocks[a]), texts[a:b]


def numbered(files: dict[str, TextFile], batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Lines with their places, of batches with the columns text, path, block."""
    at, seen = None, 0
    for path, block, raw in stretches(batches):
        if (path, block) != at:
            at, seen = (path, block), 0
        n = len(raw)
        yield pa.RecordBatch.from_arrays(
            [pa.array(np.full(n, files[path].place, np.int32)), pa.array(np.full(n, block, np.int64)), pa.array(np.arange(seen, seen + n)), pa.array(raw, pa.binary())],
            names=["source", "block", "line", "text"],
        )
        seen += n


def in_sequence(files: dict[int, TextFile], batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Rows of whole files, of batches of `LINES` in the order of their files."""
    place, reader = None, None
    for batch in batches:
        sources = batch.column(0).to_numpy()
        texts = batch.column(3).to_pylist()
        bounds = [0, *(np.flatnonzero(np.diff(sources)) + 1).tolist(), len(texts)]
        for a, b in zip(bounds, bounds[1:]):
            if a == b:
                continue
            if int(sources[a]) != place:
                if reader is not None:
                    yield from reader.end()
                place = int(sources[a])
                reader = WholeReader(files[place])
            yield from reader.take(texts[a:b])
    if reader is not None:
        yield from reader.end()


def unpacked(files: dict[str, TextFile], batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Rows of whole files, of batches with the columns path and content."""
    for batch in batches:
        for path, content in zip(batch.column(0).to_pylist(), batch.column(1)):
            file = files[key_of_path(path)]
            data = content.as_py()
            if file.packed:
                data = _gunzip(data, file)
            reader = WholeReader(file)
            if file.encoding.startswith("utf-16"):
                data = decoded(data, file.encoding)
            lines = data.split(b"\n")
            if lines[-1] == b"":
                lines.pop()
            encoding = "utf-8" if file.encoding.startswith("utf-16") else file.encoding
            for start in range(0, len(lines), _AT_ONCE):
                yield from reader.take(lines[start : start + _AT_ONCE], encoding)
            yield from reader.end()


def _gunzip(data: bytes, file: TextFile) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError):
        name = file.source["file"]
        raise LabError("file-unsupported", f"{name} is not a whole gzip file: unpacking failed. Add it again from a complete copy, or unpack it first.", file=name) from None


class WholeReader:
    """Reads all lines of a file, one after the other."""

    def __init__(self, file: TextFile):
        self.file = file
        self.facts = BlockFacts(file.place, 0)
        self.lines = file.lines()
        self.lines.begin(self.facts)
        self.long = LongLines(self.lines)
        self.long.first = file.before
        self.seen = 0

    def take(self, raw: list[bytes], encoding: str | None = None) -> Iterator[pa.RecordBatch]:
        """Further lines of the file."""
        texts, _ = lines_of(raw, encoding or self.file.encoding, self.seen == 0)
        skip = max(0, min(len(texts), self.file.before - self.seen))
        self.seen += len(texts)
        self.long.take(texts[skip:], False)
        yield from batches_of(self.file.source, self.file.place, 0, self.lines.rows())

    def end(self) -> Iterator[pa.RecordBatch]:
        """The rows that are left, and what was counted."""
        self.long.take([], True)
        yield from batches_of(self.file.source, self.file.place, 0, self.lines.rows())
        self.lines.check_divided()
        yield fact_row(self.facts)
