"""What a source of the recipe says of its columns, and the names that a file's first records give them; spec/import.md."""

import re
from collections import Counter

from ..errors import LabError
from .record import read_record
from .text import js_trim, units

#: Bytes of a file that the names of its columns are read from.
SAMPLE_BYTES = 1 << 20
_SAMPLE_ROWS = 201
MOST_COLUMNS = 10_000
MOST_SERIES = 10_000
LONGEST_NAME = 1000
LONGEST_SERIES_NAME = 4096
_NOT_STORED = re.compile("\0|[\ud800-\udfff]|^\ufeff")


def listed(names) -> list[str]:
    return [] if names is None else [names] if isinstance(names, str) else list(names)


def file_names(source: dict) -> list[str]:
    """Names of the files that a source is read from: its own, or those of its parts."""
    return [part["file"] for part in source["parts"]] if "parts" in source else [source["file"]]


def columns_read(source: dict) -> list[str]:
    """Every column that a source reads, each once."""
    labels = source.get("labels")
    labelled = [labels["column"], *listed(labels.get("type"))] if labels else []
    return list(dict.fromkeys([*listed(source["time"]["column"]), *source["values"], *listed(source.get("series")), *labelled]))


def series_name(source: dict, column: str, key: str | None = None) -> str:
    """The file's path, then the key, then the column where there are several."""
    parts = [source["file"], *([] if key is None else [key]), *([column] if len(source["values"]) > 1 else [])]
    return ":".join(parts)


def key_of(cells: list[str]) -> str:
    return cells[0] if len(cells) == 1 else ":".join(cell.replace("\\", "\\\\").replace(":", "\\:") for cell in cells)


def key_problem(name: str) -> str:
    """Why a name in a series column cannot be taken; empty where it can."""
    if not name:
        return "the name of the series is empty"
    if units(name) > LONGEST_NAME:
        return "the name of the series is longer than 1,000 characters"
    return "the name of the series has a character that cannot be stored" if _NOT_STORED.search(name) else ""


def check_series_name(file: str, name: str) -> None:
    """Raises LabError `file-unsupported` or `file-too-wide` for a name that no series may have."""
    if _NOT_STORED.search(name):
        raise LabError("file-unsupported", f"{file} makes a series name with a character that cannot be stored: NUL, half of a surrogate pair, or a byte order mark at its beginning. Rename the file or its columns.", file=file)
    if units(name) > LONGEST_SERIES_NAME:
        raise LabError("file-too-wide", f"{file} makes a series name of {units(name):,} characters, and {LONGEST_SERIES_NAME:,} are the most. Rename the file or its columns.", file=file)


def check_columns(file: str, names: list[str]) -> None:
    """Raises LabError `file-too-wide` where a file has too many columns, or one of them a name that is too long."""
    if len(names) > MOST_COLUMNS:
        raise LabError("file-too-wide", f"{file} has {len(names):,} columns, and the lab reads {MOST_COLUMNS:,} at most. Split it by columns.", file=file)
    long = next((k for k, name in enumerate(names, 1) if units(name) > LONGEST_NAME), None)
    if long is not None:
        raise LabError("file-too-wide", f"{file} has a column name, that of column {long}, of more than 1,000 characters. Shorten it; if it is no name, the file has another delimiter or no header.", file=file)


def place_of(source: dict, columns: list[str], name: str) -> int:
    if name not in columns:
        shown = ", ".join(f'"{column}"' for column in columns[:20]) + (", …" if len(columns) > 20 else "")
        raise LabError("column-unknown", f'{source["file"]} has no column "{name}". Its columns are {shown}. Choose among them.', file=source["file"])
    return columns.index(name)


def quote_of(csv: dict) -> bytes:
    return csv.get("quote", '"').encode()


def read_table(data: bytes, csv: dict, complete: bool) -> tuple[list[list[str]], list[int]]:
    """The first records of a text as trimmed cells, without blank lines and comments, and how many lines stand before the end of each."""
    delimiter, quote = csv["delimiter"].encode(), quote_of(csv)
    comment = csv["comment"].encode() if "comment" in csv else None
    at = lines = 0
    for _ in range(csv.get("skip", 0)):
        end = data.find(b"\n", at)
        at, lines = (len(data) if end < 0 else end + 1), lines + 1
    rows: list[list[str]] = []
    ends: list[int] = []
    while at < len(data) and len(rows) < _SAMPLE_ROWS:
        if comment is not None and data[at : at + 1] == comment:
            end = data.find(b"\n", at)
            at, lines = (len(data) if end < 0 else end + 1), lines + 1
            continue
        record = read_record(data, at, len(data), delimiter, quote, complete)
        if record.next < 0:
            break
        lines += max(1, data.count(b"\n", at, record.next))
        at = record.next
        cells = [js_trim(cell.decode("utf-8", "replace").replace("\0", "")) for cell in record.cells]
        if len(cells) > 1 or any(cells):
            rows.append(cells)
            ends.append(lines)
    return rows, ends


def _ends_empty(row: list[str]) -> bool:
    return len(row) > 1 and row[-1] == ""


def header_names(cells: list[str]) -> list[str]:
    """Names of columns from a header: an empty one is called after its place, one that occurs again is numbered."""
    names: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(cells, 1):
        base = name = cell or f"column {place}"
        number = 2
        while name in taken:
            name = f"{base} ({number})"
            number += 1
        names.append(name)
        taken.add(name)
    return names


def table_columns(rows: list[list[str]], header: bool) -> tuple[list[str], bool]:
    """The columns of a table, and whether its lines end with a delimiter behind their last cell."""
    if not header:
        counts = Counter(len(row) for row in rows)
        width = max(counts, key=lambda one: (counts[one], one))
        return header_names([""] * width), False
    first, body = rows[0], rows[1:]
    names = header_names(first[:-1] if _ends_empty(first) else first)
    if not _ends_empty(first):
        return names, False
    ended = sum(len(row) == len(first) and row[-1] == "" for row in body)
    return names, 2 * ended >= len(body)
