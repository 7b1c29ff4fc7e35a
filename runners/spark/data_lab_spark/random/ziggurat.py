"""Standard normal numbers by the ziggurat of Marsaglia and Tsang (2000), 256 layers; spec/signals.md, "Numbers at an index"."""

import numpy as np

from .threefry import Key, words

TAIL = 3.6541528853610088
AREA = 0.004928673233974658
LAYERS = 256


def _curve(x):
    return np.exp(-0.5 * x * x)


def _tables():
    edge = np.zeros(LAYERS + 1)
    edge[0] = AREA / _curve(TAIL)
    edge[1] = TAIL
    for j in range(1, LAYERS - 1):
        edge[j + 1] = np.sqrt(-2 * np.log(AREA / edge[j] + _curve(edge[j])))
    height = _curve(edge)
    height[0] = 0
    height[LAYERS] = 1
    return edge[:LAYERS] / 2.0**51, edge[1:] / edge[:LAYERS] * 2.0**51, height


_SCALE, _INSIDE, _HEIGHT = _tables()


def _share(word: np.ndarray) -> np.ndarray:
    return (word.astype(np.float64) + 0.5) / 2.0**32


def _place(w0: np.ndarray, w1: np.ndarray) -> np.ndarray:
    """The place within the layer: 52 bits with a sign, and a half."""
    return (w0.view(np.int32) >> np.int32(12)).astype(np.float64) * 2.0**32 + w1 + 0.5


def normals(key: Key, index: np.ndarray) -> np.ndarray:
    """The number at each index of a stream."""
    w0, w1 = words(key, index, 1)
    layer = (w0 & np.uint32(255)).astype(np.intp)
    place = _place(w0, w1)
    out = place * _SCALE[layer]
    slow = np.flatnonzero(np.abs(place) >= _INSIDE[layer])
    if len(slow):
        out[slow] = _slow(key, index[slow], w0[slow], w1[slow])
    return out


def _slow(key: Key, index: np.ndarray, w0: np.ndarray, w1: np.ndarray) -> np.ndarray:
    """What becomes of numbers that the quick test refuses."""
    out = np.empty(len(index))
    left = np.arange(len(index))
    lane = 1
    while len(left):
        layer = (w0 & np.uint32(255)).astype(np.intp)
        place = _place(w0, w1)
        x = place * _SCALE[layer]
        done = np.abs(place) < _INSIDE[layer]
        out[left[done]] = x[done]
        tail = ~done & (layer == 0)
        if tail.any():
            out[left[tail]] = np.copysign(_from_tail(key, index[left[tail]], lane + 1), place[tail])
            done |= tail
        open_ = np.flatnonzero(~done)
        if len(open_) == 0:
            break
        at = layer[open_]
        p, _ = words(key, index[left[open_]], lane + 1)
        under = _HEIGHT[at] + _share(p) * (_HEIGHT[at + 1] - _HEIGHT[at]) < _curve(x[open_])
        out[left[open_[under]]] = x[open_[under]]
        left = left[open_[~under]]
        w0, w1 = words(key, index[left], lane + 2)
        lane += 2
    return out


def _from_tail(key: Key, index: np.ndarray, lane: int) -> np.ndarray:
    """Numbers beyond the start of the tail (Marsaglia 1964)."""
    out = np.empty(len(index))
    left = np.arange(len(index))
    while len(left):
        p0, p1 = words(key, index[left], lane)
        a = -np.log(_share(p0)) / TAIL
        b = -np.log(_share(p1))
        fits = 2 * b > a * a
        out[left[fits]] = TAIL + a[fits]
        left = left[~fits]
        lane += 2
    return out
