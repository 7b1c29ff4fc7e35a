"""Random numbers by index: the number at an index depends on seed, name and index alone. Indices are whole numbers from 0 to 2^32 − 1."""

from dataclasses import dataclass

import numpy as np

from .threefry import MASK, Key, block, key_of, words
from .ziggurat import normals

#: Between the parts of a stream's name.
SEPARATOR = "\x1f"


def stream_name(source: str, channel: str | None, purpose: str) -> str:
    """Name of the stream of a source, or of one of its channels, for one purpose such as `noise[0]`."""
    return SEPARATOR.join([source, *([] if channel is None else [channel]), purpose])


def fraction(w0: np.ndarray, w1: np.ndarray) -> np.ndarray:
    """53 bits in [0, 1): 27 of the first word, 26 of the second."""
    return ((w0 >> np.uint32(5)).astype(np.float64) * 2.0**26 + (w1 >> np.uint32(6))) / 2.0**53


@dataclass(frozen=True)
class Stream:
    key: Key

    def uniforms(self, index: np.ndarray) -> np.ndarray:
        return fraction(*words(self.key, index, 0))

    def normals(self, index: np.ndarray) -> np.ndarray:
        return normals(self.key, index)

    def uniform(self, index: int) -> float:
        w0, w1 = block(self.key, index & MASK, 0)
        return ((w0 >> 5) * 2.0**26 + (w1 >> 6)) / 2.0**53

    def normal(self, index: int) -> float:
        return float(self.normals(np.array([index]))[0])


def stream(seed: int, name: str) -> Stream:
    return Stream(key_of(seed, name))
