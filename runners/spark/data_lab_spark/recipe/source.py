"""What a schema cannot say of a source: its time, the parts of its columns, its signs. The rules are the lab's; `check_recipes.py` compares."""

from ..errors import LabError
from ..ingest.pattern import pattern
from ..ingest.times import NAMED
from .values import is_instant, is_length


def _invalid(path: str, message: str) -> LabError:
    return LabError("recipe-value", message, path)


def _list(value) -> list[str]:
    return [] if value is None else value if isinstance(value, list) else [value]


def check_source(source: dict, path: str) -> None:
    """`path`: its JSON path. Raises LabError `recipe-value` where it cannot be read."""
    _check_time(source["time"], f"{path}.time")
    _check_columns(source, path)
    _check_anomalies(source, f"{path}.anomalies")
    _check_signs(source.get("csv"), f"{path}.csv")


def _check_time(time: dict, path: str) -> None:
    format_, columns = time["format"], _list(time.get("column"))
    if format_ not in NAMED:
        try:
            pattern(format_)
        except LabError as error:
            raise _invalid(f"{path}.format", f'Expected a format such as iso or day-first, or a pattern such as dd-MMM-yyyy HH:mm; got "{format_}": {error.message}') from None
    if format_ != "index":
        if not columns:
            raise _invalid(f"{path}.column", "Expected at least one time column; got none. Only rows that are numbered (format index) need none.")
        return
    if len(columns) > 1:
        raise _invalid(f"{path}.column", f"Expected one column of row numbers, or none; got {', '.join(columns)}.")
    start, step = time.get("start"), time.get("step")
    if start is None or not is_instant(start):
        raise _invalid(f"{path}.start", f"Expected the time of row 0, such as 2000-01-01T00:00:00Z; got {_told(start)}.")
    if step is None or not is_length(step):
        raise _invalid(f"{path}.step", f"Expected the time from one row to the next, such as 1s; got {_told(step)}.")


def _told(text: str | None) -> str:
    return "none" if text is None else f'"{text}"'


def _check_columns(source: dict, path: str) -> None:
    """No column has two parts; the type of a label may be any."""
    used: dict[str, str] = {}
    labels = source.get("labels")
    parts = (
        ("a time column", _list(source["time"].get("column"))),
        ("a key", _list(source.get("series"))),
        ("the column of labels", [labels["column"]] if labels else []),
        ("a value column", source["values"]),
    )
    for part, names in parts:
        for name in names:
            if name in used:
                raise _invalid(path, f'Expected one part for each column; "{name}" is {used[name]} and {part}. Choose one.')
            used[name] = part


def _check_anomalies(source: dict, path: str) -> None:
    """Rows are named by their numbers where they have no other time."""
    anomalies = source.get("anomalies") or []
    if not anomalies:
        return
    if source.get("series") is not None:
        raise _invalid(path, f"Expected one series whose rows are named by their numbers; got a key ({', '.join(_list(source['series']))}). Leave one of the two out.")
    if source["time"]["format"] != "index" or _list(source["time"].get("column")):
        raise _invalid(path, "Expected anomalous rows by number only where rows are numbered by their place (format index without a column). Use a column of labels, or a label file.")
    for index, (first, last) in enumerate(anomalies):
        if first > last:
            raise _invalid(f"{path}[{index}]", f"Expected the first row before the last; got {first},{last}. Swap them.")


def _check_signs(csv: dict | None, path: str) -> None:
    if csv is None:
        return
    if csv.get("thousands") is not None and csv.get("thousands") == csv.get("decimal"):
        raise _invalid(f"{path}.thousands", f'Expected a thousands sign other than the decimal one; both are "{csv["decimal"]}".')
    if csv.get("comment") is not None and csv.get("comment") == csv.get("delimiter"):
        raise _invalid(f"{path}.comment", f'Expected a comment sign other than the delimiter; both are "{csv["delimiter"]}".')
