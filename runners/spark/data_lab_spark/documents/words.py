"""Numbers, lengths of time and shares as the lab's sentences have them, in English."""

from decimal import ROUND_HALF_UP, Decimal

_UNITS = (("d", 86_400_000_000), ("h", 3_600_000_000), ("min", 60_000_000), ("s", 1_000_000))
_WEEK = 604_800_000_000


def _grouped(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def count(value: int) -> str:
    """`10,000,000`."""
    return f"{value:,}"


def plural(value: int, one: str) -> str:
    """`5 rows`, `1 row`."""
    return f"{count(value)} {one if value == 1 else one + 's'}"


def decimal(value: float, decimals: int = 6) -> str:
    """With so many decimals at most."""
    return _grouped(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def significant(value: float, digits: int = 6) -> str:
    """With so many significant digits at most."""
    exact = Decimal(repr(value))
    return _grouped(exact) if exact == 0 else _grouped(exact.quantize(Decimal(1).scaleb(exact.adjusted() + 1 - digits), ROUND_HALF_UP))


def duration(us: int | float) -> str:
    """A length of time in microseconds: `3 d 12 h 21 min`, `1.5 s`, `250 ms`. From a minute on, parts of a second are left out."""
    if us < 1_000:
        return f"{us:g} µs"
    if us < 1_000_000:
        return f"{significant(us / 1e3)} ms"
    if us < 60_000_000:
        return f"{significant(us / 1e6)} s"
    if us % _WEEK == 0:
        return f"{int(us // _WEEK)} w"
    left = int((us + 500_000) // 1_000_000) * 1_000_000
    parts = []
    for unit, size in _UNITS:
        whole, left = divmod(left, size)
        if whole:
            parts.append(f"{count(whole)} {unit}")
    return " ".join(parts)


def share(part: int, whole: int) -> str:
    """A share of a whole: `49 %`, `0.3 %`, `under 0.1 %`."""
    found = part / whole if whole else 0
    return "under 0.1 %" if 0 < found < 0.001 else f"{decimal(100 * found, 1)} %"
