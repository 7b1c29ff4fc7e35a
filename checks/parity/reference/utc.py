"""spec/steps.md, "utc": local times to UTC."""

from dataclasses import dataclass
from fractions import Fraction

from .exact import median
from .series import Row

DAY = 86_400_000_000


@dataclass(frozen=True)
class Zone:
    """Seconds ahead of UTC at first, and from each moment (microseconds UTC) on."""

    offset: int
    changes: tuple[tuple[int, int], ...]

    def turns(self):
        """Each change: local times [a, b) that it skips or repeats, the offset before it and the one after it, in microseconds."""
        before = self.offset
        for moment, after in self.changes:
            low, high = sorted((moment + before * 1_000_000, moment + after * 1_000_000))
            yield low, high, before * 1_000_000, after * 1_000_000
            before = after

    def offset_of(self, local: int) -> int:
        """Microseconds ahead of UTC at a local time that is neither skipped nor repeated."""
        offset = self.offset * 1_000_000
        for low, _, _, after in self.turns():
            if local >= low:
                offset = after
        return offset


def to_utc(rows: list[Row], zone: Zone | None, options: dict) -> tuple[list[Row], dict]:
    """Rows in the order of the file, in UTC, and the counts. `zone`: None for rows that are in UTC already."""
    counts = dict(converted=0, nonexistent=0, ambiguous=0, undecided=0, displaced=0, dropped=0)
    if zone is None:
        return rows, counts
    utc: list[int | None] = [row.time - zone.offset_of(row.time) for row in rows]
    moved: set[int] = set()
    for low, high, before, after in zone.turns():
        inside = [place for place, row in enumerate(rows) if low <= row.time < high]
        if after > before:
            counts["nonexistent"] += len(inside)
            for place in inside:
                # Moved forward by the length of the skip: the offset before the change tells the moment.
                utc[place] = rows[place].time - before if options["nonexistent"] == "shift" else None
                moved.add(place)
        else:
            counts["ambiguous"] += len(inside)
            how = {place: options["ambiguous"] for place in inside}
            if options["ambiguous"] == "infer" and inside:
                told = tell(rows, low, high, before - after)
                for place in inside:
                    how[place] = told.get(place, options["undecided"])
                counts["undecided"] += len([place for place in inside if place not in told])
            for place in inside:
                utc[place] = None if how[place] == "drop" else rows[place].time - (before if how[place] == "earlier" else after)
    there = {time for place, time in enumerate(utc) if place not in moved}
    for place in moved:
        if utc[place] is not None and utc[place] in there:
            utc[place] = None
            counts["displaced"] += 1
    left = [row.but(time=time) for row, time in zip(rows, utc) if time is not None]
    counts["converted"] = len(left)
    counts["dropped"] = len(rows) - len(left)
    return left, counts


def tell(rows: list[Row], a: int, b: int, length: int) -> dict[int, str]:
    """Of the rows in the repeated interval [a, b), by their place: earlier or later, as the order of rows tells. Undecided ones are left out."""
    taken = [place for place, row in enumerate(rows) if a - DAY <= row.time < b + DAY]
    steps = [rows[y].time - rows[x].time for x, y in zip(taken, taken[1:])]
    if sum((step > 0) - (step < 0) for step in steps) < 0:
        taken.reverse()
    sizes = [Fraction(abs(step)) for step in steps if step != 0]
    usual = median(sizes) if sizes else None
    inside = [place for place in taken if a <= rows[place].time < b]
    pairs = list(zip(inside, inside[1:]))
    backs = [y for x, y in pairs if rows[y].time < rows[x].time]
    equal = [y for x, y in pairs if rows[y].time == rows[x].time]
    if len(backs) > 1:
        return {}
    if not backs and len(equal) == 1 and (usual is None or 2 * usual >= length):
        backs = equal
    if backs:
        cut = inside.index(backs[0])
        return {place: "earlier" if at < cut else "later" for at, place in enumerate(inside)}
    return _by_neighbours(rows, taken, inside, usual, length)


def _by_neighbours(rows: list[Row], taken: list[int], inside: list[int], usual: Fraction | None, length: int) -> dict[int, str]:
    first, last = taken.index(inside[0]), taken.index(inside[-1])
    t0, t1 = rows[inside[0]].time, rows[inside[-1]].time
    p = rows[taken[first - 1]].time if first > 0 else None
    q = rows[taken[last + 1]].time if last + 1 < len(taken) else None

    def fitting(*distances: int | None) -> int:
        return sum(usual is not None and one is not None and abs(one - usual) * 10 <= usual for one in distances)

    earlier = fitting(None if p is None else t0 - p, None if q is None else q + length - t1)
    later = fitting(None if p is None else t0 + length - p, None if q is None else q - t1)
    if earlier == later:
        return {}
    return {place: "earlier" if earlier > later else "later" for place in inside}
