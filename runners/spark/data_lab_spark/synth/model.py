"""A synthetic source as models of its series: any rows of them, signal and values; spec/signals.md."""

from dataclasses import dataclass

import numpy as np

from ..errors import LabError
from ..random.stream import stream, stream_name
from ..recipe.times import instant, microseconds
from .bases import Base, base_of
from .faults import Faults
from .grid import Grid
from .noise import Noise, noise_of

_PROBES = 4096
_SAMPLE = 16_384
_ROUNDING = 1e-10


@dataclass
class Term:
    """One noise of a channel: a mix of parts, times a factor."""

    parts: list[tuple[float, Noise]]
    multiply: bool
    factor: float = 1.0

    def values(self, rows: np.ndarray) -> np.ndarray:
        total = np.zeros(len(rows))
        for weight, noise in self.parts:
            total += weight * self.factor * noise(rows)
        return total


def _noisy(signal: np.ndarray, terms: list[Term], rows: np.ndarray) -> np.ndarray:
    factors = [term.values(rows) for term in terms if term.multiply]
    out = signal * (1 + sum(factors)) if factors else signal
    for term in terms:
        if not term.multiply:
            out = out + term.values(rows)
    return out


def _sum(bases: list[Base], positions: np.ndarray) -> np.ndarray:
    total = np.zeros(len(positions))
    for base in bases:
        total += base(positions)
    return total


@dataclass
class Model:
    """One series of a source."""

    name: str
    grid: Grid
    faults: Faults
    bases: list[Base]
    scale: float
    shift: float
    terms: list[Term]
    shared: list[Base]
    weight: float
    shared_terms: list[Term]

    @property
    def rows(self) -> int:
        return self.grid.rows

    def signal(self, positions: np.ndarray) -> np.ndarray:
        """Values without noise at row positions, whole or not."""
        value = self.scale * _sum(self.bases, positions) + self.shift
        return value + self.weight * _sum(self.shared, positions) if self.weight else value

    def values(self, start: int, end: int) -> np.ndarray:
        """Values of rows [start, end), before anomalies and faults; NaN where a formula has none."""
        rows = np.arange(start, end)
        own = self.scale * _sum(self.bases, rows) + self.shift
        if not self.weight:
            return _noisy(own, self.terms, rows)
        common = _sum(self.shared, rows)
        value = _noisy(own + self.weight * common, self.terms, rows)
        if self.shared_terms:
            value = value + self.weight * (_noisy(common, self.shared_terms, rows) - common)
        return value


def _deviation(values: np.ndarray) -> float:
    """Sample deviation of what is there; 0 for fewer than two, or where all are alike up to rounding."""
    there = values[np.isfinite(values)]
    if len(there) < 2:
        return 0.0
    sd = float(np.std(there, ddof=1))
    return 0.0 if sd <= 1e-12 * float(np.abs(there).max()) else sd


def _sample(rows: int, seed: int, source: str) -> np.ndarray:
    if rows <= _SAMPLE:
        return np.arange(rows)
    k = np.arange(_SAMPLE)
    draws = stream(seed, stream_name(source, None, "sample")).uniforms(k)
    return np.minimum(rows - 1, np.floor((k + draws) * rows / _SAMPLE)).astype(np.int64)


def _compile_bases(bases: list[dict], grid: Grid, seed: int, source: str, below: str) -> list[Base]:
    made = []
    for index, base in enumerate(bases):
        path = f"{below}signal[{index}]"
        try:
            one = base_of(base, grid, seed, stream_name(source, None, path))
        except LabError as error:
            raise LabError(error.code, error.message, f".{path}.formula.expression") from None
        if "formula" in base:
            n = min(grid.rows, _PROBES)
            rows = np.arange(n) * (grid.rows - 1) // max(1, n - 1)
            bad = np.flatnonzero(~np.isfinite(one(rows)))
            if len(bad):
                message = f"Expected a number in every row; the formula has none in row {rows[bad[0]]}."
                raise LabError("recipe-value", message, f".{path}.formula.expression")
        made.append(one)
    return made


