"""Runs a recipe on Spark and writes its rows."""

import json
import posixpath
from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from .engine import task
from .engine.ordered import backward, cut, in_utc, spans
from .engine.passes import Passes, answer_questions
from .engine.series import Maker, Series, injected_labels
from .engine.task import Job
from .engine.unit import cut_grid
from .errors import LabError
from .ingest import labels as label_files
from .ingest.files import find, look, read_bytes, rows_of
from .ingest.times import is_moment
from .labels import Extent, Kept, Label, snapped
from .recipe.load import load, refuse, zones_without_utc
from .steps.plan import is_for, steps_of
from .steps.resample import Resample

SCHEMA = "series string, timestamp timestamp, value double, is_anomaly boolean, anomaly_type string, anomaly_id string, observations int, outlier boolean, filled boolean"
_UNITS = {"year": "yyyy", "month": "MM", "day": "dd", "hour": "HH"}
_CODECS = {"snappy": "snappy", "gzip": "gzip", "zstd": "zstd", "none": "none"}
#: Rows of a file at most: some 128 MB.
_FILE_ROWS = 12_000_000


@dataclass
class Ran:
    """A recipe that was run: what its steps did, and where its labels lie."""

    recipe: dict
    passes: Passes
    labels: list[Label]
    #: Of each label: rows before the steps and after cleaning, and what it keeps in the last rows.
    raw: dict[str, Extent]
    clean: dict[str, Extent]
    kept: dict[str, Kept | None]
    #: Counts of each step by series.
    counts: list[dict]


def _options(recipe: dict, kind: str, series: str) -> dict | None:
    return next((step[kind] for step in recipe["steps"] if kind in step and not step.get("off") and is_for(step, series)), None)


def _read(spark: SparkSession, recipe: dict, folder: str):
    """Rows of all files, and the series that they have."""
    files = [look(spark, source, place, find(spark, folder, source["file"])) for place, source in enumerate(recipe["sources"])]
    rows = rows_of(spark, files).cache()
    known = spans(rows)
    if not known:
        raise LabError("file-empty", "Expected rows in the files of the recipe; there are none.")
    series = []
    for name in sorted(known, key=lambda one: (known[one][0], one)):
        source = recipe["sources"][known[name][0]]
        zone = "UTC" if is_moment(source["time"]) else source["time"]["zone"]
        series.append(Series(name, len(series), "file", source["file"], zone))
    return rows, known, series


def prepare(spark: SparkSession, recipe: dict, folder: str) -> Passes:
    """The series of a recipe, cut in units, with their labels and steps; nothing has run yet but the reading."""
    refuse(recipe)
    series: list[Series] = []
    rows = known = None
    back: dict[str, int] = {}
    if recipe["sources"]:
        rows, known, series = _read(spark, recipe, folder)
    of_files = list(series)
    maker = Maker(recipe)
    anomalies = {name: maker.realised(name) for name in maker.accesses}
    for name, access in maker.accesses.items():
        one = Series(name, len(series), "synthetic", name.split("/")[0])
        grid = access.model.grid
        one.units = cut_grid(one.place, grid.start, grid.step, grid.rows)
        series.append(one)
    zones_without_utc(recipe, series)
    units = [unit for one in series[len(of_files) :] for unit in one.units]
    ordered = None
    if rows is not None:
        utc = in_utc(spark, rows, of_files, known, {one.name: _options(recipe, "utc", one.name) for one in of_files if one.zone != "UTC"}).cache()
        back = backward(utc)
        its, ordered = cut(utc, of_files, len(units))
        units += its
        ordered = ordered.cache()
    _attach(spark, recipe, folder, series, anomalies)
    job = Job(recipe, series, units, [steps_of(recipe, one.name, back.get(one.name, 0)) for one in series], anomalies)
    return Passes(spark, job, ordered)


