"""What no recipe may ask of its steps, beside what the schema says: orders that make no sense, values that contradict each other; spec/steps.md."""

from ..errors import LabError
from ..recipe.times import UNITS, microseconds
from .outliers import fewest_values
from .plan import is_for, kind_of

#: Kinds of which a series has one.
_ONCE = ("utc", "duplicates", "resample")
#: Rows of a rolling window that has to be ranked again for each row.
_MOST_RANKED = 1001


def check_step_values(steps: list[dict]) -> None:
    """Raises LabError `recipe-value` with the JSON path."""
    for index, step in enumerate(steps):
        kind = kind_of(step)
        _check_values(kind, step[kind], f"$.steps[{index}].{kind}")


def check_order(steps: list[dict]) -> None:
    """Raises LabError `recipe-order` with the JSON path. Of steps that are off the order does not matter."""
    before: list[tuple[str, bool]] = []
    for index, step in enumerate(steps):
        if step.get("off"):
            continue
        kind, limited = kind_of(step), "for" in step
        wrong = _misplaced(kind, limited, before)
        if wrong:
            raise LabError("recipe-order", wrong, f"$.steps[{index}].{kind}")
        before.append((kind, limited))


def check_series(steps: list[dict], series: list[tuple[str, str]]) -> None:
    """`series`: names and zones. Raises LabError `recipe-order` where two steps are for a series that has one of their kind, or none converts its local times."""
    for kind in _ONCE:
        taken: dict[str, int] = {}
        for index, step in enumerate(steps):
            if step.get("off") or kind_of(step) != kind:
                continue
            for name in (name for name, _ in series if is_for(step, name)):
                if name in taken:
                    raise LabError("recipe-order", f'Expected one "{kind}" for each series; steps {taken[name] + 1} and {index + 1} both match {name}. Limit them to different series.', f"$.steps[{index}].for")
                taken[name] = index
    for name, zone in series:
        if zone != "UTC" and not any(kind_of(step) == "utc" and not step.get("off") and is_for(step, name) for step in steps):
            raise LabError("recipe-order", f'{name} has times of {zone}, and no step converts them to UTC. Add a step "utc" as the first, or switch it on.', "$.steps")


def _misplaced(kind: str, limited: bool, before: list[tuple[str, bool]]) -> str | None:
    """Why a step may not stand after others."""
    if kind in _ONCE and any(other == kind and not (limited and its) for other, its in before):
        return f'A series has "{kind}" once; this is the second. Remove one, switch it off, or limit each to series of its own ("for").'
    kinds = [other for other, _ in before]
    if kind != "resample" and "resample" in kinds:
        return f'"resample" has to be the last step, because it replaces rows by buckets; "{kind}" comes after it. Move "{kind}" before "resample".'
    if kind == "utc" and any(other != "utc" for other in kinds):
        return f'"utc" has to be the first step, because all others work on UTC times; it comes after "{kinds[-1]}". Move "utc" to the top.'
    if kind == "duplicates" and ("missing" in kinds or "outliers" in kinds):
        return '"duplicates" has to stand before "missing" and "outliers", which need rows in order of time. Move "duplicates" up.'
    return None


def _check_values(kind: str, options: dict, path: str) -> None:
    def refuse(name: str, message: str):
        raise LabError("recipe-value", message, f"{path}.{name}")

    if kind == "missing" and options.get("min", 0) > options.get("max", options.get("min", 0)):
        refuse("min", f"Expected min to be at most max; got min {options['min']} and max {options['max']}. Swap them.")
    if "longest" in options and microseconds(options["longest"]) == 0:
        refuse("longest", f'Expected a length of time above zero such as 15min; got "{options["longest"]}".')
    if kind == "outliers" and "window" in options:
        _check_window(options["window"], options["rule"], options["threshold"], refuse)
    if kind == "resample" and options["every"] != "source" and not UNITS["s"] <= microseconds(options["every"]) <= UNITS["w"]:
        refuse("every", f'Expected a length of time from 1s to 1w such as 5min, or source; got "{options["every"]}".')


def _check_window(window: int, rule: str, threshold: float, refuse) -> None:
    if window % 2 == 0:
        refuse("window", f"Expected an odd number of rows, so that the window has a middle; got {window}. Take {window + 1}.")
    fewest = fewest_values(rule, threshold)
    if window < fewest:
        refuse("window", f"Expected a window in which a value can exceed the threshold {threshold}: of {window} values none can. Take at least {fewest + 1 - fewest % 2} rows, a lower threshold, or the rule hampel.")
    if rule != "zscore" and window > _MOST_RANKED:
        refuse("window", f"Expected at most {_MOST_RANKED} rows for a rolling median or quartiles, whose cost grows with the window; got {window}. Take a smaller window, the whole series, or the rule zscore.")
