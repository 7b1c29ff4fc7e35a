"""Regular buckets of time; spec/steps.md, "resample"."""

import math

import numpy as np

from ..recipe.times import MONDAY, WEEK, microseconds
from .piece import Piece, Rows, beside, edges, nearest, on_line
from .step import Counts, sum_counts

USUAL_LONGEST = 3
#: Distances of a piece that are all counted in one pass where there are no more kinds of them.
FEW_KINDS = 256
USUAL_SHARE = 0.1
BUCKETS_PER_ROW = 10


class Resample:
    keeps_times = False

    def __init__(self, index: int, options: dict, filled_before: int | None):
        """`filled_before`: microseconds that the last step for missing values before fills at most; None where none says."""
        self.index, self.options = index, options
        self.aggregate, self.empty = options["with"], options["empty"]
        self.filled_before = filled_before
        self.every: int | None = None
        self.origin = 0
        self.usual = 0
        self.question: str | None = "distances"
        self.candidates = np.empty(0, np.int64)
        self._extent = None
        #: Of each piece its first and last time, and whether there is a value at both; None without rows.
        self._ends: list[tuple[int, int, bool] | None] = []
        #: Of each piece: rows of its last bucket that are in later pieces; whether its first bucket began earlier; where the next bucket begins; good buckets beside.
        self.joins: list | None = None
        self.sides: list | None = None
        self.end = 0

    def asks(self) -> bool:
        return self.question is not None

    def asks_of_times(self) -> bool:
        return self.question in ("distances", "candidates")

    @property
    def fills(self) -> bool:
        return self.aggregate not in ("sum", "count") and self.empty in ("linear", "forward")

    # The usual step.

    def gather(self, piece: Piece):
        rows = piece.rows
        match self.question:
            case "distances":
                return self._gather_distances(rows)
            case "candidates":
                distance = np.diff(rows.times)
                found = {}
                for one in self.candidates.tolist():
                    at = np.flatnonzero(distance == one)
                    if len(at):
                        found[one] = (len(at), int(rows.times[at[0]]))
                return found
            case "joins":
                return self._gather_joins(rows)
            case "sides":
                made = self._buckets(piece)
                good = np.isfinite(made.values)
                return edges(made, good), int(made.times[-1]) if len(made) else None

    @staticmethod
    def _gather_distances(rows: Rows):
        times = rows.times
        if len(times) == 0:
            return None
        distance = np.diff(times)
        above = distance[distance > 0] if len(distance) and distance.min() <= 0 else distance
        kinds, count = _counted(above)
        often = count >= USUAL_SHARE * len(above)
        every = {int(kind): (int(n), int(times[np.argmax(distance == kind)])) for kind, n in zip(kinds, count)} if len(kinds) <= FEW_KINDS else None
        return len(times), int(times[0]), int(times[-1]), len(above), kinds[often], every, bool(np.isfinite(rows.values[[0, -1]]).all())

    def conclude(self, parts) -> None:
        match self.question:
            case "distances":
                self._ends = [part and (part[1], part[2], part[6]) for part in parts]
                self._take_distances([part for part in parts if part])
            case "candidates":
                self._take_candidates(parts)
            case "joins":
                self._take_joins(parts)
            case "sides":
                self.sides = beside([found for found, _ in parts])
                self.end = max((end for _, end in parts if end is not None), default=0)
                self.question = None

    def _take_distances(self, parts) -> None:
        if not parts:
            self.question = None
            return
        # Distances from the last row of a piece to the first of the next.
        gaps = [(b[1] - a[2], a[2]) for a, b in zip(parts, parts[1:])]
        above = sum(part[3] for part in parts) + sum(gap > 0 for gap, _ in gaps)
        kinds = {int(kind) for part in parts for kind in part[4]} | {gap for gap, _ in gaps if gap > 0}
        self._extent = (sum(part[0] for part in parts), parts[0][1], parts[-1][2], above, gaps)
        self.candidates = np.array(sorted(kinds), np.int64)
        self.question = "candidates"
        if all(part[5] is not None for part in parts):
            self._take_candidates([part[5] for part in parts])

    def _take_candidates(self, parts) -> None:
        rows, first, last, above, gaps = self._extent
        count: dict[int, int] = {}
        origin: dict[int, int] = {}
        for found in parts:
            for kind, (times, at) in found.items():
                count[kind] = count.get(kind, 0) + times
                origin[kind] = min(origin.get(kind, at), at)
        for gap, at in gaps:
            if gap > 0:
                count[gap] = count.get(gap, 0) + 1
                origin[gap] = min(origin.get(gap, at), at)
        best = min(count, key=lambda kind: (-count[kind], kind), default=None)
        fits = best is not None and count[best] >= USUAL_SHARE * above and best <= WEEK
        if fits and (last - first) / best + 1 <= BUCKETS_PER_ROW * rows:
            self.usual = best
        if self.options["every"] == "source":
            self.every, self.origin = (self.usual, origin[best]) if self.usual else (None, 0)
        else:
            self.every = microseconds(self.options["every"])
            self.origin = MONDAY if self.every == WEEK else 0
        self.question = None if self.every is None else "joins"
        if self.question:
            self._join_apart()

    # Buckets that lie in several pieces.

    def _start(self, time):
        return (time - self.origin) // self.every * self.every + self.origin

    def _join_apart(self) -> None:
        """Where no bucket lies in two pieces, their times tell all."""
        starts = [ends and (int(self._start(ends[0])), int(self._start(ends[1]))) for ends in self._ends]
        there = [one for one in starts if one]
        if any(one[1] == other[0] for one, other in zip(there, there[1:])):
            return
        following: list[int | None] = []
        known = None
        for one in reversed(starts):
            following.append(known)
            known = one[0] if one else known
        self.joins = [one and (False, [], after) for one, after in zip(starts, reversed(following))]
        self.question = "sides" if self.fills else None
        # Nothing is filled from other pieces where each has a value in its first and last bucket, and no bucket is missing between them.
        valued = self.aggregate != "std" and all(ends[2] for ends in self._ends if ends)
        if self.fills and valued and all(other[0] - one[1] == self.every for one, other in zip(there, there[1:])):
            self.sides = [(None, None)] * len(starts)
            self.end = there[-1][1]
            self.question = None

    def _gather_joins(self, rows: Rows):
        """The rows of a piece's first bucket, and the starts of its first bucket, of the next that has rows, and of its last."""
        if len(rows) == 0:
            return None
        start = self._start(rows.times)
        later = start[start > start[0]]
        return rows.take(start == start[0]), int(start[0]), int(later[0]) if len(later) else None, int(start[-1])

    def _take_joins(self, parts) -> None:
        self.joins = []
        earlier = None
        for number, part in enumerate(parts):
            if part is None:
                self.joins.append(None)
                continue
            _, first, _, last = part
            late, following = [], None
            for one in parts[number + 1 :]:
                if one is None:
                    continue
                if one[1] > last:
                    following = one[1]
                    break
                late.append(one[0])
                if one[2] is not None:
                    following = one[2]
                    break
            self.joins.append((earlier == first, late, following))
            earlier = last
        self.question = "sides" if self.fills else None

    def _own(self, piece: Piece) -> Rows:
        """The rows of the buckets that this piece makes."""
        joined = self.joins[piece.number]
        if joined is None or len(piece.rows) == 0:
            return piece.rows
        begun, late, _ = joined
        rows = piece.rows
        if begun:
            start = self._start(rows.times)
            rows = rows.take(start != start[0])
        if len(rows) == 0 or not late:
            return rows
        parts = [rows, *late]
        return Rows(*(np.concatenate([getattr(one, name) for one in parts]) for name in ("times", "values", "outlier", "filled")))

    # The work on a piece.

    def _buckets(self, piece: Piece) -> Rows:
        """The buckets that have rows, with what they hold."""
        rows = self._own(piece)
        if len(rows) == 0:
            return Rows(rows.times, rows.values, rows.outlier, rows.filled, np.zeros(0, np.int32))
        start = self._start(rows.times)
        begins = np.flatnonzero(np.concatenate([[True], start[1:] != start[:-1]]))
        sizes = np.diff(np.concatenate([begins, [len(rows)]]))
        there = np.isfinite(rows.values)
        count = np.add.reduceat(there.astype(np.int64), begins)
        values = _aggregate(self.aggregate, rows.values, there, begins, sizes, count)
        made_up = np.add.reduceat((there & rows.filled).astype(np.int64), begins)
        filled = (count > 0) & (made_up == count) & np.isfinite(values)
        return Rows(start[begins], values, np.zeros(len(begins), bool), filled, count.astype(np.int32))

    @property
    def longest(self) -> float:
        if "longest" in self.options:
            return microseconds(self.options["longest"])
        return self.filled_before if self.filled_before is not None else USUAL_LONGEST * self.every

    def apply(self, piece: Piece) -> Counts:
        if self.every is None:
            return _as_they_are(piece)
        made = self._buckets(piece)
        if len(made) == 0:
            piece.rows = made
            return {"buckets": 0, "empty": 0, "filled": 0, "missing": 0}
        following = self.joins[piece.number][2]
        end = following if following is not None else int(made.times[-1]) + self.every
        span = (end - int(made.times[0])) // self.every
        own = made.observations > 0 if self.aggregate == "count" else ~np.isnan(made.values)
        counts = {"buckets": span, "empty": span - int(own.sum()), "filled": 0, "missing": 0}
        if self.empty == "omit":
            piece.rows = made.take(own)
            return {**counts, "buckets": len(piece.rows)}
        made = self._with_empty(made, span)
        good = ~np.isnan(made.values)
        if self.fills and not good.all():
            counts["filled"] = self._fill(made, good, piece.number)
        counts["missing"] = int(np.isnan(made.values).sum())
        piece.rows = made
        return counts

    def _with_empty(self, made: Rows, n: int) -> Rows:
        if n == len(made):
            return made
        place = (made.times - made.times[0]) // self.every
        times = made.times[0] + np.arange(n, dtype=np.int64) * self.every
        rows = Rows(times, np.full(n, 0.0 if self.aggregate == "count" else np.nan), np.zeros(n, bool), np.zeros(n, bool), np.zeros(n, np.int32))
        rows.values[place], rows.filled[place], rows.observations[place] = made.values, made.filled, made.observations
        return rows

    def _fill(self, made: Rows, good: np.ndarray, number: int) -> int:
        before, after = self.sides[number]
        t0, v0, t1, v1 = nearest(made, good, before, after)
        has_after = ~np.isnan(v1)
        end = self.end
        gap = np.where(has_after, t1, end) - t0
        fills = ~good & ~np.isnan(v0) & (gap <= self.longest)
        if self.empty == "linear":
            fills &= has_after
            value = on_line(made.times, t0, v0, t1, v1)
        else:
            value = v0
        made.values = np.where(fills, value, made.values)
        made.filled = made.filled | fills
        return int(fills.sum())

    def total(self, parts: list[Counts]) -> Counts:
        return {**sum_counts(parts), "usualUs": self.usual, "everyUs": self.every or 0}


