"""Times written by a pattern in the tokens of UTS 35; spec/import.md, "Times"."""

import re
from functools import lru_cache

from ..errors import LabError
from ..recipe.times import DAY, days_from_civil

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_FULL = "january february march april may june july august september october november december".split()
#: Token: field, digits where the number stands between others, digits elsewhere.
_NUMBERS = {
    "yyyy": ("y", r"\d{4}", r"\d{4}"),
    "y": ("y", r"\d{4}", r"\d{4}"),
    "yy": ("yy", r"\d{2}", r"\d{2}"),
    "MM": ("M", r"\d{2}", r"\d{1,2}"),
    "M": ("M", r"\d{1,2}", r"\d{1,2}"),
    "dd": ("d", r"\d{2}", r"\d{1,2}"),
    "d": ("d", r"\d{1,2}", r"\d{1,2}"),
    "DDD": ("D", r"\d{3}", r"\d{3}"),
    "D": ("D", r"\d{1,3}", r"\d{1,3}"),
    "Q": ("Q", "[1-4]", "[1-4]"),
    "YYYY": ("Y", r"\d{4}", r"\d{4}"),
    "ww": ("w", r"\d{2}", r"\d{1,2}"),
    "e": ("e", "[1-7]", "[1-7]"),
    "HH": ("H", r"\d{2}", r"\d{1,2}"),
    "H": ("H", r"\d{0,2}?", r"\d{1,2}"),
    "hh": ("h", r"\d{2}", r"\d{1,2}"),
    "h": ("h", r"\d{1,2}", r"\d{1,2}"),
    "mm": ("m", r"\d{2}", r"\d{2}"),
    "m": ("m", r"\d{1,2}", r"\d{1,2}"),
    "ss": ("s", r"\d{2}", r"\d{2}"),
    "s": ("s", r"\d{1,2}", r"\d{1,2}"),
}
#: What is wrong with a text that does not look like the pattern.
SHAPE = "shape"
LEAP_SECOND = "second 60 is a leap second, which timestamps here cannot represent"
_LETTER = r"[^\W\d_]"
_OFFSET = re.compile("(?:[zZ]|UTC|GMT|([+\u2212-])(\\d\\d):?(\\d\\d)?)", re.ASCII)


def offset_of(text: str) -> int | None:
    """Microseconds east of UTC of `Z`, `+02`, `+0200`, `+02:00`; None for any other text."""
    found = _OFFSET.fullmatch(text)
    if not found:
        return None
    if found[1] is None:
        return 0
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours > 18 or minutes > 59:
        return None
    return (1 if found[1] == "+" else -1) * (hours * 60 + minutes) * 60_000_000


def _tokens(pattern: str) -> list[tuple[str, bool]]:
    """Texts of tokens, and whether each stands for itself."""
    found, at = [], 0
    while at < len(pattern):
        if pattern[at] == "'":
            close = pattern.find("'", at + 1)
            if close < 0:
                raise LabError("recipe-value", f'"{pattern}" is no time pattern: a quote is opened and not closed.')
            found.append(("'" if close == at + 1 else pattern[at + 1 : close], True))
            at = close + 1
            continue
        end = at + 1
        letter = pattern[at].isascii() and pattern[at].isalpha()
        while letter and end < len(pattern) and pattern[end] == pattern[at]:
            end += 1
        found.append((pattern[at:end], not letter))
        at = end
    return found


def _is_number(token) -> bool:
    return token is not None and not token[1] and (token[0] in _NUMBERS or set(token[0]) == {"S"})


def _expression(token, adjacent: bool, before, following) -> tuple[str, tuple[str, ...]]:
    text, literal = token
    if literal:
        return ("[ \\t\u00a0]+" if text == " " else re.escape(text)), ()
    if text in _NUMBERS:
        field, inside, alone = _NUMBERS[text]
        short = text == "mm" and before is not None and before == ("H", False)
        digits = "(" + (r"\d{1,2}" if short else inside if adjacent else alone) + ")"
        no_fraction = following is not None and ((following[1] and following[0][:1] in ".,") or following[0][0] == "S")
        return (digits + r"(?:[.,](\d+))?", (field, "S")) if field == "s" and not no_fraction else (digits, (field,))
    if set(text) == {"S"}:
        return r"(\d+)", ("S",)
    if text in ("MMM", "MMMM"):
        return f"({_LETTER}{{3,9}}\\.?)", ("MMM",)
    if set(text) == {"E"} and len(text) <= 4:
        return f"{_LETTER}{{2,9}}\\.?", ()
    if set(text) == {"a"} and len(text) <= 3:
        return r"([AaPp]\.?[Mm]\.?)", ("a",)
    if text in ("X", "XX", "XXX", "x", "xx", "xxx", "Z"):
        return "([Zz]|[+\u2212-]\\d\\d(?::?\\d\\d)?)", ("X",)
    if set(text) == {"z"} and len(text) <= 3:
        return r"(?![AaPp]\.?[Mm]\b)[A-Za-z]{1,5}", ()
    raise LabError("recipe-value", f'"{text}" is not a token of a time pattern.')


