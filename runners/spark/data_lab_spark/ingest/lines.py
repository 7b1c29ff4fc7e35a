"""Lines of a text file to rows, and what is refused; spec/import.md, "Text"."""

from dataclasses import dataclass, field

import numpy as np

from ..errors import LabError
from .facts import BlockFacts, KeyFacts, Run
from .label_words import LabelReader
from .layout import key_of, key_problem, listed, place_of, quote_of
from .numbers import Numbers
from .record import Record, read_record
from .times import column as times_of
from .times import reader_of
from .text import js_trim

_BLANK = " \t\r\0\u00a0"
_EDGE = b' \t\r\0"'
#: Lines of one cell in one stretch of a file that are no accident, and the bytes of such a stretch.
_MANY_UNDIVIDED, _STRETCH = 1000, 8 << 20
LONGEST_LINE = 32 << 20


@dataclass
class Parsed:
    """Rows: times, values by column, keys of series (None without), types of labels (None for a normal row, None without a column), and where each row's line stood."""

    times: np.ndarray
    values: list[np.ndarray]
    keys: list[str] | None
    labels: list[str | None] | None
    line: np.ndarray


@dataclass
class _Held:
    """Records of the lines that are read at once: cells, the line of each, their numbers."""

    cells: list[list[str]] = field(default_factory=list)
    line: list[int] = field(default_factory=list)
    number: list[int] = field(default_factory=list)


