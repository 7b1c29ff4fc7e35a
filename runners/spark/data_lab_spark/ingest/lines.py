"""Lines of a text file to rows; spec/import.md, "Text". A quoted cell over several lines is refused by name before anything runs: lines travel alone here."""

from dataclasses import dataclass, field

import numpy as np

from ..errors import LabError
from .layout import key_of, listed, place_of
from .numbers import Numbers
from .times import column as times_of
from .times import reader_of

_BLANK = " \t\r\0\u00a0"


@dataclass
class Parsed:
    """Rows of some lines: times, values by column, keys of series; where each row's line stood among the lines; what was refused, by reason."""

    times: np.ndarray
    values: list[np.ndarray]
    keys: list[str] | None
    labels: list[str | None] | None
    line: np.ndarray
    refused: dict[str, int] = field(default_factory=dict)
    unreadable: int = 0
    assumed: int = 0


def split_record(text: str, delimiter: str, quote: str) -> list[str] | None:
    """The cells of a line; None where a quote is opened and not closed, or text stands behind a closing quote."""
    if delimiter == " ":
        text = text.strip(" ")
    if not quote or quote not in text:
        return text.split() if delimiter == " " else text.split(delimiter)
    cells, at = [], 0
    while True:
        while delimiter == " " and at < len(text) and text[at] == " ":
            at += 1
        if at < len(text) and text[at] == quote:
            cell, at = "", at + 1
            while True:
                close = text.find(quote, at)
                if close < 0:
                    return None
                cell += text[at:close]
                at = close + 1
                if text[at : at + 1] != quote:
                    break
                cell += quote
                at += 1
            if at < len(text) and text[at] != delimiter:
                return None
            cells.append(cell)
        else:
            end = text.find(delimiter, at)
            end = len(text) if end < 0 else end
            cells.append(text[at:end])
            at = end
        if at >= len(text):
            return cells
        at += 1
        if at == len(text) and delimiter != " ":
            cells.append("")
            return cells


class Lines:
    """Reads lines of one source. `columns`: all of the file; `trailing`: lines end with a delimiter behind their last cell."""

    def __init__(self, source: dict, columns: list[str], trailing: bool):
        self.source, self.columns, self.trailing = source, columns, trailing
        csv = source["csv"]
        self.delimiter, self.quote, self.comment = csv["delimiter"], csv.get("quote", '"'), csv.get("comment")
        self.cells = len(columns) + (1 if trailing else 0)
        self.time = [place_of(source, columns, name) for name in listed(source["time"]["column"])]
        self.values = [place_of(source, columns, name) for name in source["values"]]
        self.series = [place_of(source, columns, name) for name in listed(source.get("series"))]
        units = source.get("units", {})
        self.numbers = [Numbers(csv, units.get(name), source.get("missing", [])) for name in source["values"]]
        self.read_time = reader_of(source["time"], csv["decimal"])
        labels = source.get("labels")
        self.label = place_of(source, columns, labels["column"]) if labels else None
        self.label_type = place_of(source, columns, labels["type"]) if labels and "type" in labels else None
        self.normal = {label_word(word) for word in labels["normal"]} if labels else set()

    def parse(self, lines: list[str], first_number: int = 0) -> Parsed:
        """Rows of lines without header. `first_number`: how many records stand before the first of them, for rows that are only numbered."""
        rows: list[list[str]] = []
        line: list[int] = []
        refused: dict[str, int] = {}
        number = first_number
        numbers: list[int] = []

        def refuse(reason: str) -> None:
            refused[reason] = refused.get(reason, 0) + 1

        for place, text in enumerate(lines):
            if (self.comment and text.startswith(self.comment)) or not text.strip(_BLANK):
                continue
            cells = split_record(text[:-1] if text.endswith("\r") else text, self.delimiter, self.quote)
            number += 1
            if cells is None:
                refuse("a quote is opened and not closed")
                continue
            if len(cells) > self.cells:
                refuse("more cells than columns")
                continue
            if len(cells) < self.cells:
                if self.quote and self.quote in text and any(self.delimiter in cell for cell in cells):
                    refuse("fewer cells than columns, one of which holds a delimiter in quotes")
                    continue
                cells += [""] * (self.cells - len(cells))
            if self.trailing and cells[-1].strip(_BLANK):
                refuse("the cell behind the last delimiter has no column and is not empty")
                continue
            rows.append(cells)
            line.append(place)
            numbers.append(number - 1)
        return self._columns(rows, np.array(line, np.int64), numbers, refused)

    def _columns(self, rows, line, numbers, refused) -> Parsed:
        strip = [[cells[place].strip(_BLANK) for cells in rows] for place in self.time]
        if not self.time:
            texts = [str(number) for number in numbers]
        elif len(strip) == 1:
            texts = strip[0]
        else:
            texts = [" ".join(part for part in parts).strip() for parts in zip(*strip)]
        times, good, assumed = times_of(texts, self.source["time"], self.read_time)
        keys = None
        if self.series:
            keys = [key_of([cells[place].strip(_BLANK) for place in self.series]) for cells in rows]
            fits = np.array([0 < len(key) <= 1000 for key in keys], bool)
            if (good & ~fits).any():
                refused["a series without a name, or with one of more than 1,000 characters"] = int((good & ~fits).sum())
            refused_times = int((~good).sum())
            good = good & fits
        else:
            refused_times = int((~good).sum())
        if refused_times:
            refused["a time that cannot be read"] = refused_times
        kept = np.flatnonzero(good)
        everything = len(kept) == len(rows)
        values, unreadable = [], 0
        for place, numbers_of in zip(self.values, self.numbers):
            cells = [rows[k][place].strip(_BLANK) for k in (range(len(rows)) if everything else kept.tolist())]
            found, bad = numbers_of.column(cells)
            values.append(found)
            unreadable += bad
        labels = None
        if self.label is not None:
            labels = [self._label(rows[k]) for k in kept.tolist()]
        return Parsed(times[kept], values, None if keys is None else [keys[k] for k in kept.tolist()], labels, line[kept], refused, unreadable, assumed)

    def _label(self, cells: list[str]) -> str | None:
        cell = cells[self.label].strip(_BLANK)
        word = label_word(cell)
        if word == "" or word in self.normal:
            return None
        named = cells[self.label_type].strip(_BLANK) if self.label_type is not None else ""
        return named or ("anomaly" if word in ("1", "true") else cell.strip())


_POINTS = Numbers(None, None, [])


def label_word(cell: str) -> str:
    """A word of a label column without what makes no difference: case, blanks, `1.0` for `1`."""
    word = cell.strip().lower()
    value, readable = _POINTS.one(word)
    if value != value:
        return "" if readable else word
    return str(int(value)) if value == int(value) else repr(value)


def check_quotes(lines: list[str], source: dict) -> None:
    """Raises LabError where a quoted cell goes over a line's end."""
    quote = source["csv"].get("quote", '"')
    if quote and any(line.count(quote) % 2 for line in lines):
        raise LabError("not-on-spark", f"{source['file']}: a quoted cell seems to go over several lines, which is not read on Spark. Write it anew without line ends in cells, or run the recipe in the page.", file=source["file"])
