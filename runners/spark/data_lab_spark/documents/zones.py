"""Which offsets the local times of a data set were read with."""

import hashlib

from ..follow import Ran
from ..ingest.zone import SECOND, changes, offset_at, packed_by, release
from ..recipe.times import DAY, date_of, days_from_civil, format_instant

#: A zone, and the extent of times in it in microseconds.
Timed = tuple[str, int, int]


def timed(ran: Ran) -> list[Timed]:
    """Each series with the zone of its local times, cells that lack the offset of their format among them; and the series once more in each zone of a label file."""
    mixed = {source["file"]: source["time"]["zone"] for source in ran.recipe["sources"] if source["time"]["format"] == "iso-offset"}
    found, extents = [], []
    for one, told in zip(ran.passes.job.series, ran.told):
        local = ran.passes.local.get(one.name)
        its = local.before if local else told.statistics[0]
        if its.rows:
            found.append((mixed.get(one.file, one.zone), its.first, its.last))
            extents.append((its.first, its.last))
    return found + [(source.get("zone", "UTC"), *extent) for source in ran.recipe["labels"] for extent in extents]


def time_zones(series: list[Timed]) -> dict:
    """The offsets of the zones other than UTC, for the calendar years that their series lie in."""
    zones = []
    for name in sorted({zone for zone, _, _ in series if zone != "UTC"}):
        mine = [one for one in series if one[0] == name]
        start, end = _year(min(first for _, first, _ in mine)), _year(max(last for _, _, last in mine)) + 1
        from_, to = (days_from_civil(year, 1, 1) * DAY for year in (start, end))
        its = [{"at": format_instant(at), "offset": after // SECOND} for at, _, after in changes(name, from_, to)]
        zones.append({"zone": name, "from": format_instant(from_), "to": format_instant(to), "offset": offset_at(name, from_) // SECOND, "changes": its})
    if not zones:
        return {"provider": packed_by(), "version": None, "note": None, "fingerprint": None, "zones": []}
    lines = [f"{one['zone']} {at} {offset}\n" for one in zones for at, offset in [(one["from"], one["offset"]), *((change["at"], change["offset"]) for change in one["changes"])]]
    return {
        "provider": packed_by(),
        "version": release(),
        "note": f"All offsets are those of release {release()} of the IANA time zone database, as {packed_by()} has it.",
        "fingerprint": hashlib.sha256("".join(lines).encode("utf-8")).hexdigest(),
        "zones": zones,
    }


def _year(us: int) -> int:
    return int(date_of(us // DAY).rsplit("-", 2)[0])
