"""JSON as the lab's documents have it: numbers as ECMAScript writes them, short values on one line, an item a line of long lists."""

import json
import math
from collections.abc import Iterable, Iterator
from decimal import Decimal

#: Objects and lists up to so many characters stay on one line, and lists of more items than `MANY` never do.
SHORT, MANY = 800, 50
#: Lists of more items have one a line in a recipe.
LONG = 1000


def number_text(value: int | float) -> str:
    """A number as `JSON.stringify` writes it (ECMA-262, Number::toString); `null` where it is not finite."""
    value = float(value) if isinstance(value, float) or abs(value) > 2**53 else value
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return "null"
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    text = "".join(map(str, digits))
    k, n = len(text), len(text) + exponent
    if k <= n <= 21:
        plain = text + "0" * (n - k)
    elif 0 < n <= 21:
        plain = f"{text[:n]}.{text[n:]}"
    elif -6 < n <= 0:
        plain = f"0.{'0' * -n}{text}"
    else:
        mantissa = text if k == 1 else f"{text[0]}.{text[1:]}"
        plain = f"{mantissa}e{'+' if n > 0 else '-'}{abs(n - 1)}"
    return f"-{plain}" if sign else plain


def quoted(text: str) -> str:
    """A text as `JSON.stringify` writes it: of the characters beyond ASCII halves of pairs alone are escaped."""
    made = json.dumps(text, ensure_ascii=False)
    if made.isascii():
        return made
    return "".join(f"\\u{ord(one):04x}" if 0xD800 <= ord(one) <= 0xDFFF else one for one in made)


def _scalar(value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return quoted(value) if isinstance(value, str) else number_text(value)


def compact(value) -> str:
    """Without white space, keys in their order."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{quoted(key)}:{compact(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(compact, value)) + "]"
    return _scalar(value)


def code_units(text: str) -> bytes:
    """What texts are put in order by: their UTF-16 code units."""
    return text.encode("utf-16-be", "surrogatepass")


def canonical(value) -> str:
    """Keys in order of code units, without white space: one text for one value, for hashing."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{quoted(key)}:{canonical(value[key])}" for key in sorted(value, key=code_units)) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(canonical, value)) + "]"
    return _scalar(value)


def indented(value, indent: str = "") -> str:
    """With two blanks for each level."""
    inner = indent + "  "
    if isinstance(value, dict) and value:
        return "{\n" + ",\n".join(f"{inner}{quoted(key)}: {indented(item, inner)}" for key, item in value.items()) + f"\n{indent}}}"
    if isinstance(value, (list, tuple)) and value:
        return "[\n" + ",\n".join(inner + indented(item, inner) for item in value) + f"\n{indent}]"
    return compact(value)


def object_text(value: dict) -> str:
    """An object with two blanks for each level, but one item a line of a long list of the object: the text of a recipe."""
    if not value:
        return "{}\n"
    parts = []
    for key, item in value.items():
        if isinstance(item, list) and len(item) > LONG:
            text = "[\n    " + ",\n    ".join(map(compact, item)) + "\n  ]"
        else:
            text = indented(item, "  ")
        parts.append(f"  {quoted(key)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _is_long(value) -> bool:
    if isinstance(value, dict):
        return any(map(_is_long, value.values()))
    return isinstance(value, list) and (len(value) > MANY or any(map(_is_long, value)))


def _document(value, indent: str) -> str:
    if not isinstance(value, (dict, list)):
        return _scalar(value)
    if not _is_long(value):
        line = compact(value)
        if len(code_units(line)) // 2 <= SHORT:
            return line
    inner = indent + "  "
    if isinstance(value, list):
        parts, (open_, close) = [_document(item, inner) for item in value], "[]"
    else:
        parts, (open_, close) = [f"{quoted(key)}: {_document(item, inner)}" for key, item in value.items()], "{}"
    return f"{open_}\n{inner}" + f",\n{inner}".join(parts) + f"\n{indent}{close}" if parts else open_ + close


def document_text(value: dict) -> str:
    """JSON with two blanks for each level, short values on one line."""
    return _document(value, "") + "\n"


def list_pieces(kind: str, version: int, lines: Iterable[str]) -> Iterator[str]:
    """`{ "format": 2, "version": …, "<kind>": [ … ] }` with one item a line."""
    yield f'{{\n  "format": 2,\n  "version": {version},\n  "{kind}": ['
    some = False
    for line in lines:
        yield (",\n    " if some else "\n    ") + line
        some = True
    yield "\n  ]\n}\n" if some else "]\n}\n"
