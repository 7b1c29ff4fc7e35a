"""Waves that replace a pattern, and the period of a signal; spec/anomalies.md, "Waves"."""

import numpy as np


def _fraction(x: np.ndarray) -> np.ndarray:
    return x - np.floor(x)


def wave(kind: str, turns: np.ndarray) -> np.ndarray:
    """Between −1 and 1, rising through 0 at whole turns."""
    match kind:
        case "sine":
            return np.sin(2 * np.pi * _fraction(turns))
        case "square":
            return np.where(_fraction(turns) < 0.5, 1.0, -1.0)
        case "sawtooth":
            return 2 * _fraction(turns + 0.5) - 1
    return 4 * np.abs(_fraction(turns + 0.75) - 0.5) - 1


def period_of(samples: np.ndarray) -> float | None:
    """Period in samples by autocorrelation; None where there is none."""
    count = len(samples)
    lags = count >> 1
    off = samples - samples.mean()
    c = np.array([(off[lag:] * off[: count - lag]).sum() / (count - lag) for lag in range(lags + 1)])
    below = np.flatnonzero(c < 0)
    if len(below) == 0:
        return None
    zero = int(below[0])
    highest = max(0.0, float(c[zero:lags].max(initial=0)))
    if not highest > 0.3 * c[0]:
        return None
    for lag in range(zero + 1, lags):
        if c[lag] >= 0.9 * highest and c[lag] >= c[lag - 1] and c[lag] >= c[lag + 1]:
            bend = c[lag - 1] - 2 * c[lag] + c[lag + 1]
            return float(lag + (c[lag - 1] - c[lag + 1]) / (2 * bend)) if bend < 0 else float(lag)
    return None
