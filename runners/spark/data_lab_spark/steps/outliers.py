"""Values far from the others of their series, marked or changed; spec/steps.md, "outliers"."""

import math
from fractions import Fraction

import numpy as np

from ..measure import moments
from ..measure.quantiles import Quantiles
from .piece import Piece, Rows, beside, edges, nearest, on_line
from .reach import MOST_CARRIED, Reach
from .rim import Rim
from .step import Counts, Step, sum_counts
from .window import window_limits

MAD = 1.4826
MEAN_DEVIATION = 1.253314


def fewest_values(rule: str, threshold: float) -> int:
    """Of fewer values none can be an outlier (Samuelson 1968; of two, three and four values the greatest is at most 1/2, 1 and 3 quartile distances beyond the upper quartile)."""
    if rule == "zscore":
        return math.floor(((threshold + math.sqrt(threshold * threshold + 4)) / 2) ** 2) + 1
    if rule == "iqr":
        return sum(threshold >= reach for reach in (1 / 2, 1, 3)) + 2
    return 2 if threshold < 1 / MAD else 3


class Outliers:
    def __init__(self, index: int, options: dict, before: list[Step]):
        """`before`: the steps of the series before this one."""
        self.index = index
        self.rule, self.threshold, self.then = options["rule"], options["threshold"], options["then"]
        self.keeps_times = self.then != "remove"
        self.protect = options["protect"]
        self.window = options.get("window")
        self.facts = {"constant": 0, "short": 0, "meanDeviation": 0, "noWidth": 0}
        self.limits: tuple[float, float] | None = None
        #: With a wide window: where the rows beside a piece are.
        self.reach = Reach((self.window - 1) // 2, before) if self.window and self.window > MOST_CARRIED else None
        #: With another window: for each piece so many rows beside it. For `interpolate`: the good rows beside each piece.
        self.halo: list[tuple[Rows, Rows]] | None = None
        self.sides = None
        self.question: object = "halo" if self.window else "moments" if self.rule == "zscore" else Quantiles((0.25, 0.75) if self.rule == "iqr" else (0.5,))
        self._centre = 0.0
        #: Of each piece the outermost values, gathered with the first question: mostly they tell the good rows beside it without a pass of their own.
        self._rims: list[Rim] | None = None
        self._wants_rims = self.then == "interpolate" and not self.window

    def asks(self) -> bool:
        return self.question is not None

    def asks_of_times(self) -> bool:
        return False

    # Questions, one after the other.

    def gather(self, piece: Piece):
        found = self._gather(piece)
        return (found, Rim.of(piece.rows)) if self._wants_rims and self._rims is None else found

    def _gather(self, piece: Piece):
        values = piece.rows.values
        match self.question:
            case "moments":
                return moments.gather(values)
            case "halo":
                there = values[np.isfinite(values)]
                extent = (len(there), float(there.min()), float(there.max())) if len(there) else (0, math.inf, -math.inf)
                if self.reach is not None:
                    return len(piece.rows), None, extent
                reach = (self.window - 1) // 2
                return piece.rows.take(slice(0, reach)), piece.rows.take(slice(max(0, len(piece.rows) - reach), None)), extent
            case "distance":
                there = values[np.isfinite(values)]
                return len(there), math.fsum(np.abs(there - self._centre).tolist())
            case "sides":
                found, *_ = self._find(piece)
                return edges(piece.rows, np.isfinite(values) & ~found)
        return self.question.gather(values)

    def conclude(self, parts) -> None:
        if self._wants_rims and self._rims is None:
            self._rims = [rim for _, rim in parts]
            parts = [found for found, _ in parts]
        match self.question:
            case "moments":
                found = moments.conclude(parts)
                self._measured(found.count, found.low < found.high, (found.mean, found.mean), found.sd)
            case "halo":
                self._take_halo(parts)
            case "distance":
                count = sum(n for n, _ in parts)
                total = sum(Fraction(one) for _, one in parts)
                self.facts["meanDeviation"] = 1
                mean = float(total / count) if count else math.nan
                self._measured(count, True, (self._centre, self._centre), MEAN_DEVIATION * mean)
            case "sides":
                self.sides = beside(parts)
                self.question = None
            case Quantiles() as question:
                question.conclude(parts)
                if question.done:
                    self._quantiles(question)

    def _quantiles(self, question: Quantiles) -> None:
        count = question.count or 0
        if self.rule == "iqr":
            q1, q3 = question.values()
            self._measured(count, question.low < question.high, (q1, q3), q3 - q1)
            return
        if question.around is None:
            self._centre = question.values()[0]
            if not question.low < question.high:
                self._measured(count, False, (self._centre, self._centre), 0.0 if count else math.nan)
            else:
                self.question = Quantiles((0.5,), self._centre)
            return
        spread = MAD * question.values()[0]
        if spread > 0:
            self._measured(count, True, (self._centre, self._centre), spread)
        else:
            self.question = "distance"

    def _measured(self, count: int, varied: bool, centres: tuple[float, float], spread: float) -> None:
        known = spread > 0 and all(math.isfinite(one) for one in centres)
        low = centres[0] - self.threshold * spread if known else -math.inf
        high = centres[1] + self.threshold * spread if known else math.inf
        self.limits = (low, high)
        self.facts["constant"] = int(count > 0 and not varied)
        self.facts["short"] = int(varied and count < fewest_values(self.rule, self.threshold))
        self.facts["noWidth"] = int(varied and spread == 0)
        self.question = None
        if self.then == "interpolate" and known:
            sides = [rim.edges(low, high) for rim in self._rims]
            if all(one is not None for one in sides):
                self.sides = beside(sides)
            else:
                self.question = "sides"
        self._rims = []

    def _take_halo(self, parts) -> None:
        count = sum(part[2][0] for part in parts)
        low, high = min(part[2][1] for part in parts), max(part[2][2] for part in parts)
        self.facts = {"constant": int(count > 0 and low == high), "short": int(low < high and count < fewest_values(self.rule, self.threshold))}
        self.question = "sides" if self.then == "interpolate" else None
        if self.reach is not None:
            self.reach.conclude([part[0] for part in parts])
            return
        reach = (self.window - 1) // 2
        heads, tails = [part[0] for part in parts], [part[1] for part in parts]
        self.halo = []
        for number in range(len(parts)):
            before = _joined(tails[:number], reach, from_end=True)
            after = _joined(heads[number + 1 :], reach, from_end=False)
            self.halo.append((before, after))

    # The work on a piece.

    def _find(self, piece: Piece):
        """Which rows are outliers, and each row's limits."""
        values = piece.rows.values
        if self.window:
            before, after = self.reach.values(piece) if self.reach is not None else (rows.values for rows in self.halo[piece.number])
            return window_limits(before, values, after, self.rule, self.threshold, self.window)
        low, high = self.limits
        with np.errstate(invalid="ignore"):
            found = np.isfinite(values) & ((values < low) | (values > high))
        return found, low, high, {}

    def apply(self, piece: Piece) -> Counts:
        rows = piece.rows
        found, low, high, extra = self._find(piece)
        protected = found & piece.labelled() if self.protect else np.zeros(len(rows), bool)
        acted = found & ~protected
        counts = {"found": int(found.sum()), "protected": int(protected.sum()), "changed": 0, **extra}
        if self.then == "remove":
            counts["changed"] = int(acted.sum())
            piece.rows = rows.take(~acted)
            return counts
        rows.outlier = rows.outlier | acted
        if self.then == "flag" or not acted.any():
            return counts
        if self.then == "clip":
            made = np.clip(rows.values, low, high)
        else:
            made = self._interpolated(piece, np.isfinite(rows.values) & ~found)
        counts["changed"] = int((acted & (made != rows.values)).sum())
        rows.values = np.where(acted, made, rows.values)
        return counts

    def _interpolated(self, piece: Piece, good: np.ndarray) -> np.ndarray:
        rows = piece.rows
        t0, v0, t1, v1 = nearest(rows, good, *self.sides[piece.number])
        between = on_line(rows.times, t0, v0, t1, v1)
        one_sided = np.where(np.isnan(v0), v1, v0)
        return np.where(np.isnan(v0) | np.isnan(v1), np.where(np.isnan(one_sided), rows.values, one_sided), between)

    def total(self, parts: list[Counts]) -> Counts:
        return {**self.facts, **sum_counts(parts)}


def _joined(parts: list[Rows], reach: int, from_end: bool) -> Rows:
    """So many rows next to a piece, of the pieces beside it."""
    kept: list[Rows] = []
    left = reach
    for part in reversed(parts) if from_end else parts:
        if left <= 0:
            break
        kept.append(part.take(slice(max(0, len(part) - left), None)) if from_end else part.take(slice(0, left)))
        left -= len(kept[-1])
    if from_end:
        kept.reverse()
    if not kept:
        return Rows.of(np.empty(0, np.int64), np.empty(0))
    return Rows(*(np.concatenate([getattr(one, name) for one in kept]) for name in ("times", "values", "outlier", "filled")))
