"""Mean and deviation of the wide windows around rows, of which only sums of what lies in them are taken: nothing that left a window has a trace in it."""

import numpy as np


class Moments:
    """Of some stretches of equal length: how many values they have, their mean, the sum of squares from it."""

    def __init__(self, count: np.ndarray, mean: np.ndarray, squares: np.ndarray):
        self.count, self.mean, self.squares = count, mean, squares

    def __getitem__(self, part: slice) -> "Moments":
        return Moments(self.count[part], self.mean[part], self.squares[part])

    def joined(self, other: "Moments") -> "Moments":
        """With other values (Chan, Golub and LeVeque 1979)."""
        count = self.count + other.count
        share = other.count / np.maximum(count, 1)
        away = other.mean - self.mean
        return Moments(count, self.mean + away * share, self.squares + other.squares + away * away * (self.count * share))


def of_windows(values: np.ndarray, window: int) -> Moments:
    """Of all windows of so many values, NaN for none, from the first that is whole to the last. A window is put together of stretches whose lengths are powers of two."""
    windows = len(values) - window + 1
    there = np.isfinite(values)
    stretch = Moments(there.astype(np.float64), np.where(there, values, 0.0), np.zeros(len(values)))
    found: Moments | None = None
    start = 0
    length = 1
    while True:
        if window & length:
            mine = stretch[start : start + windows]
            found = mine if found is None else found.joined(mine)
            start += length
        if 2 * length > window:
            return found
        stretch = stretch[:-length].joined(stretch[length:])
        length *= 2
