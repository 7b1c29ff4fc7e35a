"""Lengths of time and instants as the recipe writes them, in whole microseconds."""

import re
from decimal import Decimal

UNITS = {"ms": 1_000, "s": 1_000_000, "min": 60_000_000, "h": 3_600_000_000, "d": 86_400_000_000, "w": 604_800_000_000}
DAY = UNITS["d"]
WEEK = UNITS["w"]
#: Monday 1970-01-05T00:00:00Z.
MONDAY = 4 * DAY
_INSTANT = re.compile(r"^(-?\d{4,6})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?Z", re.ASCII)


def microseconds(text: str) -> int:
    """Microseconds of a length such as `5min`. Raises ValueError."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(ms|s|min|h|d|w)", text.strip(), re.ASCII)
    if not found:
        raise ValueError(f"expected a length of time such as 5min, got {text!r}")
    return int((Decimal(found[1]) * UNITS[found[2]]).to_integral_value("ROUND_HALF_UP"))


def days_from_civil(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 of a date of the proleptic Gregorian calendar (Howard Hinnant's algorithm)."""
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


def instant(text: str) -> int:
    """Microseconds UTC of an instant such as `2023-01-01T00:00:00Z`. Raises ValueError, also of a day or an hour that does not exist."""
    found = _INSTANT.fullmatch(text)
    if not found:
        raise ValueError(f"expected a time in UTC such as 2023-01-01T00:00:00Z, got {text!r}")
    year, month, day, hour, minute = (int(part) for part in found.groups()[:5])
    second = int(found[6] or 0)
    # A day that the month does not have would be one of the next.
    exists = 1 <= month <= 12 and hour <= 23 and minute <= 59 and second <= 59 and date_of(days_from_civil(year, month, day)) == f"{year:04}-{month:02}-{day:02}"
    if not exists:
        raise ValueError(f"expected a time that exists, such as 2023-01-01T00:00:00Z, got {text!r}")
    fraction = int((found[7] or "0").ljust(6, "0"))
    return ((days_from_civil(year, month, day) * 24 + hour) * 60 + minute) * 60_000_000 + second * 1_000_000 + fraction


def format_instant(us: int) -> str:
    """ISO 8601 UTC of microseconds; a fraction of a second without zeros at its end."""
    seconds, fraction = divmod(int(us), 1_000_000)
    days, rest = divmod(seconds, 86_400)
    date = date_of(days)
    text = f"{date}T{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return text + (f".{fraction:06}".rstrip("0") if fraction else "") + "Z"


def date_of(days: int) -> str:
    """The date of days since 1970-01-01 (Howard Hinnant's algorithm)."""
    days += 719468
    era = days // 146097
    of_era = days - era * 146097
    year_of_era = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    place = (5 * of_year + 2) // 153
    day = of_year - (153 * place + 2) // 5 + 1
    month = place + (3 if place < 10 else -9)
    year = year_of_era + era * 400 + (month <= 2)
    return f"{year:04}-{month:02}-{day:02}"