class Lines:
    """Reads lines of one source. `columns`: all of the file; `trailing`: lines end with a delimiter behind their last cell."""

    def __init__(self, source: dict, columns: list[str], trailing: bool):
        self.source, self.columns, self.trailing = source, columns, trailing
        csv = source["csv"]
        self.delimiter, self.quote = csv["delimiter"], quote_of(csv)
        self.comment = csv["comment"].encode() if "comment" in csv else None
        self.cells = len(columns) + (1 if trailing else 0)
        self.time = [place_of(source, columns, name) for name in listed(source["time"]["column"])]
        self.values = [place_of(source, columns, name) for name in source["values"]]
        self.series = [place_of(source, columns, name) for name in listed(source.get("series"))]
        units = source.get("units", {})
        self.numbers = [Numbers(csv, units.get(name), source.get("missing", [])) for name in source["values"]]
        self.read_time = reader_of(source["time"], csv["decimal"])
        # A number is sooner an epoch by chance than a text is a written time.
        self.written = not source["time"]["format"].startswith(("epoch-", "excel", "index"))
        labels = source.get("labels")
        self.label = place_of(source, columns, labels["column"]) if labels else None
        self.label_type = place_of(source, columns, labels["type"]) if labels and "type" in labels else None
        self.label_of = LabelReader(labels["normal"]) if labels else None
        self.facts = BlockFacts(0, 0)
        self._held = _Held()
        self._undivided = self._stretch = self._before = 0

    def begin(self, facts: BlockFacts) -> None:
        """What follows is counted in these facts."""
        self.facts = facts
        self._undivided = self._stretch = 0
        self._before = facts.records

    def alone(self, lines: list[bytes], first: int) -> Parsed:
        """Rows of lines, the first of which is line `first` of its block. One whose last cell goes on behind its end is counted: then the rows are not the file's."""
        for place, line in enumerate(lines, first):
            if self.quote and self.quote in line:
                record = self.record_of(line)
                if record.next < 0:
                    self.facts.long += 1
                elif not self.is_blank(record):
                    self.take(record, place)
            else:
                self.plain(line, place)
            self._measure(len(line) + 1)
        return self.rows()

    def record_of(self, line: bytes, final: bool = False) -> Record:
        """The record of one line, which has quotes; not `final`, it may go on behind the line."""
        text = line + b"\n"
        return read_record(text, 0, len(text), self.delimiter.encode(), self.quote, final)

    def passed(self, line: bytes) -> bool:
        """Whether a line is no record: empty, or a comment."""
        return not line or (self.comment is not None and line.startswith(self.comment))

    def is_blank(self, record: Record) -> bool:
        return len(record.cells) == 1 and not record.problem and not record.hides and not record.cells[0].strip(b" \t\r\0") and not record.quoted

    def plain(self, line: bytes, place: int) -> None:
        """A line without quotes."""
        if self.passed(line):
            return
        text = line.decode("utf-8", "replace")
        if text.endswith("\r"):
            text = text[:-1]
        cells = text.split(self.delimiter)
        if self.delimiter == " ":
            cells = [cell for cell in cells if cell] or [""]
        if len(cells) == 1 and not cells[0].strip(" \t\r\0"):
            return
        number = self._number()
        if len(cells) != self.cells and not self._fits(cells, False):
            return
        if self.trailing and len(cells) == self.cells and cells[-1]:
            return self.facts.refuse(_BEHIND)
        self._hold(cells, place, number)

    def take(self, record: Record, place: int) -> None:
        """A record that was read."""
        number = self._number()
        cells = self._texts(record)
        if record.problem:
            if len(cells) == 1 and self.cells > 1:
                self._undivided += 1
            return self.facts.refuse(record.problem)
        if not self._fits(cells, record.hides):
            return
        if self.trailing and len(cells) == self.cells and cells[-1]:
            return self.facts.refuse(_BEHIND)
        self._hold(cells, place, number)

    def take_long(self, record: Record, lines: list[bytes], place: int) -> bool:
        """A record of several lines. False where its first line was refused instead: a cell cannot be read, or two of its lines look like rows."""
        others = len(lines) - 1
        note = f"the quoted cell takes {others + 1} lines, of which the other {others} were read as lines of their own"
        if self._rowlike(lines) > 1:
            self.facts.refuse(f"a quote is closed behind the start of another row; {note}")
            return False
        number = self._number()
        cells = self._texts(record)
        problem = record.problem or self._misfit(cells, record.hides) or (_BEHIND if self.trailing and len(cells) == self.cells and cells[-1] else "")
        problem = problem or self._unreadable(cells, number)
        if problem:
            self.facts.refuse(f"{problem}; {note}")
            return False
        self._hold(cells, place, number)
        return True

    def _number(self) -> int:
        self.facts.records += 1
        return self.facts.records - 1

    def _hold(self, cells: list[str], place: int, number: int) -> None:
        if len(cells) < self.cells:
            cells = cells + [""] * (self.cells - len(cells))
        self._held.cells.append(cells)
        self._held.line.append(place)
        self._held.number.append(number)

    def _texts(self, record: Record) -> list[str]:
        return [cell.decode("utf-8", "replace") for cell in record.cells]

    def _misfit(self, cells: list[str], hides: bool) -> str:
        if len(cells) == 1 and self.cells > 1:
            self._undivided += 1
        if len(cells) > self.cells:
            return f"expected {self.cells} cells, found {len(cells)}"
        if len(cells) < self.cells and hides:
            return f"expected {self.cells} cells, found {len(cells)}, one of which holds a delimiter in quotes"
        return ""

    def _fits(self, cells: list[str], hides: bool) -> bool:
        problem = self._misfit(cells, hides)
        if problem:
            self.facts.refuse(problem)
        return not problem

    def _rowlike(self, lines: list[bytes]) -> int:
        """How many of the lines have the cells of a row and a time among them; at most two are counted."""
        enough = min(2, self.cells) if self.written else self.cells
        found = 0
        for line in lines:
            cells = line.split(self.delimiter.encode())
            if len(cells) >= enough and any(self._is_time(cell) for cell in cells):
                found += 1
                if found == 2:
                    break
        return found

    def _is_time(self, cell: bytes) -> bool:
        text = cell.strip(_EDGE).decode("utf-8", "replace").strip('"' + _BLANK)
        return not isinstance(self.read_time(text), str)

    def _unreadable(self, cells: list[str], number: int) -> str:
        """Why a record of several lines cannot be taken; of such a record every cell must be readable."""
        cells = cells + [""] * (self.cells - len(cells))
        found = self.read_time(self._time_text(cells, number))
        if isinstance(found, str):
            return found
        problem = key_problem(key_of([cells[place].strip(_BLANK) for place in self.series])) if self.series else ""
        for place, numbers in zip(self.values, self.numbers):
            problem = problem or numbers.one(cells[place].strip(_BLANK))[1]
        return problem

    def _time_text(self, cells: list[str], number: int) -> str:
        if not self.time:
            return str(number)
        if len(self.time) == 1:
            return cells[self.time[0]].strip(_BLANK)
        return js_trim(" ".join(cells[place].strip(_BLANK) for place in self.time))

    def _measure(self, length: int) -> None:
        """Raises LabError `file-unsupported` where most lines of a stretch have no delimiter, `file-too-wide` for a line that is none."""
        if length > LONGEST_LINE:
            raise LabError("file-too-wide", f"{self.source['file']} has a line longer than {LONGEST_LINE >> 20} MB. Lines with one observation each were expected.", file=self.source["file"])
        self._stretch += length
        if self._stretch >= _STRETCH:
            self.check_divided()

    def check_divided(self) -> None:
        """The end of a stretch."""
        records = self.facts.records - self._before
        if self._undivided >= _MANY_UNDIVIDED and 2 * self._undivided >= records:
            raise LabError(
                "file-unsupported",
                f"{self.source['file']}: most of the lines of a stretch have one cell, where several parted by \"{self.delimiter}\" were expected; they may have another delimiter. "
                "Nothing was written. Split the file where its layout changes, or choose another delimiter.",
                file=self.source["file"],
            )
        self._undivided = self._stretch = 0
        self._before = self.facts.records

    def rows(self) -> Parsed:
        """The rows of the records that are held, which are none after it."""
        held, self._held = self._held, _Held()
        cells = held.cells
        texts = [self._time_text(one, number) for one, number in zip(cells, held.number)] if len(self.time) != 1 else [one[self.time[0]].strip(_BLANK) for one in cells]
        times, bad, assumed = times_of(texts, self.source["time"], self.read_time)
        good = np.ones(len(cells), bool)
        keys = [key_of([one[place].strip(_BLANK) for place in self.series]) for one in cells] if self.series else None
        problems = {key: key_problem(key) for key in set(keys)} if keys is not None else {}
        if bad or any(problems.values()):
            for k in range(len(cells)):
                problem = bad.get(k) or (problems[keys[k]] if keys is not None else "")
                if problem:
                    good[k] = False
                    self.facts.refuse(problem)
        self.facts.assumed += assumed
        kept = np.flatnonzero(good)
        if len(kept) < len(cells):
            cells = [cells[k] for k in kept.tolist()]
            keys = None if keys is None else [keys[k] for k in kept.tolist()]
        values = []
        for place, numbers_of in zip(self.values, self.numbers):
            found, unreadable = numbers_of.column([one[place].strip(_BLANK) for one in cells])
            values.append(found)
            self.facts.unreadable += len(unreadable)
        labels = None
        if self.label_of is not None:
            labels = [self.label_of(one[self.label].strip(_BLANK), None if self.label_type is None else one[self.label_type].strip(_BLANK)) for one in cells]
        parsed = Parsed(times[kept], values, keys, labels, np.array(held.line, np.int64)[kept])
        count_rows(self.facts, parsed)
        return parsed


