"""Times of text files, in whole microseconds; spec/import.md, "Times"."""

import math
import re
from collections.abc import Callable

import numpy as np

from ..recipe.times import DAY, days_from_civil, instant, microseconds
from .pattern import LEAP_SECOND, SHAPE, civil, offset_of, pattern
from .text import clip, js_trim, js_trim_start
from .zone import to_utc_earlier

MOMENTS = ("iso-offset", "epoch-s", "epoch-ms", "epoch-us", "epoch-ns", "index")
NAMED = (*MOMENTS, "iso", "day-first", "month-first", "excel", "timestamp")
_ISO = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,2})(.*)", re.ASCII | re.DOTALL)
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{1,4})(.*)", re.ASCII | re.DOTALL)
_CLOCK = re.compile(r"(?: +|[Tt])(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(.*)", re.ASCII | re.DOTALL)
_EPOCH = re.compile(r"([+-]?)(\d+)(?:[.,](\d*))?", re.ASCII)
_EPOCH_EXPONENT = re.compile(r"[+-]?\d+(\.\d*)?[eE][+-]?\d+", re.ASCII)
_INTERVAL = re.compile("(.*\\S)(?:\\s+(?:-|\u2013|\u2014|to|/)\\s+|/(?=\\d{4}-))\\S.*")
_SHIFTS = {"epoch-s": 6, "epoch-ms": 3, "epoch-us": 0, "epoch-ns": -3}
_EXCEL_DAY_0 = days_from_civil(1899, 12, 30)
_SAFE = 2**53 - 1
#: Days that a month has in every year; the 29th of February goes the slow way.
_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])

#: Microseconds of a text, and whether an offset is missing that the format has; where the text is no such time, why it is none.
Reader = Callable[[str], tuple[int, bool] | str]
_EMPTY = "the time is empty"
_WRITTEN = {"iso": "YYYY-MM-DD HH:MM:SS", "day-first": "DD/MM/YYYY HH:MM:SS", "month-first": "MM/DD/YYYY HH:MM:SS"}


def is_moment(spec: dict) -> bool:
    """Whether times come out in UTC; others are local times of the source's zone."""
    format_ = spec["format"]
    return format_ in MOMENTS or (format_ not in NAMED and pattern(format_).has_offset)


def _in_range(us: int | float) -> tuple[int, bool] | str:
    return (int(us), False) if abs(us) <= _SAFE else "the time lies outside the years 1685 to 2255"


def _calendar(text: str, order: str, zone: str | None) -> tuple[int, bool] | str:
    def bad() -> str:
        return f'"{clip(text)}" is not a time written as {_WRITTEN[order]}{" with an offset from UTC" if zone is not None else ""}'

    if not text:
        return _EMPTY
    found = (_ISO if order == "iso" else _DAY_FIRST).fullmatch(text)
    if not found:
        return bad()
    a, b, c, rest = int(found[1]), int(found[3]), int(found[4]), found[5]
    if len(found[1] if order == "iso" else found[4]) != 4:
        return bad()
    year, month, day = (a, b, c) if order == "iso" else (c, b, a) if order == "day-first" else (c, a, b)
    days = civil(year, month, day)
    if isinstance(days, str):
        return days
    us, tail = days * DAY, ""
    if rest:
        clock = _CLOCK.fullmatch(rest)
        if not clock:
            return bad()
        hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
        fraction = int((clock[4] or "0")[:6].ljust(6, "0"))
        tail = clock[5]
        if (clock[3] is None and tail[:1] == ":") or (clock[3] is not None and clock[4] is None and tail[:1] in (".", ",") and tail):
            return bad()
        if second == 60:
            return LEAP_SECOND
        half = js_trim(tail).lower()
        if order != "iso" and half in ("am", "pm") and 1 <= hour <= 12:
            hour, tail = hour % 12 + (12 if half == "pm" else 0), ""
        midnight = hour == 24 and minute == second == fraction == 0
        if (hour > 23 and not midnight) or minute > 59 or second > 59:
            return f"there is no time {clip(text)}"
        us += (hour * 3600 + minute * 60 + second) * 1_000_000 + fraction
    if zone is not None:
        if not tail:
            found_utc = _in_range(int(to_utc_earlier(zone, np.array([us], np.int64))[0]))
            return found_utc if isinstance(found_utc, str) else (found_utc[0], True)
        offset = offset_of(js_trim_start(tail))
        return bad() if offset is None else _in_range(us - offset)
    if tail:
        return bad() if offset_of(js_trim_start(tail)) is None else f'"{clip(text)}" has an offset from UTC; choose the format "ISO with offset"'
    return _in_range(us)


