"""Where the anomalies of a series lie; spec/anomalies.md, "Rows of an anomaly" and "Places that are drawn"."""

from bisect import bisect_left, insort
from dataclasses import dataclass, field

from ..errors import LabError
from ..random.stream import Stream, stream
from ..recipe.times import DAY, instant, microseconds
from .access import Access
from .axis import Axis, axis_of, usual_step
from .kinds import KINDS, is_absent
from .slack import Segment, arrange, free_segments

#: Indices of an anomaly's own stream.
SHAPE, LENGTH, STRENGTH, DIRECTION, AGAIN = 0, 1, 2, 3, 16
_TRIES = 256


@dataclass
class Place:
    """An anomaly with its rows, before its effect is known. `footprint`: rows of the label."""

    id: str
    injection: str
    shape: dict
    length: int
    rows: tuple[int, int]
    footprint: tuple[int, int]
    seed: int
    own: Stream
    number: int | None = None
    note: str | None = None
    path: str = ""


@dataclass
class _Drawn:
    shape: dict
    length: int
    units: int
    own: Stream
    place: int = 0


@dataclass
class _Ground:
    access: Access
    axis: Axis
    duration: int
    taken: list[Segment] = field(default_factory=list)


def anomaly_stream(seed: int, series: str, id_: str) -> Stream:
    return stream(seed, f"{series}/{id_}")


def _length_of(shape: dict, own: Stream) -> int:
    length = shape["length"]
    if isinstance(length, str):
        return microseconds(length)
    low, high = (microseconds(one) for one in length)
    return low + int(own.uniform(LENGTH) * (high - low + 1))


def _pick(shapes: list[dict], uniform: float) -> dict:
    left = uniform * sum(shape.get("weight", 1) for shape in shapes)
    usable = [shape for shape in shapes if shape.get("weight", 1) > 0]
    found = usable[-1]
    for shape in usable:
        left -= shape.get("weight", 1)
        if left < 0:
            found = shape
            break
    return {key: value for key, value in found.items() if key != "weight"}


def _next_time(access: Access, row: int) -> int:
    """The first row from `row` on that is at another time than the one before: rows of one time stay together."""
    while row < access.rows and access.time_of(row) == access.time_of(row - 1):
        row += 1
    return row


def _extent(shape: dict, us: int, start: int, ground: _Ground, path: str):
    access = ground.access
    end = ground.axis.rows(start, us)
    last = _next_time(access, max(end, start + KINDS[shape["kind"]].least))
    if last > access.rows:
        raise LabError("recipe-value", f"Expected an end within {access.name}; an anomaly from row {start} on would last longer. Start earlier or make it shorter.", f"{path}.length")
    if not is_absent(shape):
        return (start, last), (start, last)
    if start == 0 and last >= access.rows:
        raise LabError("recipe-value", f"Expected at least one remaining row of {access.name}; all would be missing.", f"{path}.length")
    footprint = (start, _next_time(access, last + 1)) if last < access.rows else (access.row_at(access.time_of(start - 1)), last)
    return (start, last), footprint


def _row_of(start: str, access: Access, path: str) -> int:
    time = instant(start)
    if access.time_of(0) <= time <= access.time_of(access.rows - 1):
        return access.row_at(time)
    raise LabError("recipe-value", f"Expected a time within {access.name}; got {start}. Move it inside.", path)


def _located(injection: str, id_: str, number, seed: int, start: int, shape: dict, note, ground: _Ground, path: str) -> Place:
    own = anomaly_stream(seed, ground.access.name, id_)
    length = _length_of(shape, own)
    rows, footprint = _extent(shape, length, start, ground, path)
    return Place(id_, injection, shape, length, rows, footprint, seed, own, number, note, path)


class _Occupied:
    """Disjoint intervals in order; whether one is free, and taking it."""

    def __init__(self, intervals: list[Segment]):
        merged: list[list[int]] = []
        for start, end in sorted(intervals, key=lambda one: one[0]):
            if merged and start < merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        self.list = [(start, end) for start, end in merged]

    def free(self, start: int, end: int) -> bool:
        index = bisect_left(self.list, (end, -1))
        return index == 0 or self.list[index - 1][1] <= start

    def take(self, start: int, end: int) -> None:
        insort(self.list, (start, end))


def _relocate(drawn: list[_Drawn], apart: int, avoid: list[Segment], ground: _Ground) -> bool:
    """Moves those that meet what is taken, each by its own stream; False where one finds no place."""
    wide = [(start - apart, end + apart) for start, end in ground.taken]
    others = _Occupied(wide)
    hit = [one for one in drawn if not others.free(one.place, one.place + one.units)]
    if not hit:
        return True
    moved = {id(one) for one in hit}
    everything = _Occupied(others.list + [(one.place - apart, one.place + one.units + apart) for one in drawn if id(one) not in moved])
    open_ = _Occupied(avoid)
    for one in hit:
        choices = ground.axis.size - one.units + 1
        for attempt in range(_TRIES):
            place = int(one.own.uniform(AGAIN + attempt) * choices)
            if open_.free(place, place + one.units) and everything.free(place, place + one.units):
                break
        else:
            return False
        one.place = place
        everything.take(place - apart, place + one.units + apart)
    return True


