"""Numbers, lengths of time and moments as the lab writes them for a person: English, rounded half away from zero."""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

from ..documents.json_text import number_text as number_text_of_json
from ..recipe.times import UNITS, format_instant

#: Digits enough for any double.
_WIDE = Context(prec=800)


def js_number(value: float) -> str:
    """A double as JavaScript writes it: the shortest digits that give it back, without an exponent from 1e-6 up to 1e21."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return number_text_of_json(value)


def _written(value: float, places: int | None, digits: int | None) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    number = Decimal(repr(float(value)) if isinstance(value, float) else value)
    if digits is not None and number != 0:
        places = digits - 1 - number.adjusted()
        if number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE).adjusted() > number.adjusted():
            places -= 1
    rounded = number.quantize(Decimal(1).scaleb(-(places or 0)), ROUND_HALF_UP, _WIDE)
    text = f"{rounded:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    sign = "-" if text.startswith("-") or (number == 0 and math.copysign(1, value) < 0) else ""
    whole, _, fraction = text.lstrip("-").partition(".")
    return f"{sign}{int(whole):,}{'.' + fraction if fraction else ''}"


def count(value: float) -> str:
    """A number of things: `10,000,000`."""
    return _written(value, 0, None)


def plural(value: float, one: str, more: str | None = None) -> str:
    """`5 rows`, `1 row`."""
    return f"{count(value)} {one if value == 1 else more or one + 's'}"


def significant(value: float, digits: int = 6) -> str:
    """A measured number with so many significant digits at most: `1,209.5`."""
    return _written(value, None, digits)


def fine_percent(share: float) -> str:
    """A share of 1 in percent with a decimal; below a tenth of a percent `under 0.1 %`."""
    return "under 0.1 %" if 0 < share < 0.001 else f"{_written(100 * float(share), 1, None)} %"


def number_text(value: float) -> str:
    """Six significant digits, with an exponent where the number is very large or small."""
    size = abs(value)
    if size >= 1e15 or 0 < size < 1e-6:
        return js_number(float(_rounded(value)) if math.isfinite(value) else value)
    return significant(value)


def _rounded(value: float) -> Decimal:
    """Of the exact value of a double, as JavaScript's toPrecision takes it."""
    exact = Decimal(value)
    return exact.quantize(Decimal(1).scaleb(exact.adjusted() - 5), ROUND_HALF_UP, _WIDE)


def duration_text(us: int) -> str:
    """A length of time in microseconds: `3 d 12 h 21 min`, `1.5 s`. From a minute on, parts of a second are left out."""
    if us < UNITS["ms"]:
        return f"{us} µs"
    if us < UNITS["s"]:
        return f"{significant(us / UNITS['ms'])} ms"
    if us < UNITS["min"]:
        return f"{significant(us / UNITS['s'])} s"
    if us % UNITS["w"] == 0:
        return f"{us // UNITS['w']} w"
    left = (2 * us + UNITS["s"]) // (2 * UNITS["s"]) * UNITS["s"]
    parts = []
    for unit in ("d", "h", "min", "s"):
        whole, left = divmod(left, UNITS[unit])
        if whole > 0:
            parts.append(f"{count(whole)} {unit}")
    return " ".join(parts)


def moment(us: int) -> str:
    """ISO 8601 UTC of microseconds; a fraction of a second, where there is one, with six digits."""
    text = format_instant(us)
    whole, _, fraction = text[:-1].partition(".")
    return f"{whole}.{fraction:0<6}Z" if fraction else text
