"""One line for a person about what a step did; the same words as the lab's."""

from ..steps.step import Counts
from .words import count, duration, plural


def describe(kind: str, counts: Counts) -> str:
    """Of the counts of all series; one that is absent is zero."""
    return _SENTENCES[kind](lambda name: counts.get(name, 0))


def _utc(of) -> str:
    if of("converted") == 0 and of("dropped") == 0:
        return "all times are UTC"
    parts = [f"converted {plural(of('converted'), 'row')} to UTC"]
    if of("nonexistent"):
        parts.append(f"{count(of('nonexistent'))} at times that the clock skipped")
    if of("ambiguous"):
        untold = f", {count(of('undecided'))} of them in an order that does not tell which" if of("undecided") else ""
        parts.append(f"{count(of('ambiguous'))} at times that it repeated{untold}")
    if of("dropped"):
        moved = f", {count(of('displaced'))} of them moved onto the time of another row" if of("displaced") else ""
        parts.append(f"dropped {count(of('dropped'))}{moved}")
    return "; ".join(parts)


def _duplicates(of) -> str:
    parts = []
    if of("removed"):
        parts.append(f"removed {plural(of('removed'), 'duplicate row')}")
    if of("preferred"):
        parts.append(f"{plural(of('preferred'), 'time')} kept the row with a value instead of the one without")
    if of("backward"):
        parts.append(f"put {plural(of('backward'), 'row')} in order")
    return "; ".join(parts) or "in order of time, no duplicates"


def _missing(of) -> str:
    total = of("missing") + of("sentinel") + of("outOfRange")
    parts = [] if total else ["no missing values"]
    if of("filled"):
        parts.append(f"filled {count(of('filled'))} of {count(total)}")
    if of("dropped"):
        parts.append(f"dropped {count(of('dropped'))}")
    if of("labelled"):
        parts.append(f"{count(of('labelled'))} of them inside labelled intervals")
    if of("left"):
        parts.append(f"left {count(of('left'))} without a value")
    if of("longestGapUs"):
        parts.append(f"longest gap {duration(of('longestGapUs'))}")
    return "; ".join(parts)


def _outliers(of) -> str:
    inside = "inside" if of("protected") == of("found") else f"{count(of('protected'))} of them inside"
    kept = f", {inside} labelled windows: kept" if of("protected") else ""
    parts = [(plural(of("found"), "outlier") if of("found") else "no outliers") + kept]
    if of("changed"):
        parts.append(f"{count(of('changed'))} removed or given another value")
    if of("constant"):
        parts.append(f"{count(of('constant'))} constant series skipped")
    if of("short"):
        parts.append(f"{count(of('short'))} series too short: of so few values none can exceed the threshold")
    if of("meanDeviation"):
        parts.append(f"MAD zero {count(of('meanDeviation'))} times: mean deviation used")
    if of("noWidth"):
        parts.append(f"quartiles equal {count(of('noWidth'))} times: the rule has no width there")
    return "; ".join(parts)


def _resample(of) -> str:
    parts = [plural(of("buckets"), "bucket")]
    if of("empty"):
        parts += [f"{count(of('empty'))} empty", f"{count(of('filled'))} filled"]
    if of("missing"):
        parts.append(f"{count(of('missing'))} without a value")
    return ", ".join(parts)


_SENTENCES = {"utc": _utc, "duplicates": _duplicates, "missing": _missing, "outliers": _outliers, "resample": _resample}
