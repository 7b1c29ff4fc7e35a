"""Runs a recipe on Spark."""

from dataclasses import replace

from pyspark.sql import SparkSession

from .engine.local import about_local
from .engine.ordered import backward, cut, in_utc
from .engine.passes import Passes, answer_questions
from .engine.series import Maker, Series, injected_labels
from .engine.task import Job
from .engine.unit import Clock, cut_grids
from .errors import from_tasks
from .follow import Ran, follow
from .ingest import labels as label_files
from .ingest.copies import Copy, copies
from .ingest.files import find, read_bytes
from .ingest.sources import Sources
from .recipe.load import load, refuse
from .steps.plan import is_for, steps_of
from .steps.rules import check_series
from .write import write


def _options(recipe: dict, kind: str, series: str) -> dict | None:
    return next((step[kind] for step in recipe["steps"] if kind in step and not step.get("off") and is_for(step, series)), None)


def prepare(spark: SparkSession, recipe: dict, folder: str) -> Passes:
    """The series of a recipe, cut in units, with their labels and steps; nothing has run yet but the reading."""
    refuse(recipe)
    sources = Sources(spark, recipe, folder)
    back: dict[str, int] = {}
    copied = copies(recipe, sources.rows, sources.series)
    series = [Series(one.name, place, "file", recipe["sources"][one.source]["file"], one.zone) for place, one in enumerate(sources.series)]
    rows = sources.rows
    for one in copied.values():
        rows = rows.unionByName(one.rows)
    known = {one.name: (one.source, one.rows, one.low, one.high) for one in [*sources.series, *(copy.series for copy in copied.values())]}
    maker = Maker(recipe)
    anomalies = {name: maker.realised(name) for name in maker.accesses} | {name: one.anomalies for name, one in copied.items()}
    series += _generated(recipe, maker, copied, len(series))
    of_files = [one for one in series if one.clock is None]
    check_series(recipe["steps"], [(one.name, one.zone) for one in series])
    units = [unit for one in series for unit in one.units]
    ordered = None
    if rows is not None:
        utc, changed = in_utc(spark, rows, of_files, known, {one.name: _options(recipe, "utc", one.name) for one in of_files if one.zone != "UTC"})
        utc = utc.cache()
        back = backward(utc)
        its, ordered = cut(utc, of_files, len(units))
        units += its
        ordered = ordered.cache()
    _attach(spark, recipe, folder, series, anomalies, sources.labels())
    job = Job(sources.as_read(), series, units, [steps_of(recipe, one.name, back.get(one.name, 0)) for one in series], anomalies)
    passes = Passes(spark, job, ordered, about_local(rows, changed, [one.name for one in of_files if one.zone != "UTC"]) if rows is not None else {})
    passes.sources = sources.described()
    passes.changed = sources.changed()
    passes.files = sources.files()
    return passes


def _generated(recipe: dict, maker: Maker, copied: dict[str, Copy], first: int) -> list[Series]:
    """Generated series and copies in the order of the recipe, with places from `first` on; the former are cut in units."""
    names = [name for source in recipe["generated"] for name in ([source["name"]] if "copy" in source else [one for one in maker.accesses if one.split("/")[0] == source["synthetic"]])]
    clocks = {name: Clock(grid.start, grid.step, grid.rows) for name, access in maker.accesses.items() for grid in [access.model.grid]}
    units = dict(zip(clocks, cut_grids(list(clocks.values()), 0)))
    made = []
    for place, name in enumerate(names, first):
        if name in copied:
            made.append(Series(name, place, "copy", name, copied[name].series.zone))
        else:
            made.append(Series(name, place, "synthetic", name.split("/")[0], units=[replace(unit, series=place) for unit in units[name]], clock=clocks[name]))
    return made


def _attach(spark, recipe, folder, series: list[Series], anomalies, of_rows: list[list]) -> None:
    named = [(one.name, one.file) for one in series]
    files = list(of_rows)
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
    with from_tasks():
        passes = prepare(spark, recipe, folder)
        answer_questions(passes)
        return follow(passes)


__all__ = ["Ran", "prepare", "run", "write"]
