"""What a measure is held against; spec/checks.md."""

import math
from collections.abc import Callable

from .text import count, fine_percent, number_text, plural
from .types import Answer, Limits, Nothing, Tally, Verdict


def limits_text(limits: Limits, text: Callable[[float], str] = number_text) -> str:
    """`between 0 and 10`, `above 0`, `at most 10`."""
    low, high = limits.low, limits.high
    if low is not None and high is not None:
        if low == high:
            return f"equal to {text(low)}"
        return f"between {text(low)}{' (excluded)' if limits.above else ''} and {text(high)}{' (excluded)' if limits.below else ''}"
    if low is not None:
        return f"{'above' if limits.above else 'at least'} {text(low)}"
    if high is not None:
        return f"{'below' if limits.below else 'at most'} {text(high)}"
    return "of any size"


def not_measured(answer: Answer) -> Verdict:
    return Verdict(False, answer.reason if isinstance(answer, Nothing) else "not measured")


def tally_verdict(answer: Answer, mostly: float | None, word: str, one: str = "row", more: str | None = None) -> Verdict:
    """Whether the rows or labels that are as expected are at least `mostly` of those looked at; none passes. `word`: what the others are."""
    if not isinstance(answer, Tally):
        return not_measured(answer)
    looked, unexpected, more = answer.looked, answer.unexpected, more or f"{one}s"
    share = 1.0 if looked == 0 else (looked - unexpected) / looked
    if looked == 0:
        observed = f"no {more}"
    elif unexpected == 0:
        observed = f"all {plural(looked, one, more)}"
    else:
        observed = f"{count(unexpected)} of {plural(looked, one, more)} {word} ({fine_percent(unexpected / looked)})"
    return Verdict(share >= (1 if mostly is None else mostly), observed, None, looked, unexpected, answer.examples)


def statistic_verdict(answer: Answer, of: type, pick: Callable[..., float], limits: Limits, text: Callable[[float], str]) -> Verdict:
    """One that there is none of does not hold."""
    if not isinstance(answer, of):
        return not_measured(answer)
    value = pick(answer)
    if math.isnan(value):
        return Verdict(False, "no values")
    return Verdict(bool(limits.hold(value)), text(value), value)
