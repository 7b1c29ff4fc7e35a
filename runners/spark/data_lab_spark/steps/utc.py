"""Local times to UTC; spec/steps.md, "utc". Rows are in the order of the file."""

import numpy as np

from ..ingest.zone import Rule, rules
from ..recipe.times import DAY

Counts = dict[str, int]


def _rule_of(its: list[Rule], times: np.ndarray) -> np.ndarray:
    return np.searchsorted(np.array([one.start for one in its[1:]], float), times, "right")


def to_utc(times: np.ndarray, zone: str, options: dict) -> tuple[np.ndarray, np.ndarray, Counts]:
    """Moments of local times (int64 microseconds), which rows are left, and counts. All rows that a repeated or skipped hour depends on have to be there."""
    n = len(times)
    if n == 0:
        return times, np.ones(0, bool), dict.fromkeys(("converted", "nonexistent", "ambiguous", "undecided", "displaced", "dropped"), 0)
    its = rules(zone, int(times.min()), int(times.max()) + 1)
    place = _rule_of(its, times)
    kinds = np.array([one.kind for one in its])[place]
    offsets = np.array([one.later if one.kind == "ambiguous" and options["ambiguous"] == "later" else one.offset for one in its], np.int64)
    utc = times - offsets[place]
    keep = np.ones(n, bool)
    skipped, twice = kinds == "nonexistent", kinds == "ambiguous"
    if options["nonexistent"] == "drop":
        keep &= ~skipped
    if options["ambiguous"] == "drop":
        keep &= ~twice
    undecided = _infer(times, utc, keep, its, options) if options["ambiguous"] == "infer" and twice.any() else 0
    displaced = 0
    if options["nonexistent"] == "shift" and skipped.any():
        real = np.unique(utc[keep & ~skipped])
        taken = skipped & np.isin(utc, real)
        displaced = int(taken.sum())
        keep &= ~taken
    left = int(keep.sum())
    counts = {"converted": left, "nonexistent": int(skipped.sum()), "ambiguous": int(twice.sum()), "undecided": undecided, "displaced": displaced, "dropped": n - left}
    return utc, keep, counts


def _infer(times: np.ndarray, utc: np.ndarray, keep: np.ndarray, its: list[Rule], options: dict) -> int:
    """Gives rows of repeated times the moment that their order tells; how many it does not tell."""
    count, reached = 0, -np.inf
    for rule in its:
        if rule.kind != "ambiguous":
            continue
        a, b = rule.start, rule.end
        near = np.flatnonzero((times >= max(a - DAY, reached)) & (times < b + DAY))
        reached = b + DAY
        told = _tell(times, near, int(a), int(b), rule.offset - rule.later)
        if told is None:
            continue
        later, undecided = told
        count += len(undecided)
        utc[later] += rule.offset - rule.later
        if options["undecided"] == "later":
            utc[undecided] += rule.offset - rule.later
        elif options["undecided"] == "drop":
            keep[undecided] = False
    return count


def _tell(times: np.ndarray, near: np.ndarray, a: int, b: int, length: int):
    """Rows of the repeated interval [a, b) that are the later moment, and those whose order does not tell; None without rows in it."""
    local = times[near]
    if not ((local >= a) & (local < b)).any():
        return None
    steps = np.diff(local)
    there = np.abs(steps[steps != 0])
    usual = float(np.median(there)) if len(there) else np.nan
    if np.sign(steps).sum() < 0:
        near, local = near[::-1], local[::-1]
    places = np.flatnonzero((local >= a) & (local < b))
    inside = near[places]
    moves = np.diff(times[inside])
    backs, stays = np.flatnonzero(moves < 0), np.flatnonzero(moves == 0)
    none = np.empty(0, np.int64)
    if len(backs) == 1:
        return inside[backs[0] + 1 :], none
    if len(backs) > 1:
        return none, inside
    if len(stays) == 1 and (np.isnan(usual) or 2 * usual >= length):
        return inside[stays[0] + 1 :], none
    before = local[places[0] - 1] if places[0] > 0 else np.nan
    after = local[places[-1] + 1] if places[-1] + 1 < len(local) else np.nan
    first, last = local[places[0]], local[places[-1]]

    def fits(distance: float) -> bool:
        return abs(distance - usual) <= usual * 0.1

    earlier = fits(first - before) + fits(after + length - last)
    later = fits(first + length - before) + fits(after - last)
    if earlier == later:
        return none, inside
    return (inside, none) if later > earlier else (none, none)


def windows(zone: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches of local time [start, end) whose rows have to be looked at together: around repeated intervals, and skipped ones with where they go."""
    found: list[list[int]] = []
    for rule in rules(zone, start, end):
        if rule.kind == "normal":
            continue
        length = int(rule.end - rule.start)
        a, b = (rule.start - DAY, rule.end + DAY) if rule.kind == "ambiguous" else (rule.start, rule.end + length)
        if found and a < found[-1][1]:
            found[-1][1] = max(found[-1][1], int(b))
        else:
            found.append([int(a), int(b)])
    return [(a, b) for a, b in found]