def _counted(distance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The kinds of distances in order, and how many there are of each."""
    if len(distance) < 1 << 12:
        return np.unique(distance, return_counts=True)
    # Mostly one kind is nearly all: only the others are sorted.
    kinds, count = np.unique(distance[:1 << 10], return_counts=True)
    usual = kinds[np.argmax(count)]
    others, counts = np.unique(distance[distance != usual], return_counts=True)
    place = int(np.searchsorted(others, usual))
    return np.insert(others, place, usual), np.insert(counts, place, len(distance) - int(counts.sum()))


def _as_they_are(piece: Piece) -> Counts:
    """Rows that stay, with the columns of buckets."""
    rows = piece.rows
    there = np.isfinite(rows.values)
    rows.values = np.where(there, rows.values, np.nan)
    rows.outlier = np.zeros(len(rows), bool)
    if rows.observations is None:
        rows.observations = there.astype(np.int32)
    empty = int((~there).sum())
    return {"buckets": len(rows), "empty": empty, "filled": 0, "missing": empty}


def _aggregate(how: str, values, there, begins, sizes, count) -> np.ndarray:
    """Of the finite values of each bucket; NaN of none."""
    none = count == 0
    of = np.repeat(np.arange(len(begins)), sizes)
    index = np.arange(len(values))
    with np.errstate(all="ignore"):
        if how == "count":
            return count.astype(float)
        if how in ("min", "max"):
            reduce, other = (np.minimum, np.inf) if how == "min" else (np.maximum, -np.inf)
            return np.where(none, np.nan, reduce.reduceat(np.where(there, values, other), begins))
        if how == "first":
            return np.where(none, np.nan, values[np.minimum(np.minimum.reduceat(np.where(there, index, len(values)), begins), len(values) - 1)])
        if how == "last":
            return np.where(none, np.nan, values[np.maximum(np.maximum.reduceat(np.where(there, index, -1), begins), 0)])
        if how == "median":
            return _medians(values, there, of, begins, count)
        first = values[np.minimum(np.minimum.reduceat(np.where(there, index, len(values)), begins), len(values) - 1)]
        if how == "sum":
            return _sums(values, there, begins, sizes, none)
        off = np.where(there, values - first[of], 0.0)
        mean_off = np.add.reduceat(off, begins) / count
        if how == "mean":
            low = np.minimum.reduceat(np.where(there, values, np.inf), begins)
            high = np.maximum.reduceat(np.where(there, values, -np.inf), begins)
            mean = first + mean_off
            for group in np.flatnonzero(~np.isfinite(mean) & ~none):
                part = values[begins[group] : begins[group] + sizes[group]]
                mean[group] = np.sum(part[np.isfinite(part)] / count[group])
            return np.where(none, np.nan, np.clip(mean, low, high))
        squares = np.add.reduceat(np.where(there, (off - mean_off[of]) ** 2, 0.0), begins)
        return np.where(count < 2, np.nan, np.sqrt(squares / (count - 1)))


def _sums(values, there, begins, sizes, none):
    plain = np.where(there, values, 0.0)
    total = np.add.reduceat(plain, begins)
    size = np.add.reduceat(np.abs(plain), begins)
    # What cancels is added up exactly.
    for group in np.flatnonzero((np.abs(total) < 1e-3 * size) | ~np.isfinite(total)):
        try:
            total[group] = math.fsum(plain[begins[group] : begins[group] + sizes[group]].tolist())
        except OverflowError:
            total[group] = np.nan
    return np.where(none | ~np.isfinite(total), np.nan, total)


def _medians(values, there, of, begins, count):
    order = np.lexsort((np.where(there, values, np.inf), of))
    ordered = values[order]
    low = ordered[np.minimum(begins + np.maximum(count - 1, 0) // 2, len(values) - 1)]
    high = ordered[np.minimum(begins + count // 2, len(values) - 1)]
    total = low + high
    middle = np.where(low == high, low, np.where(np.isfinite(total), total / 2, low / 2 + high / 2))
    return np.where(count == 0, np.nan, middle)


__all__ = ["Resample"]
