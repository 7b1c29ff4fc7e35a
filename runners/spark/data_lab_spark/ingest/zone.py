"""Rules of time zones from the tzdata package, whose release is known: not those of the machine or of the JVM."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

import numpy as np

from ..errors import LabError
from ..recipe.times import DAY

SECOND = 1_000_000
#: Zones follow rules of the calendar from 2500 on and have local mean time before 1800.
_FIRST, _LAST = -5_364_662_400, 16_725_225_600
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Rule:
    """Local times [start, end) in microseconds. `kind`: normal, nonexistent or ambiguous; offsets east of UTC."""

    start: float
    end: float
    kind: str
    offset: int
    later: int = 0


def release() -> str:
    """The release of the IANA database."""
    import tzdata

    return tzdata.IANA_VERSION


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        with resources.files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as file:
            return ZoneInfo.from_file(file, key=name)
    except (FileNotFoundError, IsADirectoryError, ModuleNotFoundError, ValueError, NotADirectoryError):
        raise LabError("zone-unknown", f'"{name}" is not a time zone of the IANA database {release()}. Expected a name such as Europe/Berlin, or UTC.') from None


def check_zone(name: str) -> None:
    """Raises LabError `zone-unknown` for a name that is no zone."""
    if name != "UTC":
        _zone(name)


def offset_at(zone: str, utc: int) -> int:
    """Microseconds that a zone's clock is ahead of UTC at a moment."""
    if zone == "UTC":
        return 0
    seconds = min(max(utc // SECOND, _FIRST), _LAST)
    moment = (_EPOCH + timedelta(seconds=seconds)).astimezone(_zone(zone))
    return int(moment.utcoffset().total_seconds()) * SECOND


@lru_cache(maxsize=4096)
def _changes(zone: str, year: int) -> tuple[tuple[int, int, int], ...]:
    """Changes of offset in a stretch of 366 days: moment, offset before, offset after."""
    start = year * 366 * DAY
    found = []
    before = offset_at(zone, start)
    for day in range(1, 367):
        end = start + day * DAY
        after = offset_at(zone, end)
        if after == before:
            continue
        low, high = (end - DAY) // SECOND + 1, end // SECOND
        while low < high:
            middle = (low + high) // 2
            if offset_at(zone, middle * SECOND) != before:
                high = middle
            else:
                low = middle + 1
        found.append((low * SECOND, before, offset_at(zone, low * SECOND)))
        before = after
    return tuple(found)


def rules(zone: str, start: int, end: int) -> list[Rule]:
    """The local times [start, end) as consecutive intervals without a gap."""
    if zone == "UTC":
        return [Rule(start, end, "normal", 0)]
    length = 366 * DAY
    low, high = start - 2 * DAY, end + 2 * DAY
    changes = [one for year in range(low // length, high // length + 1) for one in _changes(zone, year) if low < one[0] <= high]
    made = []
    at: float = -np.inf
    offset = changes[0][1] if changes else offset_at(zone, start)
    for moment, before, after in changes:
        a, b = moment + before, moment + after
        made.append(Rule(at, min(a, b), "normal", offset))
        made.append(Rule(a, b, "nonexistent", before) if b > a else Rule(b, a, "ambiguous", before, after))
        at, offset = max(a, b), after
    made.append(Rule(at, np.inf, "normal", offset))
    cut = [Rule(max(one.start, start), min(one.end, end), one.kind, one.offset, one.later) for one in made]
    return [one for one in cut if one.start < one.end]


def to_utc_earlier(zone: str, local: np.ndarray) -> np.ndarray:
    """Local times to UTC: the earlier moment of a time that comes twice, shifted forward where it was skipped."""
    if zone == "UTC" or len(local) == 0:
        return local
    its = rules(zone, int(local.min()), int(local.max()) + 1)
    place = np.searchsorted(np.array([one.start for one in its[1:]]), local, "right")
    return local - np.array([one.offset for one in its], np.int64)[place]
