"""Failures of checks that somebody accepts by their names, and what is told of them."""

import json

from .types import CheckResult


def with_accepted(text: str, names: list[str]) -> str:
    """The text of a recipe with more names in `export.accept`. What is no recipe stays as it is: reading it says why."""
    if not names:
        return text
    try:
        recipe = json.loads(text)
        accepted = list(dict.fromkeys([*recipe["export"].get("accept", []), *names]))
    except (ValueError, TypeError, KeyError, AttributeError):
        return text
    return json.dumps({**recipe, "export": {**recipe["export"], "accept": accepted}}, ensure_ascii=False)


def failed(results: list[CheckResult]) -> list[dict]:
    """Checks that do not hold and did not stop the run: those of severity `warn`, and those of `fail` that somebody accepted."""
    return [
        {"name": one.id, **({} if one.series is None else {"series": one.series}), "observed": one.observed, "severity": one.severity} for one in results if not one.holds
    ]
