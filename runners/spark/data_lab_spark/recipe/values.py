"""What a schema cannot say of a recipe: values that contradict each other, names that occur twice, times that do not exist. The rules are the lab's; `check_recipes.py` compares."""

import json

from ..errors import LabError
from .times import instant, microseconds

#: Units of partitions, the coarsest first.
_UNITS = ["year", "month", "day", "hour"]
#: Types of columns that a set of values may be asked of.
_COLUMNS = {
    "value": (int, float),
    "observations": (int, float),
    "series": str,
    "anomaly_type": str,
    "anomaly_id": str,
    "is_anomaly": bool,
    "outlier": bool,
    "filled": bool,
}


def _invalid(path: str, message: str) -> LabError:
    return LabError("recipe-value", message, path)


def check_paths(recipe: dict) -> None:
    """Raises LabError `recipe-value` where a file is no relative path below the input."""
    for kind in ("sources", "labels"):
        for index, source in enumerate(recipe[kind]):
            if any(part in ("", ".", "..") for part in source["file"].split("/")):
                raise _invalid(f"$.{kind}[{index}].file", f'Expected a relative path such as folder/file.csv, without "." or ".."; got "{source["file"]}".')


def check_names(recipe: dict) -> None:
    """Raises LabError `recipe-value` where a generated source has the name of another one or of a file."""
    seen = {source["file"] for source in recipe["sources"]}
    for index, source in enumerate(recipe["generated"]):
        field = "synthetic" if "synthetic" in source else "name"
        if source[field] in seen:
            raise _invalid(f"$.generated[{index}].{field}", f'Expected a unique name; a series or file named "{source[field]}" exists already. Choose another.')
        seen.add(source[field])


def check_ids(items: list[dict], path: str) -> None:
    """Raises LabError `recipe-value` at the first id that occurs a second time."""
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item["id"] in seen:
            raise _invalid(f"{path}[{index}].id", f'Expected a unique id; "{item["id"]}" occurs twice. Change one.')
        seen.add(item["id"])


def is_instant(text: str) -> bool:
    """Whether a text is a time that exists."""
    try:
        instant(text)
    except ValueError:
        return False
    return True


def is_length(text: str) -> bool:
    """Whether a text is a length of time above zero."""
    try:
        return microseconds(text) > 0
    except ValueError:
        return False


def check_intervals(items: list[dict], path: str) -> None:
    """Raises LabError `recipe-value` where a start or end does not exist, or an end is not after its start."""
    for index, item in enumerate(items):
        for name in ("start", "end"):
            if name in item and not is_instant(item[name]):
                raise _invalid(f"{path}[{index}].{name}", f'Expected a time that exists, such as 2023-01-01T00:00:00Z; got "{item[name]}".')
        if "start" in item and "end" in item and instant(item["start"]) >= instant(item["end"]):
            raise _invalid(f"{path}[{index}].end", f"Expected an end after the start {item['start']}; got {item['end']}. Swap them, or move one.")


def check_partition(units: list[str]) -> None:
    """Raises LabError `recipe-value` where a unit is left out or out of order."""
    if units != _UNITS[: len(units)]:
        raise _invalid("$.export.partition", f"Expected the coarsest unit first and none left out: year; year, month; year, month, day; or year, month, day, hour. Got {', '.join(units)}.")


def check_checks(checks: list[dict]) -> None:
    """Raises LabError `recipe-value` where limits are the wrong way round, or none; or a name occurs twice."""
    seen: set[str] = set()
    for index, check in enumerate(checks):
        path = f"$.checks[{index}]"
        if "id" in check and check["id"] in seen:
            raise _invalid(f"{path}.id", f'Expected a unique name; "{check["id"]}" occurs twice. Change one.')
        seen.update([check["id"]] if "id" in check else [])
        for kind, options in check.items():
            if kind.startswith("expect_"):
                _check_one(kind, options, f"{path}.{kind}")


def _check_one(kind: str, options: dict, path: str) -> None:
    if kind == "expect_gaps_to_be_at_most":
        if not is_length(options["longest"]):
            raise _invalid(f"{path}.longest", f'Expected a length of time above zero such as 15min; got "{options["longest"]}".')
    elif kind == "expect_column_quantile_values_to_be_between":
        _check_quantiles(options["quantile_ranges"], f"{path}.quantile_ranges.value_ranges")
    elif kind == "expect_column_values_to_be_in_set":
        _check_set(options.get("column", "value"), options["value_set"], path)
    elif kind.endswith("_between"):
        low, high = options.get("min_value"), options.get("max_value")
        if low is None and high is None:
            raise _invalid(path, "Expected min_value, max_value or both; got neither. Give a limit.")
        if low is not None and high is not None and low > high:
            raise _invalid(f"{path}.min_value", f"Expected min_value to be at most max_value; got {low} and {high}. Swap them.")


def _check_quantiles(ranges: dict, path: str) -> None:
    quantiles, pairs = ranges["quantiles"], ranges["value_ranges"]
    if len(quantiles) != len(pairs):
        raise _invalid(path, f"Expected a pair of limits for each quantile; got {len(quantiles)} quantiles and {len(pairs)} pairs.")
    for index, (low, high) in enumerate(pairs):
        if low is None and high is None:
            raise _invalid(f"{path}[{index}]", f"Expected a limit for the quantile {quantiles[index]}; got none.")
        if low is not None and high is not None and low > high:
            raise _invalid(f"{path}[{index}]", f"Expected the least value before the greatest; got {low} and {high}. Swap them.")


def _check_set(column: str, values: list, path: str) -> None:
    wanted = _COLUMNS.get(column)
    for index, value in enumerate(values):
        # In Python, true is a number.
        if wanted is None or not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            expected = "texts" if wanted is str else "true or false" if wanted is bool else "numbers"
            raise _invalid(f"{path}.value_set[{index}]", f"Expected {expected}, as the column {column} has; got {json.dumps(value, ensure_ascii=False)}.")
