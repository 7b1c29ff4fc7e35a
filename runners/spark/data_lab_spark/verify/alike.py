"""When what two implementations of a recipe compute counts as the same: numbers, sentences, documents (docs/lab.md, "Which bundles are held to what")."""

import math
import re
from collections.abc import Callable, Iterator

import numpy as np

#: Relative to the numbers that are compared.
TOLERANCE = 1e-9


def numbers_alike(a: np.ndarray, b: np.ndarray, scale: np.ndarray | float = 1.0) -> np.ndarray:
    """Whether |a − b| ≤ 1e-9 · max(|a|, |b|, min(1, scale)). What is no finite number counts as missing, and is the same as another missing one alone."""
    there, other = np.isfinite(a), np.isfinite(b)
    with np.errstate(invalid="ignore", over="ignore"):
        close = np.abs(a - b) <= TOLERANCE * np.maximum(np.maximum(np.abs(a), np.abs(b)), np.minimum(1.0, scale))
    return np.where(there & other, close | (a == b), there == other)


_NUMBERS = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?")
_DIGITS = re.compile(r"[^.e]*(?:\.(\d+))?(?:e([-+]?\d+))?")


def _last_digit(text: str) -> float | None:
    """What one more in the last digit comes to; None of a whole number, which counts something."""
    decimals, exponent = _DIGITS.fullmatch(text).groups()
    return None if decimals is None and exponent is None else 10.0 ** (int(exponent or 0) - len(decimals or ""))


def _rounded_alike(a: str, b: str) -> bool:
    if a == b:
        return True
    digits = [digit for digit in (_last_digit(a), _last_digit(b)) if digit is not None]
    value = [float(text.replace(",", "").replace("−", "-")) for text in (a, b)]
    # Half a digit more, for the difference itself is rounded.
    return bool(digits) and abs(value[0] - value[1]) < 1.5 * min(digits)


def sentences_alike(a: str, b: str) -> bool:
    """Whether two sentences have the same words and whole numbers, and their rounded numbers differ by one in the last digit at most."""
    if a == b:
        return True
    if _NUMBERS.sub("#", a) != _NUMBERS.sub("#", b):
        return False
    return all(map(_rounded_alike, _NUMBERS.findall(a), _NUMBERS.findall(b)))


def _is_number(value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


_STATISTICS = [f"$.transformations[*].statistics[*].{side}.{column}.{number}" for side in ("before", "after") for column in ("value", "observations") for number in ("min", "max", "mean", "sd")]
_REALISED = ("strength", "amount", "localMean", "localDeviation", "effect", "extreme", "held", "mean", "deviation", "period", "waveMean", "waveDeviation", "slope", "otherMean")
#: Places of documents that may differ, and how; docs/lab.md has the list. What an implementation says of itself and of its files is its own.
_PLACES = {
    "dataset": {
        "own": ["$.software.**", "$.timeZones.provider", "$.timeZones.version", "$.timeZones.note", "$.recipe.sha256", "$.files.**", "$.processed.files.**", "$.earlierStages[*].files.**"],
        "left out": ["$.sources[*].path", "$.sources[*].bytes"],
        "measured": _STATISTICS,
        "sentence": ["$.transformations[*].sentence", "$.transformations[*].warnings[*]"],
    },
    "anomalies": {"measured": ["$.anomalies[*].severitySigma", *(f"$.anomalies[*].realised.{number}" for number in _REALISED)]},
    "checks": {"measured": ["$.checks[*].value", "$.checks[*].examples[*].value"], "sentence": ["$.checks[*].observed"]},
}
_ALIKE: dict[str, Callable] = {
    "own": lambda a, b: True,
    "left out": lambda a, b: a is None or b is None,
    "measured": lambda a, b: _is_number(a) and _is_number(b) and bool(numbers_alike(np.float64(a), np.float64(b))),
    "sentence": lambda a, b: isinstance(a, str) and isinstance(b, str) and sentences_alike(a, b),
}


def _pattern(place: str) -> re.Pattern:
    return re.compile(re.escape(place).replace(r"\.\*\*", r"(?:[.\[].*)?").replace(r"\[\*\]", r"\[\d+\]"), re.DOTALL)


_PATTERNS = {kind: [(_ALIKE[how], _pattern(place)) for how, its in places.items() for place in its] for kind, places in _PLACES.items()}


def may_differ(kind: str | None, path: str, expected, got) -> bool:
    """Whether two values that are not the same may stand at a place of a document. `kind`: dataset, anomalies or checks; None of others, which are the same."""
    return any(alike(expected, got) and pattern.fullmatch(path) for alike, pattern in _PATTERNS.get(kind, []))


def _step(path: str, key: str) -> str:
    return f"{path}.{key}" if re.fullmatch(r"[A-Za-z_$][\w$]*", key, re.ASCII) else f"{path}[{_quoted(key)}]"


def _quoted(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _equal(a, b) -> bool:
    if _is_number(a) and _is_number(b):
        return a == b or (math.isnan(a) and math.isnan(b))
    return type(a) is type(b) and a == b


def differences(kind: str | None, expected, got, path: str = "$") -> Iterator[tuple[str, object, object]]:
    """Places of a document that have to be the same and are not: (path, expected, got), `...` where there is nothing."""
    if isinstance(expected, list) and isinstance(got, list):
        for k in range(max(len(expected), len(got))):
            yield from differences(kind, expected[k] if k < len(expected) else ..., got[k] if k < len(got) else ..., f"{path}[{k}]")
    elif isinstance(expected, dict) and isinstance(got, dict):
        for key in [*expected, *(key for key in got if key not in expected)]:
            yield from differences(kind, expected.get(key, ...), got.get(key, ...), _step(path, key))
    elif not _equal(expected, got) and not may_differ(kind, path, expected, got):
        yield path, expected, got
