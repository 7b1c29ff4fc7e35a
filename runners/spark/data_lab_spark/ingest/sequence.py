"""Lines of a whole file in their order, where quoted cells go over several of them; spec/import.md, "Text"."""

from .lines import Lines
from .record import read_record

#: Lines that are joined at first, to see where a record ends.
_AHEAD = 8


class LongLines:
    """Reads lines that follow each other; those of a record that has not ended yet are held."""

    def __init__(self, lines: Lines):
        self.lines = lines
        self.held: list[bytes] = []
        self.first = 0
        #: Lines before this one, counted from the first of those held, are read one by one: they are of a record that was refused.
        self.limit = 0

    def take(self, more: list[bytes], last: bool) -> None:
        """Takes further lines, the last of the file among them or not; records go to the reader, which holds them until it is asked for rows."""
        lines = self.held + more
        at = 0
        while at < len(lines):
            line = lines[at]
            reader = self.lines
            if reader.passed(line) or not reader.quote or reader.quote not in line:
                reader.plain(line, self.first + at)
                at += 1
                continue
            record = reader.record_of(line)
            if record.next >= 0:
                if not reader.is_blank(record):
                    reader.take(record, self.first + at)
                at += 1
                continue
            inside = at < self.limit
            stop = self.limit if inside else len(lines)
            record, count = self._joined(lines, at, stop, inside or last)
            if record is None:
                break
            if count == 1:
                if not reader.is_blank(record):
                    reader.take(record, self.first + at)
                at += 1
            elif reader.take_long(record, lines[at : at + count], self.first + at):
                at += count
            else:
                self.limit = max(self.limit, at + count)
                at += 1
        self.held = lines[at:]
        self.first += at
        self.limit = max(0, self.limit - at)

    def _joined(self, lines: list[bytes], at: int, stop: int, final: bool):
        """The record that begins at a line, and how many lines it takes; None where more lines are needed to tell."""
        ahead = _AHEAD
        while True:
            end = min(stop, at + ahead)
            text = b"\n".join(lines[at:end]) + b"\n"
            record = read_record(text, 0, len(text), self.lines.delimiter.encode(), self.lines.quote, final and end == stop)
            if record.next >= 0:
                return record, max(1, text.count(b"\n", 0, record.next))
            if end == stop:
                return None, 0
            ahead *= 4