def _cholesky(matrix: list[list[float]], n: int) -> np.ndarray:
    """L with L·Lᵀ = matrix. Raises LabError for one that is no correlation matrix of n channels."""
    given = np.array(matrix, float)
    fits = given.shape == (n, n) and np.allclose(np.diag(given), 1, atol=_ROUNDING, rtol=0)
    if not fits or np.abs(given - given.T).max() > _ROUNDING:
        raise LabError("recipe-value", f"Expected a symmetric {n} × {n} matrix with 1 on its diagonal.", ".channels.correlation")
    lower = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            rest = given[i, j] - lower[i, :j] @ lower[j, :j]
            if i != j:
                lower[i, j] = rest / lower[j, j]
            elif rest > _ROUNDING:
                lower[i, i] = np.sqrt(rest)
            else:
                raise LabError("recipe-value", "Expected a positive definite matrix.", f".channels.correlation[{i}]")
    return lower


def _scale_shares(noises: list[dict], terms: list[Term], deviation, below: str) -> None:
    for index, (noise, term) in enumerate(zip(noises, terms)):
        if noise.get("unit") != "share":
            continue
        term.factor = deviation()
        if term.factor == 0:
            raise LabError("recipe-value", "Expected a signal that varies: the noise is a share of its deviation, which is 0 here.", f"{below}.noise[{index}].unit")


def compile_source(source: dict, recipe_seed: int) -> list[Model]:
    """The series of a synthetic source, one for each channel. Raises LabError with a path below the source."""
    name = source["synthetic"]
    seed = source.get("seed", recipe_seed)
    grid = Grid(source["rows"], instant(source["start"]), microseconds(source["step"]))
    channels = source.get("channels")
    listed = channels["list"] if channels else [{"name": None}]
    noises = source.get("noise", [])
    lower = _cholesky(channels["correlation"], len(listed)) if channels and "correlation" in channels else np.eye(len(listed))

    by_lag: dict[int, list[Base]] = {}
    for channel in listed:
        lag = microseconds(channel["lag"]) if "lag" in channel else 0
        if lag not in by_lag:
            by_lag[lag] = _compile_bases(source["signal"], Grid(grid.rows, grid.start, grid.step, lag), seed, name, "")

    shared = (channels or {}).get("shared") or {}
    shared_noises = shared.get("noise", [])
    common = _compile_bases(shared.get("signal", []), grid, seed, name, "channels.shared.")
    common_terms = [
        Term([(1.0, noise_of(noise, grid.rows, seed, stream_name(name, None, f"channels.shared.noise[{k}]")))], noise.get("apply") == "multiply")
        for k, noise in enumerate(shared_noises)
    ]
    sample = _sample(grid.rows, seed, name)
    _scale_shares(shared_noises, common_terms, lambda: _deviation(_sum(common, sample)), ".channels.shared")

    drawn = [[noise_of(noise, grid.rows, seed, stream_name(name, channel["name"], f"noise[{k}]")) for k, noise in enumerate(noises)] for channel in listed]
    models = []
    for c, channel in enumerate(listed):
        terms = [
            Term([(lower[c, other], drawn[other][k]) for other in range(len(listed)) if lower[c, other] != 0], noise.get("apply") == "multiply")
            for k, noise in enumerate(noises)
        ]
        lag = microseconds(channel["lag"]) if "lag" in channel else 0
        model = Model(
            name=f"{name}/{channel['name']}" if channels else name,
            grid=grid,
            faults=Faults(grid, source.get("faults"), seed, name, channel["name"]),
            bases=by_lag[lag],
            scale=channel.get("scale", 1),
            shift=channel.get("shift", 0),
            terms=terms,
            shared=common,
            weight=channel.get("weight", 1) if shared else 0,
            shared_terms=common_terms,
        )
        _scale_shares(noises, terms, lambda: _deviation(model.signal(sample)), "")
        models.append(model)
    return models
