"""Numbers of text files; spec/import.md, "Values"."""

import math
import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .text import clip, js_trim, js_trim_end

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
        self.missing = frozenset(js_trim(word).lower() for word in missing)
        self.plain = self.decimal == "." and not self.missing and self.thousands is None
        sign = re.escape(self.thousands) if self.thousands else ""
        self.groups = re.compile(rf"^([+-]?\d{{1,3}})((?:{sign}\d{{3}})+)(?=\D|$)", re.ASCII) if self.thousands else None

    def one(self, cell: str) -> tuple[float, str]:
        """The nearest double, NaN for no value; why the cell could not be read, empty where it could."""
        text = js_trim(cell.replace("\0", ""))
        text = re.sub("^\u2212", "-", text)
        text = re.sub("[\u00a0\u2009\u202f]", " ", text).replace("\u2019", "'")
        word = text.lower()
        if word in _KNOWN or word in self.missing:
            return math.nan, ""
        if _INFINITE.fullmatch(word):
            return math.nan, f'"{clip(text)}" is not a finite number'
        if self.unit is not None and text.endswith(self.unit):
            text = js_trim_end(text[: -len(self.unit)])
        if self.groups:
            text = self.groups.sub(lambda found: found[0].replace(self.thousands, ""), text)
        if self.decimal == ",":
            if "." in text and re.search(r"\d", text, re.ASCII):
                return math.nan, f'"{clip(text)}" is not a number with a decimal comma'
            text = text.replace(",", ".", 1)
        if not _SHAPE.fullmatch(text):
            return math.nan, f'"{clip(js_trim(cell))}" is not a number'
        value = float(text)
        return (value, "") if math.isfinite(value) else (math.nan, f"{clip(text)} is too large for a 64-bit number")

    def column(self, cells: list[str]) -> tuple[np.ndarray, dict[int, str]]:
        """Values of cells, NaN where there is none; of those that could not be read, by their place, why."""
        if self.plain:
            texts = pa.array(cells, pa.string())
            if pc.all(pc.match_substring_regex(texts, _PLAIN)).as_py() is not False:
                values = pc.cast(texts, pa.float64()).to_numpy(zero_copy_only=False)
                if np.isfinite(values).all():
                    return values, {}
        known: dict[str, tuple[float, str]] = {}
        values = np.empty(len(cells))
        bad: dict[int, str] = {}
        for k, cell in enumerate(cells):
            found = known.get(cell)
            if found is None:
                found = self.one(cell)
                if len(known) < 100_000:
                    known[cell] = found
            values[k] = found[0]
            if found[1]:
                bad[k] = found[1]
        return values, bad
