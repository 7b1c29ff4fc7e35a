"""Cells of Arrow's columns as text and as numbers, as the lab reads Parquet; spec/import.md, "Parquet"."""

import json
import math

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

from ..documents.json_text import number_text
from ..recipe.times import date_of
from .numbers import Numbers

#: Units of time in a second.
PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
#: From here on a double does not hold every whole number.
_EXACT = 2**53
#: Moments, in seconds, that JavaScript's dates do not reach.
_LAST_DATE = 8_640_000_000_000


def plain(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """One array of a column, without dictionaries and extensions."""
    found = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(found, pa.ChunkedArray):
        found = found.chunk(0) if found.num_chunks else pa.array([], found.type)
    while True:
        if isinstance(found.type, pa.BaseExtensionType):
            found = found.storage
        elif pt.is_dictionary(found.type):
            found = found.dictionary_decode()
        else:
            return found


def inner_type(type_: pa.DataType) -> pa.DataType:
    """Of a dictionary the type of its words."""
    while True:
        if isinstance(type_, pa.BaseExtensionType):
            type_ = type_.storage_type
        elif pt.is_dictionary(type_):
            type_ = type_.value_type
        else:
            return type_


def is_aware(type_: pa.DataType) -> bool:
    """Whether times of a type are moments."""
    inner = inner_type(type_)
    return pt.is_timestamp(inner) and bool(inner.tz)


def is_text(type_: pa.DataType) -> bool:
    return pt.is_string(type_) or pt.is_large_string(type_) or pt.is_string_view(type_)


def _is_bytes(type_: pa.DataType) -> bool:
    return pt.is_binary(type_) or pt.is_large_binary(type_) or pt.is_fixed_size_binary(type_) or pt.is_binary_view(type_)


def _split(raw: int, per: int) -> tuple[int, str]:
    """Whole seconds and the digits behind them."""
    seconds, rest = divmod(raw, per)
    digits = f"{rest:0{len(str(per)) - 1}}".rstrip("0") if per > 1 else ""
    return seconds, f".{digits}" if digits else ""


def timestamp_text(raw: int, per: int) -> str:
    """A timestamp as 2024-01-10 12:00:00.5, a day's first moment as 2024-01-10; a time no calendar has as its number."""
    seconds, fraction = _split(raw, per)
    if abs(seconds) > _LAST_DATE:
        return str(raw)
    days, rest = divmod(seconds, 86_400)
    year, month, day = date_of(days).rsplit("-", 2)
    shown = year if 0 <= int(year) <= 9999 else f"{'+' if int(year) > 0 else '-'}{abs(int(year)):06}"
    date = f"{shown}-{month}-{day}"
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return date if clock == "00:00:00" and not fraction else f"{date} {clock}{fraction}"


def _bytes_text(cell: bytes, fixed: bool) -> str:
    """16 bytes of fixed length are a UUID; other bytes are text where they are UTF-8, and hexadecimal digits where not."""
    digits = cell.hex()
    if fixed and len(cell) == 16:
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    try:
        return cell.decode("utf-8")
    except UnicodeDecodeError:
        return digits


def _float_text(cell: float) -> str:
    return "NaN" if cell != cell else number_text(cell) if abs(cell) != math.inf else "Infinity" if cell > 0 else "-Infinity"


def _one_text(type_: pa.DataType):
    """How a cell of a type, which is not null, becomes text."""
    if pt.is_timestamp(type_):
        per = PER_SECOND[type_.unit]
        return lambda cell: timestamp_text(cell, per)
    if pt.is_date32(type_):
        return lambda cell: timestamp_text(cell * 86_400, 1)
    if pt.is_date64(type_):
        return lambda cell: timestamp_text(cell, 1000)
    if pt.is_time(type_):
        per = PER_SECOND[type_.unit]

        def time_of_day(cell: int) -> str:
            seconds, fraction = _split(cell, per)
            return f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"

        return time_of_day
    if pt.is_decimal(type_):
        return lambda cell: f"{cell:f}"
    if _is_bytes(type_):
        fixed = pt.is_fixed_size_binary(type_)
        return lambda cell: _bytes_text(cell, fixed)
    if pt.is_floating(type_):
        return _float_text
    if pt.is_boolean(type_):
        return lambda cell: "true" if cell else "false"
    if is_text(type_) or pt.is_integer(type_) or pt.is_duration(type_):
        return str
    return lambda cell: json.dumps(cell, separators=(",", ":"), ensure_ascii=False, default=str)


def _raw(column: pa.Array) -> pa.Array:
    """Times as the numbers behind them."""
    type_ = column.type
    if pt.is_timestamp(type_) or pt.is_date64(type_) or pt.is_time64(type_) or pt.is_duration(type_):
        return column.cast(pa.int64())
    return column.cast(pa.int32()) if pt.is_date32(type_) or pt.is_time32(type_) else column


def texts(column: pa.Array) -> list[str]:
    """The cells of a plain column as a text file would have them; empty where there is none."""
    type_ = column.type
    if pt.is_null(type_):
        return [""] * len(column)
    if is_text(type_):
        return column.fill_null("").to_pylist()
    one = _one_text(type_)
    raw = _raw(column)
    if pt.is_nested(type_) or pt.is_decimal(type_):
        return ["" if cell is None else one(cell) for cell in raw.to_pylist()]
    coded = raw.dictionary_encode()
    words = [one(cell) for cell in coded.dictionary.to_pylist()]
    return ["" if code is None else words[code] for code in coded.indices.to_pylist()]


def numbers(column: pa.Array, how: Numbers) -> tuple[np.ndarray, int, int]:
    """The cells of a plain column as doubles, NaN where there is none; how many could not be read, and how many whole numbers are beyond those that a double holds."""
    type_, n = column.type, len(column)
    if pt.is_null(type_):
        return np.full(n, np.nan), 0, 0
    if is_text(type_) or _is_bytes(type_):
        values, bad = how.column(texts(column))
        return values, len(bad), 0
    if pt.is_decimal(type_):
        return np.array([np.nan if cell is None else float(cell) for cell in column.to_pylist()], np.float64), 0, 0
    if pt.is_boolean(type_) or pt.is_integer(type_) or pt.is_duration(type_):
        whole = _raw(column) if pt.is_duration(type_) else column.cast(pa.int8()) if pt.is_boolean(type_) else column
        inexact = _beyond(whole)
        values = whole.fill_null(0).to_numpy(zero_copy_only=False).astype(np.float64)
        values[whole.is_null().to_numpy(zero_copy_only=False)] = np.nan
        return values, 0, inexact
    if pt.is_floating(type_):
        values = np.array(column.to_numpy(zero_copy_only=False), np.float64)
        infinite = np.isinf(values)
        values[infinite] = np.nan
        return values, int(infinite.sum()), 0
    return np.full(n, np.nan), n - column.null_count, 0


def _beyond(whole: pa.Array) -> int:
    if whole.type not in (pa.int64(), pa.uint64()) or len(whole) == whole.null_count:
        return 0
    extent = pc.min_max(whole).as_py()
    if -_EXACT <= extent["min"] and extent["max"] <= _EXACT:
        return 0
    above = pc.greater(whole, pa.scalar(_EXACT, whole.type))
    return (pc.sum(above).as_py() or 0) + (pc.sum(pc.less(whole, pa.scalar(-_EXACT, whole.type))).as_py() or 0 if whole.type == pa.int64() else 0)
