"""Noises of a signal, row by row; spec/signals.md, "Noise"."""

from collections.abc import Callable

import numpy as np

from ..random.stream import stream
from ..random.threefry import words
from .sequence import Sequence

#: Values at whole rows.
Noise = Callable[[np.ndarray], np.ndarray]
OPTIONS = ("unit", "apply")


def kind_of(noise: dict) -> str:
    (kind,) = (key for key in noise if key not in OPTIONS)
    return kind


def _laplace(scale: float, seed: int, name: str) -> Noise:
    key = stream(seed, name).key

    def noise(rows):
        w0, w1 = words(key, rows, 0)
        p = ((w0 >> np.uint32(6)).astype(np.float64) * 2.0**26 + (w1 >> np.uint32(6)) + 0.5) / 2.0**52
        size = -scale * np.log(p)
        return np.where(w1 & np.uint32(1) == 1, -size, size)

    return noise


def _either(word: np.ndarray) -> np.ndarray:
    return (word.view(np.int32).astype(np.float64) + 0.5) / 2.0**31


def _student(df: float, scale: float, seed: int, name: str) -> Noise:
    """By the polar method of Bailey (1994)."""
    key = stream(seed, name).key

    def noise(rows):
        u, v = (_either(word) for word in words(key, rows, 0))
        left = np.flatnonzero(u * u + v * v >= 1)
        lane = 1
        while len(left):
            u[left], v[left] = (_either(word) for word in words(key, rows[left], lane))
            left = left[u[left] ** 2 + v[left] ** 2 >= 1]
            lane += 1
        w = u * u + v * v
        return scale * u * np.sqrt(df * (np.exp(-2 / df * np.log(w)) - 1) / w)

    return noise


def _bootstrap(options: dict, seed: int, name: str) -> Noise:
    draws = stream(seed, name)
    values = np.array(options["values"], float)
    length = options["block"]

    def noise(rows):
        number, inverse = np.unique(rows // length, return_inverse=True)
        start = np.floor(draws.uniforms(number) * (len(values) - length + 1)).astype(np.int64)
        return values[start[inverse] + rows % length]

    return noise


def noise_of(noise: dict, rows: int, seed: int, name: str) -> Noise:
    """A noise of the recipe in its own unit. `name` is that of its stream."""
    kind = kind_of(noise)
    options = noise[kind]
    draws = stream(seed, name)
    match kind:
        case "gaussian":
            return lambda at: options["sd"] * draws.normals(at)
        case "uniform":
            return lambda at: options["halfWidth"] * (2 * draws.uniforms(at) - 1)
        case "laplace":
            return _laplace(options["scale"], seed, name)
        case "student":
            return _student(options["df"], options["scale"], seed, name)
        case "bootstrap":
            return _bootstrap(options, seed, name)
        case "ar1":
            phi, sd = options["phi"], options["sd"]
            return Sequence(rows, phi, sd * np.sqrt(1 - phi * phi), sd, seed, name).values
    raise ValueError(f"unknown noise {kind}")
