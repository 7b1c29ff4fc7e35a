"""What checks ask of the labels of a series."""

import math

from ..labels import Label
from ..measure.stage import StageFacts
from .text import moment
from .types import MOST_EXAMPLES, Example, Need, Tally


def effect_of(label: Label) -> float | None:
    """The effect of an injected anomaly in deviations of the values around it: infinite where these are all equal and it changed one. None of other labels, and of anomalies that take values or move times."""
    if label.origin != "injected":
        return None
    if label.entry.get("severitySigma") is not None:
        return float(label.entry["severitySigma"])
    effect = (label.entry.get("realised") or {}).get("effect")
    if not isinstance(effect, (int, float)) or isinstance(effect, bool):
        return None
    return math.inf if effect > 0 else 0.0


def _holds(label: Label, rows: int, need: Need, facts: StageFacts, step: int | None) -> bool:
    if need.rule == "covers":
        return rows > 0
    if need.rule == "effect":
        return (effect_of(label) or 0.0) >= need.least
    if facts.rows == 0:
        return False
    return facts.first <= label.start <= facts.last and label.end <= facts.last + (1 if step is None else step)


def tally_labels(labels: list[Label], rows: list[int], need: Need, facts: StageFacts, step: int | None) -> Tally:
    """`rows`: how many each label covers at the stage of `facts`; `step`: the usual distance of its rows."""
    found = Tally(0, 0, [])
    for label, covered in zip(labels, rows):
        if need.rule == "effect":
            effect = effect_of(label)
            if effect is None:
                continue
            found.extreme = effect if found.extreme is None else min(found.extreme, effect)
        found.looked += 1
        if _holds(label, covered, need, facts, step):
            continue
        found.unexpected += 1
        if len(found.examples) < MOST_EXAMPLES:
            found.examples.append(Example(moment(label.start), label.id))
    if found.extreme == math.inf:
        found.extreme = None
    return found
