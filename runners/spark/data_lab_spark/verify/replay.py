"""The recipe of a bundle run once more on Spark, and what the bundle holds against what came of it."""

import json
from dataclasses import dataclass, field

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException

from ..checks.document import entry
from ..checks.evaluate import measure
from ..checks.built_in import LeftOut
from ..checks.splits import spans
from ..checks.stages import Stage, stages_there
from ..engine import task
from ..errors import LabError
from ..follow import Ran
from ..run import run
from ..storage import Storage
from ..write import SCHEMA, roots
from .alike import differences
from .contents import Content
from .documents import Documents
from .findings import (
    Findings,
    columns_differ,
    document_differs,
    file_not_made,
    not_in_bundle,
    replay_failed,
    row_counts,
    rows_differ,
    shown,
    unreadable_parquet,
)
from .rows import Compared, Layout, compare_rows

_COLUMNS = "series string, timestamp timestamp[us, tz=UTC], value double, is_anomaly bool, anomaly_type string, anomaly_id string"


@dataclass
class Replayed:
    """`files`: paths of the bundle that were held against the replay; `rows`: of the replay."""

    files: set[str] = field(default_factory=set)
    rows: int = 0


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
        # Splits name folders and change no row.
        ran = run(spark, json.dumps({key: value for key, value in recipe.items() if key != "splits"}), raw)
        ran.recipe = recipe
        replayed = Replayed()
        for one in _sets(ran, documents):
            _hold_rows(ran, one, contents, bundle, replayed, findings)
        _tell_others(contents, replayed, findings, raw == bundle.full("data/raw"), recipe)
        _hold_checks(ran, documents, replayed, findings)
        return replayed
    except LabError as error:
        findings.add(replay_failed(error.message, error.code != "not-on-spark"))
    except (Py4JJavaError, PySparkException) as error:
        findings.add(replay_failed(str(error).split("\n")[0][:400], False))
    return None


def _sets(ran: Ran, documents: Documents) -> list[_Set]:
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
    of_source = {name: source["path"] for source in documents.dataset["sources"] if source["kind"] in ("synthetic", "copy") and source["path"] for name in source["series"]}
    made = {one.name: of_source[one.name] for one in series if one.kind == "synthetic" and one.name in of_source}
    raw = Stage("clean", False, [0] * len(series))
    places = frozenset(one.place for one in series if one.name in made)
    for root, anomalies in (("data/raw", True), ("data/twin", False)):
        folders = {name: root + path.removeprefix("data/raw") for name, path in made.items()}
        found.append(_Set(Layout(root, folders=folders), raw, places, None, anomalies))
    return found


def _frame(ran: Ran, one: _Set):
    """The rows of the replay."""
    job = ran.passes.job
    intervals = {place: its for place in one.series if (its := one.stage.intervals(ran, job.series[place].labels)) and one.anomalies}

    def work(job, pieces, its=one.series, at=one.stage.at, intervals=intervals, bucketed=one.extra == "observations", anomalies=one.anomalies):
        if not anomalies:
            job = task.Job(job.recipe, job.series, job.units, job.steps, {})
        return task.write(job, ((place, piece) for place, piece in pieces if job.units[place].series in its), at, intervals, bucketed)

    return ran.passes.frame(work, SCHEMA)


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
        total, *folders = compare_rows(ran, bundle, readable, _frame(ran, one), sum(contents[path].rows for path in readable), one.layout, one.extra)
    except (Py4JJavaError, PySparkException) as error:
        findings.add(unreadable_parquet(root, str(error).split("\n")[0][:400]))
        return
    replayed.rows += total.wanted
    for folder in folders:
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


def _tell_others(contents: dict[str, Content], replayed: Replayed, findings: Findings, own_raw: bool, recipe: dict) -> None:
    """Tells of files of Parquet that no replay brings."""
    came_in = {f"data/raw/{one['file']}" for one in [*recipe["sources"], *recipe["labels"]]} if own_raw else set()
    for path in contents:
        if path.startswith("data/") and path.endswith(".parquet") and path not in replayed.files and path not in came_in:
            findings.add(file_not_made(path))


def _hold_checks(ran: Ran, documents: Documents, replayed: Replayed, findings: Findings) -> None:
    """Evaluates the checks once more and compares what the document says of them."""
    if documents.checks is None:
        return
    checked = measure(ran)
    stages = {kind: {series.name: (told.final if stage.final else told.clean).rows for series, told in zip(ran.passes.job.series, ran.told)} for kind, stage in stages_there(ran).items()}
    awaited = [one["observed"].removesuffix(" is awaited") for one in documents.checks["checks"] if one["kind"] == "files_present"]
    results = checked.results(stages, LeftOut(awaited))
    entries = json.loads(json.dumps([entry(one, ran.recipe["export"].get("accept", [])) for one in results]))
    _hold(documents, "checks", {"format": 2, "version": documents.version, "checks": entries}, findings)
    replayed.files.add(documents.path("checks"))


def _hold(documents: Documents, kind: str, expected: dict, findings: Findings) -> None:
    """Tells the first place at which a document is not that of the replay."""
    found = next(differences(kind, expected, getattr(documents, kind)), None)
    if found is not None:
        path, wanted, got = found
        findings.add(document_differs(documents.path(kind), path, shown(wanted), shown(got)))
