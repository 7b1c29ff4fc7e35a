"""Numbers of text files; spec/import.md, "Values"."""

import math
import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_KNOWN = frozenset(
    "|nan|+nan|-nan|1.#qnan|-1.#qnan|1.#ind|-1.#ind|na|n/a|n.a.|#n/a|#na|<na>|null|nil|none|missing|-|--|---|?|.|..|…|#div/0!|#value!|#ref!|#num!|#name?|#null!|unavailable|unknown|no data".split("|")
)
_INFINITE = re.compile(r"[+-]?(?:inf(?:inity)?|1\.#inf|∞)")
_SHAPE = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_PLAIN = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$"


class Numbers:
    """How the numbers of a column are written."""

    def __init__(self, csv: dict | None, unit: str | None, missing: list[str]):
        csv = csv or {}
        self.decimal, self.thousands, self.unit = csv.get("decimal", "."), csv.get("thousands"), unit
        self.missing = frozenset(word.lower() for word in missing)
        sign = re.escape(self.thousands) if self.thousands else ""
        self.groups = re.compile(rf"^([+-]?\d{{1,3}})((?:{sign}\d{{3}})+)(?=\D|$)", re.ASCII) if self.thousands else None

    def one(self, cell: str) -> tuple[float, bool]:
        """The nearest double, NaN for no value; whether the cell could be read."""
        text = cell.replace("\0", "").strip()
        text = re.sub("^\u2212", "-", text)
        text = re.sub("[\u00a0\u2009\u202f]", " ", text).replace("\u2019", "'")
        word = text.lower()
        if word in _KNOWN or word in self.missing:
            return math.nan, True
        if _INFINITE.fullmatch(word):
            return math.nan, False
        if self.unit is not None and text.endswith(self.unit):
            text = text[: -len(self.unit)].rstrip()
        if self.groups:
            text = self.groups.sub(lambda found: found[0].replace(self.thousands, ""), text)
        if self.decimal == ",":
            if "." in text and re.search(r"\d", text):
                return math.nan, False
            text = text.replace(",", ".", 1)
        if not _SHAPE.fullmatch(text):
            return math.nan, False
        value = float(text)
        return (value, True) if math.isfinite(value) else (math.nan, False)

    def column(self, cells: list[str]) -> tuple[np.ndarray, int]:
        """Values of cells, NaN where there is none; how many could not be read."""
        texts = pa.array(cells, pa.string())
        plain = self.decimal == "." and not self.missing and self.thousands is None
        if plain:
            fits = pc.match_substring_regex(texts, _PLAIN)
            if pc.all(fits).as_py() is not False:
                values = pc.cast(texts, pa.float64()).to_numpy(zero_copy_only=False)
                if np.isfinite(values).all():
                    return values, 0
        known: dict[str, tuple[float, bool]] = {}
        values = np.empty(len(cells))
        unreadable = 0
        for k, cell in enumerate(cells):
            found = known.get(cell)
            if found is None:
                found = self.one(cell)
                if len(known) < 100_000:
                    known[cell] = found
            values[k] = found[0]
            unreadable += not found[1]
        return values, unreadable