def _epoch(text: str, shift: int, decimal: str) -> tuple[int, bool] | str:
    if not text:
        return _EMPTY
    found = _EPOCH.fullmatch(text)
    if not found or (decimal == "," and "." in text):
        if not _EPOCH_EXPONENT.fullmatch(text):
            return f'"{clip(text)}" is not an epoch number'
        scaled = float(text) * 10.0**shift if shift >= 0 else float(text) / 10.0**-shift
        return _in_range(math.floor(scaled) if math.isfinite(scaled) else scaled)
    sign, whole, fraction = found[1], found[2], found[3] or ""
    digits = whole + fraction[:shift].ljust(shift, "0") if shift >= 0 else whole[:shift]
    us = int(digits or "0") if len(digits) < 400 else math.inf
    if sign != "-":
        return _in_range(us)
    cut = fraction[shift:] if shift >= 0 else whole[shift:] + fraction
    return _in_range(-us - (1 if re.search("[1-9]", cut) else 0))


def _excel(text: str) -> tuple[int, bool] | str:
    if not text:
        return _EMPTY
    days = float(text) if re.fullmatch(r"\d+(?:\.\d*)?", text, re.ASCII) else math.nan
    if not 61 <= days < 2958466:
        return f'"{clip(text)}" is not a day as Excel counts them'
    return _in_range(_EXCEL_DAY_0 * DAY + math.floor(days * 86_400_000 + 0.5) * 1000)


def reader_of(spec: dict, decimal: str = ".") -> Reader:
    """Reads one cell of a time column."""
    read = _format_reader(spec, decimal)
    if not spec.get("interval"):
        return read

    def start_of(text: str):
        found = _INTERVAL.fullmatch(text)
        return read(found[1]) if found else f'"{clip(text)}" is not an interval written as start - end'

    return start_of


def _format_reader(spec: dict, decimal: str) -> Reader:
    format_ = spec["format"]
    match format_:
        case "iso" | "timestamp":
            return lambda text: _calendar(text, "iso", None)
        case "iso-offset":
            return lambda text: _calendar(text, "iso", spec.get("zone", "UTC"))
        case "day-first" | "month-first":
            return lambda text: _calendar(text, format_, None)
        case "epoch-s" | "epoch-ms" | "epoch-us" | "epoch-ns":
            return lambda text: _epoch(text, _SHIFTS[format_], decimal)
        case "excel":
            return lambda text: _excel(text.replace(decimal, ".", 1))
        case "index":
            start = instant(spec["start"]) if "start" in spec else 0
            step = microseconds(spec["step"]) if "step" in spec else 1

            def numbered(text):
                if re.fullmatch(r"[+-]?\d+(?:\.0*)?", text, re.ASCII):
                    return _in_range(start + int(text.split(".")[0]) * step if len(text) < 400 else math.inf)
                return f'"{clip(text)}" is not a row number' if text else "the row number is empty"

            return numbered
    known = pattern(format_)

    def by_pattern(text):
        found = known.read(text)
        if not isinstance(found, str):
            return _in_range(found[0] - (found[1] or 0))
        if not text:
            return _EMPTY
        return f'"{clip(text)}" is not a time written as {format_}' if found == SHAPE else f'"{clip(text)}": {found}'

    return by_pattern


def plain_iso(cells: list[str]) -> np.ndarray | None:
    """Times of cells that are all written as `YYYY-MM-DD HH:MM:SS`; None where one is not."""
    joined = "".join(cells)
    if len(joined) != 19 * len(cells) or not joined.isascii():
        return None
    letters = np.frombuffer(joined.encode("ascii"), np.uint8).reshape(-1, 19)
    if any(len(cell) != 19 for cell in cells):
        return None
    marks = letters[:, [4, 7, 10, 13, 16]]
    if not ((marks[:, 0] == 45) & (marks[:, 1] == 45) & ((marks[:, 2] == 32) | (marks[:, 2] == 84)) & (marks[:, 3] == 58) & (marks[:, 4] == 58)).all():
        return None
    digits = letters[:, [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18]].astype(np.int64) - 48
    if ((digits < 0) | (digits > 9)).any():
        return None
    year = digits[:, 0] * 1000 + digits[:, 1] * 100 + digits[:, 2] * 10 + digits[:, 3]
    month, day, hour, minute, second = (digits[:, k] * 10 + digits[:, k + 1] for k in (4, 6, 8, 10, 12))
    if ((month < 1) | (month > 12) | (day < 1) | (day > _DAYS[np.clip(month, 0, 12)]) | (hour > 23) | (minute > 59) | (second > 59) | (year < 1686) | (year > 2254)).any():
        return None
    shifted = year - (month <= 2)
    era = shifted // 400
    of_era = shifted - era * 400
    of_year = (153 * (month + np.where(month > 2, -3, 9)) + 2) // 5 + day - 1
    days = era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
    return ((days * 24 + hour) * 60 + minute) * 60_000_000 + second * 1_000_000


def column(cells: list[str], spec: dict, read: Reader) -> tuple[np.ndarray, dict[int, str], int]:
    """Times of cells; of those that are no times, by their place, why; how many lack the offset of their format."""
    if spec["format"] == "iso" and not spec.get("interval"):
        quick = plain_iso(cells)
        if quick is not None:
            return quick, {}, 0
    times, bad, assumed = np.zeros(len(cells), np.int64), {}, 0
    for k, cell in enumerate(cells):
        found = read(cell)
        if isinstance(found, str):
            bad[k] = found
        else:
            times[k] = found[0]
            assumed += found[1]
    return times, bad, assumed