def _draw(injection: dict, seed: int, path: str, avoided: list, ground: _Ground) -> list[_Drawn]:
    access, axis = ground.access, ground.axis
    how = injection["draw"]
    count = how["count"] if "count" in how else int(how["perDay"] * ground.duration / DAY + 0.5)
    apart = axis.apart(microseconds(how["apart"])) if "apart" in how else 0
    avoid = [(axis.place_of(access.row_at(a)), axis.place_of(access.row_at(b))) for a, b in avoided]
    drawn = []
    for number in range(1, count + 1):
        own = anomaly_stream(seed, access.name, f"{injection['id']}/{number}")
        shape = _pick(injection["shapes"], own.uniform(SHAPE))
        length = _length_of(shape, own)
        body = max(axis.units(length), KINDS[shape["kind"]].least * axis.unit)
        drawn.append(_Drawn(shape, length, body + (axis.unit if is_absent(shape) else 0) + axis.margin, own))
    prefix = f"{access.name}/{injection['id']}"
    shares, places = stream(seed, f"{prefix}/shares"), stream(seed, f"{prefix}/places")

    def arrange_all(obstacles: list[Segment]) -> int | None:
        starts = arrange([one.units for one in drawn], apart, free_segments(axis.size, obstacles, apart), shares, places)
        if isinstance(starts, int):
            return starts
        for one, start in zip(drawn, starts):
            one.place = start
        return None

    fit = arrange_all(avoid)
    if fit is None and not _relocate(drawn, apart, avoid, ground):
        fit = arrange_all(avoid + [(start - apart, end + apart) for start, end in ground.taken])
    if fit is not None:
        where = "count" if "count" in how else "perDay"
        raise LabError("recipe-value", f"Expected at most {fit} anomalies, the number that fits into {access.name}; got {count}. Use fewer, shorter or closer ones.", f"{path}.draw.{where}")
    return drawn


def _drawn_place(injection: dict, number: int, one: _Drawn, change: dict, seed: int, ground: _Ground, path: str) -> Place:
    id_ = f"{injection['id']}/{number}"
    start = ground.axis.row_at(one.place)
    if "start" not in change and "shape" not in change:
        rows, footprint = _extent(one.shape, one.length, start, ground, f"{path}.shapes")
        return Place(id_, injection["id"], one.shape, one.length, rows, footprint, seed, one.own, number, change.get("note"), path)
    below = f"{path}.changed[{number}]"
    if "start" in change:
        start = _row_of(change["start"], ground.access, f"{below}.start")
    return _located(injection["id"], id_, number, seed, start, change.get("shape", one.shape), change.get("note"), ground, below)


def place_anomalies(injections: list[dict], access: Access, seed: int, labels: list[Segment] = ()) -> list[Place]:
    """The anomalies of one series in order of rows. `labels`: intervals that drawn ones avoid beside their own. Raises LabError."""
    mine = [(index, one) for index, one in enumerate(injections) if one["series"] == access.name and not one.get("off")]
    if not mine:
        return []
    axis = axis_of(access)
    ground = _Ground(access, axis, access.time_of(access.rows - 1) - access.time_of(0) + usual_step(access))
    places: list[Place] = []
    for index, one in mine:
        if "draw" not in one:
            path = f"$.injections[{index}]"
            start = _row_of(one["start"], access, f"{path}.start")
            places.append(_located(one["id"], one["id"], None, seed, start, one["shape"], one.get("note"), ground, f"{path}.shape"))
    ground.taken = [(axis.place_of(place.footprint[0]), axis.place_of(place.footprint[1] - 1) + 1) for place in places]
    for index, one in mine:
        if "draw" not in one:
            continue
        path = f"$.injections[{index}]"
        own = one["draw"].get("seed", seed)
        avoided = [(instant(a), instant(b)) for a, b in one["draw"].get("avoid", [])] + list(labels)
        drawn = _draw(one, own, path, avoided, ground)
        for number, each in enumerate(drawn, 1):
            change = one.get("changed", {}).get(str(number), {})
            if not change.get("removed"):
                places.append(_drawn_place(one, number, each, change, own, ground, path))
        ground.taken += [(each.place, each.place + each.units) for each in drawn]
    places.sort(key=lambda place: (place.rows[0], place.id))
    _refuse_overlaps(places, access)
    return places


def _refuse_overlaps(places: list[Place], access: Access) -> None:
    furthest: Place | None = None
    for place in sorted(places, key=lambda one: one.footprint[0]):
        if furthest and place.footprint[0] < furthest.footprint[1]:
            raise LabError("recipe-value", f'Expected anomalies that do not overlap; in {access.name} "{furthest.id}" and "{place.id}" do. Move or remove one.', place.path)
        if not furthest or place.footprint[1] > furthest.footprint[1]:
            furthest = place
