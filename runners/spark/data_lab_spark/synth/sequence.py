"""First-order Gaussian sequences of which any stretch can be made alone; spec/signals.md, "Sequences"."""

import numpy as np

from ..random.stream import stream

SPAN = 128
#: Tied rows that are made at a time where all before them have to be.
_CHUNK = 1 << 20


class Sequence:
    """x(i) = phi·x(i − 1) + sd·z(i), x(0) = first·z; made at every 128th row, and between these by tying a free path."""

    def __init__(self, rows: int, phi: float, sd: float, first: float, seed: int, name: str):
        self.phi, self.sd, self.first = phi, sd, first
        self.inner, self.outer = stream(seed, name), stream(seed, f"{name}/tied")
        self.count = (rows - 1) // SPAN + 2
        powers = np.cumprod(np.concatenate([[1.0], np.full(2 * SPAN, phi)]))
        self.variance = np.concatenate([[0.0], np.cumsum(powers[0 : 2 * SPAN : 2])])
        self.keep = powers[SPAN]
        self.pull = powers[SPAN::-1] * self.variance / self.variance[SPAN]
        self._tied = None

    def tied(self) -> np.ndarray:
        """The values at every 128th row."""
        if self._tied is None:
            z = self.outer.normals(np.arange(self.count))
            jump = self.sd * np.sqrt(self.variance[SPAN])
            steps = jump * z
            steps[0] = self.first * z[0]
            self._tied = np.cumsum(steps) if self.keep == 1 else _recur(steps, self.keep)
        return self._tied

    def values(self, rows: np.ndarray) -> np.ndarray:
        """The values at whole rows from 0 on."""
        number, inverse = np.unique(rows // SPAN, return_inverse=True)
        out = np.empty(len(rows))
        tied = self.tied()
        for start in range(0, len(number), _CHUNK // SPAN):
            chosen = number[start : start + _CHUNK // SPAN]
            paths = self._paths(chosen, tied)
            mine = (inverse >= start) & (inverse < start + len(chosen))
            out[mine] = paths[rows[mine] % SPAN, inverse[mine] - start]
        return out

    def _paths(self, number: np.ndarray, tied: np.ndarray) -> np.ndarray:
        """Rows 128·m + j of the numbers m: an array (j, m)."""
        index = (number[None, :] * SPAN + np.arange(1, SPAN + 1)[:, None]).ravel()
        z = self.inner.normals(index).reshape(SPAN, len(number))
        path = np.empty((SPAN, len(number)))
        now = tied[number]
        for j in range(SPAN):
            path[j] = now
            now = self.phi * now + self.sd * z[j]
        return path + self.pull[:SPAN, None] * (tied[number + 1] - now)


def _recur(steps: np.ndarray, keep: float) -> np.ndarray:
    now = 0.0
    out = np.empty(len(steps))
    for k, step in enumerate(steps.tolist()):
        now = keep * now + step
        out[k] = now
    return out
