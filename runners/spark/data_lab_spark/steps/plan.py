"""The steps of a recipe that a series goes through, in order."""

from functools import lru_cache

from ..recipe.times import microseconds
from .duplicates import Duplicates
from .missing import Missing
from .outliers import Outliers
from .resample import Resample
from .step import Step

_OPTIONS = ("off", "for")


def kind_of(step: dict) -> str:
    (kind,) = (key for key in step if key not in _OPTIONS)
    return kind


@lru_cache(maxsize=4096)
def _fits(pattern: str, name: str) -> bool:
    """Whether a name is what a pattern describes: `*` is any characters, `?` one, all else itself. Time grows with the product of the lengths at most, which a regular expression's does not."""
    sign = character = 0
    star: tuple[int, int] | None = None
    while character < len(name):
        if pattern[sign : sign + 1] == "*":
            star = sign, character
            sign += 1
        elif pattern[sign : sign + 1] in ("?", name[character]):
            sign += 1
            character += 1
        elif star:
            star = star[0], star[1] + 1
            sign, character = star[0] + 1, star[1]
        else:
            return False
    return not pattern[sign:].strip("*")


def is_for(step: dict, series: str) -> bool:
    """Whether a step is for a series."""
    return "for" not in step or series in step["for"] or any(_fits(one, series) for one in step["for"] if "*" in one or "?" in one)


def filled_before(steps: list[dict], index: int, series: str) -> int | None:
    """Microseconds that the last step for missing values before one fills at most; None where none says."""
    found = None
    for step in steps[:index]:
        options = step.get("missing")
        if not options or step.get("off") or not is_for(step, series):
            continue
        if options["fill"] in ("linear", "forward") and "longest" in options:
            found = microseconds(options["longest"])
    return found


def steps_of(recipe: dict, series: str, backward: int) -> list[Step]:
    """All but `utc`, which comes before. `backward`: rows of the series that are earlier than the row before them in the file."""
    made: list[Step] = []
    for index, step in enumerate(recipe["steps"]):
        if step.get("off") or not is_for(step, series):
            continue
        kind = kind_of(step)
        options = step[kind]
        if kind == "duplicates":
            made.append(Duplicates(index, options, backward))
        elif kind == "missing":
            made.append(Missing(index, options))
        elif kind == "outliers":
            made.append(Outliers(index, options, list(made)))
        elif kind == "resample":
            made.append(Resample(index, options, filled_before(recipe["steps"], index, series)))
    return made


__all__ = ["filled_before", "is_for", "kind_of", "steps_of"]
