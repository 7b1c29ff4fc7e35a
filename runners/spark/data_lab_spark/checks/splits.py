"""Where the splits of a recipe lie in a series; spec/splits.md."""

import math

from ..recipe.times import instant


def spans(splits: list[dict], first: int, last: int) -> dict[str, tuple[float, float]]:
    """Of each split the times [from, to) of its rows in microseconds, for a series whose rows lie from `first` to `last`; infinite at the ends."""
    found: dict[str, tuple[float, float]] = {}
    start, shares = -math.inf, 0.0
    for split in splits:
        shares += split.get("share", 0)
        if "until" in split:
            end: float = instant(split["until"])
        else:
            end = first + math.floor(shares * (last - first) + 0.5) if "share" in split else math.inf
        end = max(start, end)
        found[split["name"]] = start, end
        start = end
    return found