_BEHIND = "the cell behind the last delimiter has no column and is not empty"


def count_rows(facts: BlockFacts, parsed: Parsed) -> None:
    """Adds rows, extent and runs of labels to the facts of their block."""
    if len(parsed.times) == 0:
        return
    if parsed.keys is None:
        places: list[tuple[str | None, np.ndarray | slice]] = [(None, slice(None))]
    else:
        codes: dict[str, int] = {}
        index = np.array([codes.setdefault(key, len(codes)) for key in parsed.keys])
        order = np.argsort(index, kind="stable")
        bounds = np.searchsorted(index[order], np.arange(len(codes) + 1))
        places = [(key, order[bounds[k] : bounds[k + 1]]) for key, k in codes.items()]
    types = None if parsed.labels is None else np.array(parsed.labels, object)
    for key, mine in places:
        times = parsed.times[mine]
        own = KeyFacts(len(times), int(times.min()), int(times.max()))
        if types is not None:
            _find_runs(own, times, types[mine])
            if own.runs:
                own.labelled = facts.block, int(parsed.line[mine][next(k for k, one in enumerate(types[mine]) if one is not None)])
        facts.keys.setdefault(key, KeyFacts()).add(own)


def _find_runs(own: KeyFacts, times: np.ndarray, types: np.ndarray) -> None:
    labelled = np.array([one is not None for one in types], bool)
    own.opens, own.ends = bool(labelled[0]), bool(labelled[-1])
    if not labelled.any():
        return
    starts = np.flatnonzero(np.concatenate([[True], types[1:] != types[:-1]]))
    ends = np.concatenate([starts[1:], [len(types)]])
    for start, end in zip(starts.tolist(), ends.tolist()):
        if types[start] is not None:
            own.runs.append(Run(types[start], int(times[start:end].min()), int(times[start:end].max())))
