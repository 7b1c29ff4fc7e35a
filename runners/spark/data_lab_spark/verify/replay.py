"""The recipe of a bundle run once more on Spark, and what the bundle holds against what came of it."""

import json
from dataclasses import dataclass, field

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException

from ..checks.splits import spans
from ..checks.stages import Stage, stages_there
from ..engine.frames import rows_of
from ..engine.output import Out
from ..errors import LabError
from ..follow import Ran
from ..ingest.raw import raw_paths
from ..run import run
from ..safe_path import safe_paths
from ..storage import Storage
from ..write import roots
from .contents import Content
from .documents import Documents
from .findings import (
    Findings,
    columns_differ,
    file_not_made,
    not_in_bundle,
    replay_failed,
    row_counts,
    rows_differ,
    rows_unsorted,
    unreadable_parquet,
)
from .made import hold_documents
from .rows import Compared, Layout, compare_rows

_COLUMNS = "series string, timestamp timestamp[us, tz=UTC], value double, is_anomaly bool, anomaly_type string, anomaly_id string"


@dataclass
class Replayed:
    """`files`: paths of all that the replay made, of rows those of the bundle; `rows`: of the replay; `texts`: of the bundle that were not compared."""

    files: set[str] = field(default_factory=set)
    rows: int = 0
    texts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Set:
    """Rows that lie below one folder. `extra`: the column that only this stage has, None of raw rows; `anomalies`: whether those that were injected are in the rows."""

    layout: Layout
    stage: Stage
    series: frozenset[int]
    extra: str | None
    anomalies: bool = True


def replay(spark, documents: Documents, contents: dict[str, Content], bundle: Storage, raw: str, findings: Findings) -> Replayed | None:
    """None where the recipe cannot be run, which is told."""
    recipe = documents.recipe
    try:
        ran = run(spark, json.dumps(_rows_of(recipe)), raw)
        ran.recipe = recipe
        replayed = Replayed()
        for one in _sets(ran):
            _hold_rows(ran, one, contents, bundle, replayed, findings)
        _tell_others(contents, replayed, findings, recipe)
        made, replayed.texts = hold_documents(ran, documents, contents, findings)
        replayed.files |= made
        return replayed
    except LabError as error:
        findings.add(replay_failed(error.message, error.code != "not-on-spark"))
    except (Py4JJavaError, PySparkException) as error:
        findings.add(replay_failed(str(error).split("\n")[0][:400], False))
    return None


def _rows_of(recipe: dict) -> dict:
    """A recipe without other forms of its rows, which this runner does not write."""
    return {**recipe, "export": {key: value for key, value in recipe["export"].items() if key not in ("csv", "nab", "huggingFace")}}


def _sets(ran: Ran) -> list[_Set]:
    """The stages, and the rows of generated series before all steps, with anomalies and without."""
    recipe, series = ran.recipe, ran.passes.job.series
    there = stages_there(ran)
    units = tuple(recipe["export"]["partition"])
    found = []
    for kind, root in roots(recipe):
        facts = [told.final if there[kind].final else told.clean for told in ran.told]
        splits = {one.name: [(name, *span) for name, span in spans(recipe.get("splits") or [], its.first, its.last).items()] for one, its in zip(series, facts) if its.rows}
        layout = Layout(root, units, splits)
        found.append(_Set(layout, there[kind], frozenset(one.place for one in series), "observations" if kind == "resampled" else "outlier"))
    made = [one for one in series if one.kind != "file"]
    raw = Stage("clean", False, [0] * len(series))
    for root, anomalies in (("data/raw", True), ("data/twin", False)):
        folders = {one.name: f"{root}/{path}" for one, path in zip(made, safe_paths([one.name for one in made]))}
        found.append(_Set(Layout(root, folders=folders), raw, frozenset(one.place for one in made), None, anomalies))
    return found


def _frame(ran: Ran, one: _Set):
    """The rows of the replay."""
    job = ran.passes.job
    intervals = {place: its for place in one.series if (its := one.stage.intervals(ran, job.series[place].labels)) and one.anomalies}

    kind = one.stage.kind if one.extra is not None else "raw" if one.anomalies else "twin"
    return rows_of(ran.passes, Out(kind, one.stage.at, intervals), one.series)


def _hold_rows(ran: Ran, one: _Set, contents: dict[str, Content], bundle: Storage, replayed: Replayed, findings: Findings) -> None:
    root = one.layout.root
    inside = tuple(f"{folder}/" for folder in one.layout.folders.values()) or (f"{root}/",)
    paths = [path for path in contents if path.endswith(".parquet") and path.startswith(inside)] if one.series else []
    if one.extra is None and not paths:
        return
    expected = _COLUMNS if one.extra is None else f"{_COLUMNS}, {one.extra} {'int32' if one.extra == 'observations' else 'bool'}, filled bool"
    readable = []
    for path in paths:
        content = contents[path]
        if content.problem is not None:
            findings.add(unreadable_parquet(path, content.problem))
        elif content.columns != expected:
            findings.add(columns_differ(path, expected, content.columns))
        else:
            readable.append(path)
    replayed.files |= set(paths)
    bad = {path.rpartition("/")[0] for path in set(paths) - set(readable)}
    try:
        found = compare_rows(ran, bundle, readable, _frame(ran, one), sum(contents[path].rows for path in readable), one.layout, one.extra)
    except (Py4JJavaError, PySparkException) as error:
        findings.add(unreadable_parquet(root, str(error).split("\n")[0][:400]))
        return
    replayed.rows += found.rows
    findings.add(*(rows_unsorted(file, row) for file, row in sorted(found.unsorted.items())))
    for folder in found.folders:
        if folder.folder not in bad:
            _tell(folder, [path for path in paths if path.rpartition("/")[0] == folder.folder], findings)


def _tell(found: Compared, files: list[str], findings: Findings) -> None:
    difference, name = found.difference, files[0] if len(files) == 1 else found.folder
    if not files:
        if not any(one.severity == "error" and (one.file or "").startswith(f"{found.folder}/") for one in findings.all):
            findings.add(not_in_bundle(found.folder))
    elif found.wanted == 0:
        findings.add(*map(file_not_made, files))
    elif found.got != found.wanted:
        findings.add(row_counts(name, found.wanted, found.got, difference.where if difference.column is None else ""))
    elif difference.column is None:
        findings.add(rows_differ(difference.file or name, difference.row or 1, "timestamp", f"{difference.expected} times", f"{difference.got} times", difference.where))
    else:
        findings.add(rows_differ(difference.file, difference.row, difference.column, difference.expected, difference.got, difference.where))


def _tell_others(contents: dict[str, Content], replayed: Replayed, findings: Findings, recipe: dict) -> None:
    """Tells of files of Parquet that no replay brings."""
    came_in = set(raw_paths(recipe).values())
    for path in contents:
        if path.startswith("data/") and path.endswith(".parquet") and path not in replayed.files and path not in came_in:
            findings.add(file_not_made(path))
