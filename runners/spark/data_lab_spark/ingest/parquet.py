"""Rows of Parquet files, a table at a time; spec/import.md, "Parquet"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

import numpy as np
import pyarrow as pa
import pyarrow.types as pt

from . import cells
from .facts import BlockFacts
from .label_words import LabelReader
from .layout import columns_read, key_of, key_problem, listed
from .lines import Parsed, count_rows
from .numbers import Numbers
from .text import js_trim
from .times import is_moment, reader_of

_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
_PARTITION = re.compile(r"([^=]+)=(.*)", re.DOTALL)
_SAFE = 2**53 - 1
_FINER = re.compile(r"[.,]\d{6}0*[1-9]\d*")


def partition_values(path: str) -> dict[str, str | None]:
    """The columns that the folders of a part's path name, `name=value`; None for Hive's name of no value."""
    found = {}
    for folder in path.split("/")[:-1]:
        named = _PARTITION.fullmatch(folder)
        if named:
            value = named[2]
            found[_decoded(named[1])] = None if value == _NO_VALUE else _decoded(value)
    return found


def _decoded(text: str) -> str:
    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        return text
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


@dataclass
class _Times:
    """Times of rows; of those that are none, by their place, why; how many are finer than a microsecond. `moments`: None where the format says whether they are."""

    times: np.ndarray
    bad: dict[int, str]
    finer: int
    moments: bool | None


class Tables:
    """Reads tables of one source."""

    def __init__(self, source: dict):
        self.source = source
        units = source.get("units", {})
        self.numbers = [Numbers(source.get("csv"), units.get(name), source.get("missing", [])) for name in source["values"]]
        labels = source.get("labels")
        self.label_of = LabelReader(labels["normal"]) if labels else None

    def rows(self, table: pa.Table, facts: BlockFacts, line: int) -> Parsed:
        """Rows of a table with the columns that the source reads, the first of which is row `line` of its group. `facts.records`: how many records of the source stand before it."""
        source, first = self.source, facts.records
        facts.records += table.num_rows
        columns = {name: cells.plain(table.column(name)) for name in columns_read(source)}
        types = {name: table.schema.field(name).type for name in columns}
        found = self._times(columns, types, table.num_rows, first)
        facts.moments = found.moments
        facts.finer += found.finer
        good = np.ones(table.num_rows, bool)
        keys = None
        problems: dict[str, str] = {}
        if "series" in source:
            keys = [key_of(list(one)) for one in zip(*(cells.texts(columns[name]) for name in listed(source["series"])))]
            problems = {key: key_problem(key) for key in set(keys)}
        if found.bad or any(problems.values()):
            for k in range(table.num_rows):
                problem = found.bad.get(k) or (problems[keys[k]] if keys is not None else "")
                if problem:
                    good[k] = False
                    facts.refuse(problem)
        kept = np.flatnonzero(good)
        whole = len(kept) == table.num_rows
        values = []
        for name, how in zip(source["values"], self.numbers):
            mine = columns[name] if whole else columns[name].take(pa.array(kept))
            read, unreadable, inexact = cells.numbers(mine, how)
            values.append(read)
            facts.unreadable += unreadable
            facts.inexact += inexact
        labels = None
        if self.label_of is not None:
            words = cells.texts(columns[source["labels"]["column"]])
            named = cells.texts(columns[source["labels"]["type"]]) if "type" in source["labels"] else None
            labels = [self.label_of(words[k], None if named is None else named[k]) for k in kept.tolist()]
        parsed = Parsed(found.times[kept], values, keys if keys is None or whole else [keys[k] for k in kept.tolist()], labels, kept + line)
        count_rows(facts, parsed)
        return parsed

    def _times(self, columns: dict[str, pa.Array], types: dict[str, pa.DataType], rows: int, first: int) -> _Times:
        time = self.source["time"]
        names = listed(time["column"])
        if len(names) == 1:
            type_ = types[names[0]]
            if pt.is_timestamp(type_):
                return _timestamps(columns[names[0]], reader_of({**time, "format": "iso"}), cells.is_aware(type_))
            inner = cells.inner_type(type_)
            if pt.is_date(inner) or pt.is_timestamp(inner):
                return _written([columns[names[0]]], {**time, "format": "iso"}, rows, first, cells.is_aware(inner))
        # A date in UTC beside a time of day is a moment; what of the rest is one, the format says.
        aware = True if any(cells.is_aware(types[name]) for name in names) else None
        return _written([columns[name] for name in names], time, rows, first, aware)


def _written(columns: list[pa.Array], time: dict, rows: int, first: int, moments: bool | None) -> _Times:
    if not columns:
        texts = [str(first + k) for k in range(rows)]
    else:
        texts = [js_trim(" ".join(one)) for one in zip(*(cells.texts(column) for column in columns))]
    read = reader_of({**time, "format": "iso"} if time["format"] == "timestamp" else time)
    known: dict[str, tuple[int, bool] | str] = {}
    times, bad, finer = np.zeros(rows, np.int64), {}, 0
    for k, text in enumerate(texts):
        found = known.get(text)
        if found is None:
            found = read(text)
            if len(known) < 100_000:
                known[text] = found
        if isinstance(found, str):
            bad[k] = found
        else:
            times[k] = found[0]
            finer += _is_finer(text, time["format"])
    return _Times(times, bad, finer, moments)


def _is_finer(text: str, format_: str) -> bool:
    """Whether a time as text has more than microseconds."""
    return text[-3:].strip("-+0") != "" if format_ == "epoch-ns" else _FINER.search(text) is not None


def _timestamps(column: pa.Array, read: Callable, moments: bool) -> _Times:
    per = cells.PER_SECOND[column.type.unit]
    raw = column.cast(pa.int64())
    absent = raw.is_null().to_numpy(zero_copy_only=False)
    whole = raw.fill_null(0).to_numpy()
    finer = 0
    if per > 10**6:
        times = whole // 1000
        finer = int(np.count_nonzero(whole - times * 1000))
        wide = np.abs(times) > _SAFE
    else:
        factor = 10**6 // per
        wide = (whole > _SAFE // factor) | (whole < -(_SAFE // factor))
        times = np.where(wide, 0, whole) * factor
    bad = {k: read("") for k in np.flatnonzero(absent).tolist()}
    for k in np.flatnonzero(wide & ~absent).tolist():
        bad[k] = read(f"+{int(whole[k]) * 10**6 // per}-01-01")
    return _Times(times, bad, finer, moments)


def source_is_moment(source: dict, facts: BlockFacts | None) -> bool:
    """Whether the times of a source are moments: its columns say so, or its format."""
    return is_moment(source["time"]) if facts is None or facts.moments is None else facts.moments
