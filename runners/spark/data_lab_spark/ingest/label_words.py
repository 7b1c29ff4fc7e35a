"""Columns that say which rows are anomalous; spec/import.md, "Series, labels"."""

from .numbers import Numbers
from .text import js_trim

_POINTS = Numbers(None, None, [])
_MOST_KNOWN = 10_000
#: What `1` and `true` are called.
_PLAIN_TYPE = "anomaly"


def _number_text(value: float) -> str:
    """One text for each number: what it looks like makes no difference."""
    return str(int(value)) if value == int(value) else repr(value)


def label_word(cell: str) -> str:
    """A word of a label column without what makes no difference: case, blanks, `1.0` for `1`."""
    word = js_trim(cell).lower()
    value, problem = _POINTS.one(word)
    if value != value:
        return word if problem else ""
    return _number_text(value)


class LabelReader:
    """The type of an anomalous row from its cells; None for a normal one."""

    def __init__(self, normal: list[str]):
        self.normal = {label_word(word) for word in normal}
        self._known: dict[tuple[str, str | None], str | None] = {}

    def __call__(self, cell: str, type_: str | None = None) -> str | None:
        key = (cell, type_)
        if key in self._known:
            return self._known[key]
        word = label_word(cell)
        named = js_trim(type_ or "")
        found = None if word == "" or word in self.normal else named or (_PLAIN_TYPE if word in ("1", "true") else js_trim(cell))
        if len(self._known) < _MOST_KNOWN:
            self._known[key] = found
        return found
