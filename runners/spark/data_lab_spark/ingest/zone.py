"""Rules of time zones as the lab ships them, of one release of the IANA database: not those of the machine or of the JVM."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

from ..errors import LabError
from ..recipe.times import DAY

SECOND = 1_000_000
_DIGITS = {digit: place for place, digit in enumerate("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX")}


@dataclass(frozen=True)
class Rule:
    """Local times [start, end) in microseconds. `kind`: normal, nonexistent or ambiguous; offsets east of UTC."""

    start: float
    end: float
    kind: str
    offset: int
    later: int = 0


@dataclass(frozen=True)
class Zone:
    """Offsets from UTC in microseconds, east positive: `offsets[k]` before `moments[k]`, and `offsets[k + 1]` from it on."""

    moments: np.ndarray
    offsets: np.ndarray


@lru_cache(maxsize=1)
def _packed() -> dict:
    """The file, with its zones by their names in lower case; moment-timezone's form: `name|abbreviations|offsets|indices|differences|…`."""
    read = json.loads(resources.files("data_lab_spark").joinpath("ingest/zones.generated.json").read_text("utf-8"))
    named = {text.partition("|")[0].lower(): text for text in read["zones"]}
    for link in read["links"]:
        zone, name = link.lower().split("|")
        named.setdefault(name, named[zone])
    return {"from": read["from"], "version": read["version"], "zones": named}


def release() -> str:
    """The release of the IANA database."""
    return _packed()["version"]


def packed_by() -> str:
    """Name and version of what the rules were taken from."""
    return _packed()["from"]


def _sixtieths(text: str) -> int:
    """Seconds of a number of minutes to the base 60, such as `-2ldXH.Q`."""
    whole, _, fraction = text.removeprefix("-").partition(".")
    value = 0
    for digit in whole + (fraction[:1] or "0"):
        value = 60 * value + _DIGITS[digit]
    return -value if text.startswith("-") else value


@lru_cache(maxsize=64)
def _zone(name: str) -> Zone:
    packed = _packed()["zones"].get(name.lower())
    if packed is None:
        raise LabError("zone-unknown", f'"{name}" is not a time zone of the IANA database {release()}. Expected a name such as Europe/Berlin, or UTC; correct it.')
    _, _, offsets, indices, differences, *_ = packed.split("|")
    ahead = np.array([-_sixtieths(text) for text in offsets.split(" ")], np.int64) * SECOND
    moments = np.cumsum([_sixtieths(text) for text in differences.split(" ")] if differences else [], dtype=np.int64) * SECOND
    its = ahead[[_DIGITS[digit] for digit in indices]]
    # Names of a zone change without its offset.
    real = np.flatnonzero(np.diff(its))
    return Zone(moments[real], its[np.concatenate([real, [len(its) - 1]])])


def check_zone(name: str) -> None:
    """Raises LabError `zone-unknown` for a name that is no zone."""
    if name != "UTC":
        _zone(name)


def offset_at(zone: str, utc: int) -> int:
    """Microseconds that a zone's clock is ahead of UTC at a moment."""
    if zone == "UTC":
        return 0
    known = _zone(zone)
    return int(known.offsets[np.searchsorted(known.moments, utc, "right")])


def changes(zone: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """Changes of a zone's offset at moments (start, end], in microseconds: moment, offset before, offset after."""
    if zone == "UTC":
        return []
    known = _zone(zone)
    low, high = np.searchsorted(known.moments, [start, end], "right").tolist()
    return [(int(known.moments[k]), int(known.offsets[k]), int(known.offsets[k + 1])) for k in range(low, high)]


def rules(zone: str, start: int, end: int) -> list[Rule]:
    """The local times [start, end) as consecutive intervals without a gap."""
    if zone == "UTC":
        return [Rule(start, end, "normal", 0)]
    # No zone is more than a day from UTC: two days around hold all that matters.
    its = changes(zone, start - 2 * DAY, end + 2 * DAY)
    made = []
    at: float = -np.inf
    offset = its[0][1] if its else offset_at(zone, start)
    for moment, before, after in its:
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
