"""What came of a pack on Spark, in the form of what must come, and where the two differ."""

from pathlib import Path

import pyarrow.dataset as ds

from .pack import Pack, Run


def rows_of(folder: Path, stage: str) -> dict[str, list[list]]:
    """Of each series its rows [microseconds, value, filled, outlier or observations, id], in the order of the files."""
    mark = "observations" if stage == "resampled" else "outlier"
    table = ds.dataset(folder, format="parquet").to_table(columns=["series", "timestamp", "value", "filled", mark, "anomaly_id", "is_anomaly"])
    found: dict[str, list[list]] = {}
    times = table["timestamp"].cast("int64").to_pylist()
    columns = [table[name].to_pylist() for name in ("series", "value", "filled", mark, "anomaly_id", "is_anomaly")]
    for time, series, value, filled, its, label, is_anomaly in zip(times, *columns):
        # A flag that the id contradicts is in no row that is expected.
        found.setdefault(series, []).append([time, value, filled, its, label if is_anomaly == (label is not None) else ("is_anomaly", is_anomaly)])
    return found


class Came:
    """What came of a pack: rows by stage and series, what each step tells of each series, and what is left of each label."""

    def __init__(self, pack: Pack, ran, output: Path):
        from data_lab_spark.documents.labels import followed
        from data_lab_spark.documents.transformations import transformations

        self.pack = pack
        stages = ["clean", "resampled"] if pack.resamples else ["clean"]
        root = output / "data/processed"
        self.rows = {stage: rows_of(root / stage if len(stages) > 1 else root, stage) for stage in stages}
        labels = followed(ran, True)
        self.steps = [{one.pop("series"): one for one in step["series"]} for step in transformations(ran, labels)]
        self.labels = {one.label.id: one for one in labels}

    def label(self, number: int, name: str) -> dict:
        """What is left of a label of a run."""
        found = self.labels[self.pack.runs[number].prefix + name]
        kept, places = found.kept, self.pack.places[number]
        # Steps of other runs between its own leave it as it is.
        rows = [found.rows[0], *(found.rows[place + 1] for place in places)]
        return {"first": kept.start if kept else None, "last": kept.last if kept else None, "rows": kept.rows if kept else 0, "byStep": rows}


def differences(came: Came, number: int) -> list[str]:
    """Where what came of a run of the pack differs from what must come. Values are compared to a billionth, all else exactly."""
    run, told = came.pack.runs[number], []
    for stage, wanted in run.expected["rows"].items():
        for series, rows in wanted.items():
            got = [[*row[:4], _own(run, row[4])] for row in came.rows[stage].get(run.prefix + series, [])]
            told += [f"{stage}, {series}: {one}" for one in row_differences(got, rows, _greatest(run.files[series]))]
    for index, (place, wanted) in enumerate(zip(came.pack.places[number], run.expected["steps"])):
        got = {_own(run, series): its for series, its in came.steps[place].items()}
        told += [f"step {index}, {series}: expected {wanted.get(series)}, got {got.get(series)}" for series in sorted(got.keys() | wanted.keys()) if got.get(series) != wanted.get(series)]
    for name, wanted in run.expected["labels"].items():
        got = came.label(number, name)
        told += [f"label {name}: expected {wanted}, got {got}"] if got != wanted else []
    return told


def _own(run: Run, name):
    """The name of a series or a label in its run."""
    return name.removeprefix(run.prefix) if isinstance(name, str) else name


def _greatest(lines: list[str]) -> float:
    """The greatest value of a file, without its sign."""
    return max((abs(float(line.split(",")[1] or 0)) for line in lines[1:]), default=0.0)


def row_differences(got: list[list], wanted: list[list], greatest: float) -> list[str]:
    """`greatest`: of the values that go in; what is left where such values cancel out is compared to their last digits."""
    if len(got) != len(wanted):
        return [f"expected {len(wanted)} rows, got {len(got)}"]
    return [f"row {place}: expected {b}, got {a}" for place, (a, b) in enumerate(zip(got, wanted)) if [a[0], *a[2:]] != [b[0], *b[2:]] or not _close(a[1], b[1], greatest)]


def _close(a: float | None, b: float | None, greatest: float) -> bool:
    return a == b or (a is not None and b is not None and abs(a - b) <= max(1e-9 * abs(b), 1e-15 * greatest))