def _attach(spark, recipe, folder, series: list[Series], anomalies) -> None:
    named = [(one.name, one.file) for one in series]
    files = []
    for source in recipe["labels"]:
        text = read_bytes(spark, find(spark, folder, source["file"]), 1 << 30).decode("utf-8")
        files.append(label_files.attach(label_files.read_entries(text, source), named, source["file"]))
    injected = [label for name in anomalies for label in injected_labels(name, anomalies[name])]
    joined = label_files.join(files, {edit["id"] for edit in recipe["edits"]})
    by_name = {one.name: one for one in series}
    for label in label_files.collect(joined, injected, recipe, set(by_name)):
        by_name[label.series].labels.append(label)
    for one in series:
        one.labels.sort(key=lambda label: label.start)


def run(spark: SparkSession, text: str, folder: str) -> Ran:
    """Runs a recipe on the files below a folder. Raises LabError."""
    recipe = load(text)
    passes = prepare(spark, recipe, folder)
    answer_questions(passes)
    job = passes.job
    found = passes.gathered(lambda job, pieces: task.count(job, pieces, lambda place, piece: len(piece.rows)))
    raw, clean, counts = {}, {}, []
    for place, one in enumerate(job.series):
        parts = [part for part in found[place] if part]
        steps = job.steps[place]
        cleaning = len([step for step in steps if not isinstance(step, Resample)])
        counts.append({step.index: step.total([part[0][k] for part in parts]) for k, step in enumerate(steps)})
        for k, label in enumerate(one.labels):
            raw[label.id] = sum((part[1][0].get(k, Extent()) for part in parts), Extent())
            clean[label.id] = sum((part[1][cleaning].get(k, Extent()) for part in parts), Extent())
    labels = [label for one in job.series for label in one.labels]
    return Ran(recipe, passes, labels, raw, clean, _kept(passes, clean), counts)


def _kept(passes: Passes, clean: dict[str, Extent]) -> dict[str, Kept | None]:
    """Where labels lie in the last rows: at their rows, or in the buckets that they keep."""
    job = passes.job
    grids = [next((step for step in steps if isinstance(step, Resample) and step.every), None) for steps in job.steps]
    asked: dict[int, list[tuple[int, int]]] = {}
    rules = {}
    for place, one in enumerate(job.series):
        grid = grids[place]
        if grid is None:
            continue
        rules[place] = grid.options.get("labels", "any")
        for label in one.labels:
            extent = clean[label.id]
            for time in (extent.first, extent.last):
                start = int(grid._start(time)) if time is not None else 0
                end = start + grid.every if time is not None else 0
                asked.setdefault(place, []).append((max(label.start, start), min(label.end, end)))
                asked[place].append((start, end))
    before = [len(steps) - (grids[k] is not None) for k, steps in enumerate(job.steps)]
    covers = _cover(passes, {k: v for k, v in asked.items() if rules[k] != "any"}, before)
    kept: dict[str, Kept | None] = {}
    for place, one in enumerate(job.series):
        grid = grids[place]
        for k, label in enumerate(one.labels):
            if grid is None:
                kept[label.id] = snapped(clean[label.id], None, None, "any", [])
                continue
            rows = [covers.get((place, 4 * k + n), Extent()).rows for n in range(4)]
            kept[label.id] = snapped(clean[label.id], grid.every, grid._start, rules[place], [(rows[0], rows[1]), (rows[2], rows[3])])
    return _existing(passes, grids, kept)


def _cover(passes: Passes, asked: dict[int, list[tuple[int, int]]], steps: list[int]) -> dict[tuple[int, int], Extent]:
    """What intervals cover of the rows after the first steps of their series."""
    if not asked:
        return {}
    total: dict[tuple[int, int], Extent] = {}
    for place, parts in enumerate(passes.gathered(lambda job, pieces: task.cover(job, pieces, asked, steps))):
        for part in parts:
            for k, extent in (part or {}).items():
                total[place, k] = total.get((place, k), Extent()) + extent
    return total


