"""Records of a text file, RFC 4180 as spec/import.md has it, over the bytes of UTF-8."""

from dataclasses import dataclass, field

#: A quoted cell of more bytes is taken for a stray quote: its line ends where the line ends.
LONGEST_QUOTED = 65536
NOT_CLOSED = "a quote is opened and not closed"
TEXT_BEHIND = "there is text between a closing quote and the next delimiter"
_LF, _CR, _SPACE = 10, 13, 32


@dataclass
class Record:
    """The cells of a record. `quoted`: a cell is; `hides`: a quoted one holds a delimiter; `next`: where the record after it begins, -1 where this one may go on behind the bytes that are there."""

    cells: list[bytes] = field(default_factory=list)
    problem: str = ""
    hides: bool = False
    quoted: bool = False
    next: int = -1


def _closing(data: bytes, open_: int, end: int, quote: bytes) -> tuple[int, bool]:
    """Position of the quote that closes the one at `open_` (-1: none does), and whether the cell holds doubled ones."""
    escaped = False
    stop = min(end, open_ + LONGEST_QUOTED + 1)
    at = data.find(quote, open_ + 1, stop)
    while at >= 0:
        if at + 1 >= end or data[at + 1] != quote[0]:
            return at, escaped
        escaped = True
        at = data.find(quote, at + 2, stop)
    return -1, escaped


def read_record(data: bytes, at: int, end: int, delimiter: bytes, quote: bytes, final: bool) -> Record:
    """The record that begins at `at`. `quote` is empty for none. Not `final`: it may go on behind `end`."""
    record = Record()
    blanks = delimiter == b" "
    while True:
        if blanks:
            while at < end and data[at] == _SPACE:
                at += 1
            if record.cells:
                if at >= end:
                    record.next = end if final else -1
                    return record
                if data[at] == _LF:
                    record.next = at + 1
                    return record
                if data[at] == _CR and at + 1 < end and data[at + 1] == _LF:
                    record.next = at + 2
                    return record
        if quote and at < end and data[at] == quote[0]:
            close, escaped = _closing(data, at, end, quote)
            if close < 0:
                if not final and end - at <= LONGEST_QUOTED:
                    return record
                record.problem = NOT_CLOSED
                line_end = data.find(b"\n", at, end)
                record.next = line_end + 1 if line_end >= 0 else end if final else -1
                return record
            stop = close + 1
            if stop >= end and not final:
                return record
            if stop < end and data[stop] == _CR and (stop + 1 >= end or data[stop + 1] == _LF):
                if stop + 1 >= end and not final:
                    return record
                stop += 1
            cell = data[at + 1 : close]
            record.quoted = True
            record.hides |= delimiter in cell
            record.cells.append(cell.replace(quote + quote, quote) if escaped else cell)
            if stop >= end:
                record.next = end
                return record
            if data[stop] == _LF:
                record.next = stop + 1
                return record
            if data[stop] == delimiter[0]:
                at = stop + 1
                continue
            record.problem = TEXT_BEHIND
            at = stop
        line_end = data.find(b"\n", at, end)
        cut = data.find(delimiter, at, end if line_end < 0 else line_end)
        if cut >= 0:
            record.cells.append(data[at:cut])
            at = cut + 1
            continue
        if line_end < 0:
            if final:
                record.cells.append(data[at:end])
                record.next = end
            return record
        record.cells.append(data[at : line_end - 1 if line_end > at and data[line_end - 1] == _CR else line_end])
        record.next = line_end + 1
        return record