class Pattern:
    """`read`: local microseconds and the offset (None where the text has none), or what is wrong with the text: `SHAPE`, or a sentence."""

    def __init__(self, pattern: str):
        tokens = _tokens(pattern)
        source, self.fields = "", []
        for k, token in enumerate(tokens):
            before = tokens[k - 1] if k else None
            following = tokens[k + 1] if k + 1 < len(tokens) else None
            adjacent = _is_number(token) and (_is_number(before) or _is_number(following))
            part, own = _expression(token, adjacent, before, following)
            source += part
            self.fields += own
        self.expression = re.compile(source)
        self.has_offset = "X" in self.fields

    def read(self, text: str) -> tuple[int, int | None] | str:
        found = self.expression.fullmatch(text)
        return self._assembled(found) if found else SHAPE

    def _assembled(self, found) -> tuple[int, int | None] | str:
        part = {"y": 1970, "M": 1, "d": 1, "H": 0, "m": 0, "s": 0, "S": 0}
        week = day_of_year = offset = None
        weekday, afternoon = 1, False
        for field, text in zip(self.fields, found.groups()):
            text = text or ""
            number = int(text) if text.isascii() and text.isdigit() else 0
            match field:
                case "Y":
                    part["y"] = number
                case "yy":
                    part["y"] = number + (2000 if number < 69 else 1900)
                case "MMM":
                    part["M"] = _month(text)
                    if part["M"] == 0:
                        return f'"{text}" is not the English name of a month'
                case "Q":
                    part["M"] = 3 * number - 2
                case "w":
                    week = number
                case "e":
                    weekday = number
                case "D":
                    day_of_year = number
                case "h":
                    if not 1 <= number <= 12:
                        return f"there is no hour {number} with AM or PM"
                    part["H"] = number % 12
                case "a":
                    afternoon = text[0].lower() == "p"
                case "S":
                    if text:
                        part["S"] = int(text[:6].ljust(6, "0"))
                case "X":
                    offset = offset_of(text)
                    if offset is None:
                        return f"there is no offset {text}"
                case _:
                    part[field] = number
        hour = part["H"] + (12 if afternoon else 0)
        rest = part["m"] or part["s"] or part["S"]
        if part["m"] > 59 or part["s"] > 59 or hour > 24 or (hour == 24 and rest):
            return LEAP_SECOND if part["s"] == 60 else "there is no such time of day"
        days = _week_day(part["y"], week, weekday) if week is not None else _year_day(part["y"], day_of_year) if day_of_year is not None else civil(part["y"], part["M"], part["d"])
        if isinstance(days, str):
            return days
        return days * DAY + (hour * 3600 + part["m"] * 60 + part["s"]) * 1_000_000 + part["S"], offset


def _month(text: str) -> int:
    word = text.lower().rstrip(".") if text.endswith(".") else text.lower()
    if word == "sept":
        return 9
    names = _MONTHS if len(word) == 3 else _FULL
    return names.index(word) + 1 if word in names else 0


def days_in_month(year: int, month: int) -> int:
    if not 1 <= month <= 12:
        return 0
    return days_from_civil(year + month // 12, month % 12 + 1, 1) - days_from_civil(year, month, 1)


def civil(year: int, month: int, day: int) -> int | str:
    """Days since 1970-01-01 of a date; what is wrong where there is none such."""
    length = days_in_month(year, month)
    if length == 0:
        return f"there is no month {month}"
    return days_from_civil(year, month, day) if 1 <= day <= length else f"there is no day {day} in {year}-{month:02}"


def _year_day(year: int, day: int) -> int | str:
    first = days_from_civil(year, 1, 1)
    return first + day - 1 if 1 <= day <= days_from_civil(year + 1, 1, 1) - first else f"there is no day {day} in {year}"


def _week_day(year: int, week: int, weekday: int) -> int | str:
    def first_monday(y: int) -> int:
        fourth = days_from_civil(y, 1, 4)
        return fourth - (fourth + 3) % 7

    monday = first_monday(year) + 7 * (week - 1)
    return monday + weekday - 1 if week >= 1 and monday < first_monday(year + 1) else f"there is no week {week} in {year}"


@lru_cache(maxsize=64)
def pattern(text: str) -> Pattern:
    return Pattern(text)