def _existing(passes: Passes, grids: list, kept: dict[str, Kept | None]) -> dict[str, Kept | None]:
    """Where empty buckets are left out, the first and the last that are there."""
    job = passes.job
    asked = {}
    for place, one in enumerate(job.series):
        if grids[place] is not None and grids[place].empty == "omit" and one.labels:
            asked[place] = [(kept[label.id].start, kept[label.id].end) if kept[label.id] else (0, 0) for label in one.labels]
    covers = _cover(passes, asked, [len(steps) for steps in job.steps])
    for place in asked:
        for k, label in enumerate(job.series[place].labels):
            extent = covers.get((place, k), Extent())
            if kept[label.id] is not None:
                kept[label.id] = Kept(extent.first, extent.last + grids[place].every, extent.last) if extent.rows else None
    return kept


def stages_of(recipe: dict, resampled: bool) -> list[str]:
    """The stages that are written, in the order of the run."""
    there = ["clean", "resampled"] if resampled else ["clean"]
    asked = recipe["export"].get("stages")
    return [kind for kind in there if (kind in asked if asked else kind == there[-1])]


def write(ran: Ran, output: str) -> list[str]:
    """Writes the rows as partitioned Parquet below `data/processed`, and the recipe. Gives the folders of the stages."""
    spark, job, recipe = ran.passes.spark, ran.passes.job, ran.recipe
    resampled = any("resample" in step and not step.get("off") for step in recipe["steps"])
    kinds = stages_of(recipe, resampled)
    roots = []
    for kind in kinds:
        final = kind == ("resampled" if resampled else "clean")
        steps = [len(its) if final else len([step for step in its if not isinstance(step, Resample)]) for its in job.steps]
        intervals = {}
        for place, one in enumerate(job.series):
            its = []
            for label in one.labels:
                kept = ran.kept[label.id]
                if final and kept is not None:
                    its.append((kept.start, kept.end, label.id, label.type))
                elif not final:
                    its.append((label.start, label.end, label.id, label.type))
            if its:
                intervals[place] = its
        frame = ran.passes.frame(lambda job, pieces, steps=steps, intervals=intervals, bucketed=kind == "resampled": task.write(job, pieces, steps, intervals, bucketed), SCHEMA)
        frame = frame.drop("outlier" if kind == "resampled" else "observations")
        root = posixpath.join(output, "data/processed", *([kind] if len(kinds) > 1 else []))
        _write_parquet(frame, recipe, root, sum(len(one.units) for one in job.series))
        roots.append(root)
    _put_text(spark, posixpath.join(output, "data/metadata/recipe.json"), json.dumps(recipe, indent=2, ensure_ascii=False) + "\n")
    return roots


def _write_parquet(frame: DataFrame, recipe: dict, root: str, units: int) -> None:
    """A partition's rows are brought together, in order of series and time; large ones are several files."""
    parts = recipe["export"]["partition"]
    for unit in parts:
        frame = frame.withColumn(unit, F.date_format("timestamp", _UNITS[unit]))
    spread = frame.repartition(max(1, min(units, 2000)), *parts) if parts else frame.coalesce(1)
    ordered = spread.sortWithinPartitions(*parts, "series", "timestamp")
    writer = ordered.write.mode("error").option("compression", _CODECS[recipe["export"]["codec"]]).option("maxRecordsPerFile", _FILE_ROWS)
    (writer.partitionBy(*parts) if parts else writer).parquet(root)


def _put_text(spark: SparkSession, path: str, text: str) -> None:
    where = spark._jvm.org.apache.hadoop.fs.Path(path)
    stream = where.getFileSystem(spark._jsc.hadoopConfiguration()).create(where, False)
    try:
        stream.write(bytearray(text.encode("utf-8")))
    finally:
        stream.close()


__all__ = ["Ran", "prepare", "run", "write"]
