"""One long series of a file, which is cut by time."""

import json
from pathlib import Path

import numpy as np

_STEPS = [
    {"duplicates": {"keep": "mean"}},
    {"missing": {"fill": "linear", "longest": "10s"}},
    {"outliers": {"rule": "hampel", "threshold": 4, "window": 11, "then": "interpolate"}},
    {"resample": {"every": "1min", "with": "median"}},
]


def write_file(path: Path, rows: int) -> None:
    """A CSV file of so many rows, a second apart but for some that come twice; a part of it is out of order."""
    numbers = np.arange(rows)
    times = np.datetime64("2024-01-01T00:00:00", "s") + numbers - (numbers % 1000 == 999)
    values = np.sin(numbers / 7000) * 20 + numbers * 7919 % 101 / 50
    texts = np.where(numbers % 97 == 5, "", np.char.mod("%.3f", values))
    order = np.arange(rows)
    backward = slice(rows // 3, rows // 3 + 5000)
    order[backward] = order[backward][::-1]
    lines = np.char.add(np.char.add(np.datetime_as_string(times), ","), texts)[order]
    path.write_text("timestamp,value\n" + "\n".join(lines.tolist()) + "\n", "utf-8")


def recipe(file: str) -> str:
    """A recipe that reads such a file."""
    source = {"file": file, "csv": {}, "time": {"zone": "UTC"}}
    export = {"stages": ["clean", "resampled"], "partition": ["year", "month", "day"], "raw": False}
    return json.dumps({"recipe": 1, "name": "Long", "sources": [source], "steps": _STEPS, "export": export})
