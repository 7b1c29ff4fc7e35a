"""Mean and sample deviation of the values that are there."""

import numpy as np


def moments(values: np.ndarray) -> tuple[int, float, float]:
    """Count, mean (NaN of none) and deviation (0 below two values and where all are equal), counted from the first value."""
    there = values[~np.isnan(values)]
    if len(there) == 0:
        return 0, float("nan"), 0.0
    origin = there[0]
    off = there - origin
    mean = float(off.mean())
    deviation = float(np.sqrt(((off - mean) ** 2).sum() / (len(off) - 1))) if len(off) > 1 and off.any() else 0.0
    return len(there), float(origin + mean), deviation
