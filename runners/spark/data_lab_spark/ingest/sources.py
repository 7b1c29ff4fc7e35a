"""All files of a recipe: their rows, their series, and the labels among their rows."""

import hashlib
from dataclasses import dataclass

import numpy as np
from pyspark.sql import DataFrame, SparkSession

from ..errors import LabError
from ..labels import Label
from ..recipe.times import instant, microseconds
from .facts import BlockFacts, ReadFile, Reasons, Run, SourceFacts
from .files import Found, TextRows, find, look
from .hashes import hashes
from .layout import MOST_SERIES, check_series_name, file_names, listed, series_name
from .parquet import source_is_moment
from .parquet_files import ParquetRows
from .zone import check_zone, to_utc_earlier


@dataclass(frozen=True)
class FileSeries:
    """A series of a file. `zone`: of its times, UTC where they are moments; `rows`, `low`, `high`: how many, the least and the greatest time."""

    name: str
    source: int
    zone: str
    rows: int
    low: int
    high: int


class Sources:
    """What was read of the files of a recipe. `rows`: as `PARSED`; None without files."""

    def __init__(self, spark: SparkSession, recipe: dict, folder: str):
        self.recipe = recipe
        self.found = {name: find(spark, folder, name) for source in recipe["sources"] for name in file_names(source)}
        self.found |= {source["file"]: find(spark, folder, source["file"]) for source in recipe["labels"]}
        for source in recipe["sources"]:
            check_zone(source["time"]["zone"])
        self._hashes = hashes(spark, list(self.found.items()))
        frames, self.facts, self.moments = _rows_of(spark, recipe["sources"], self.found)
        self.rows: DataFrame | None = None
        for frame in frames:
            self.rows = frame if self.rows is None else self.rows.unionByName(frame)
        self.series = [one for place in range(len(recipe["sources"])) for one in self._series_of(place)]
        _refuse_twice(self.series, recipe)

    def zone_of(self, place: int) -> str:
        return "UTC" if self.moments[place] else self.recipe["sources"][place]["time"]["zone"]

    def _series_of(self, place: int) -> list[FileSeries]:
        """In the order of the file. Raises LabError where nothing of it could be read."""
        source, facts = self.recipe["sources"][place], self.facts.get(place, BlockFacts(place, 0))
        if not facts.keys:
            raise _nothing(source["file"], facts)
        if len(facts.keys) * len(source["values"]) > MOST_SERIES:
            raise LabError(
                "file-too-wide",
                f'{source["file"]} has more than {MOST_SERIES:,} series with "{", ".join(listed(source.get("series")))}" as its series column, and the lab reads no more. Choose another series column, or none.',
                file=source["file"],
            )
        made = []
        for key, its in facts.keys.items():
            for column in source["values"]:
                name = series_name(source, column, key)
                check_series_name(source["file"], name)
                made.append(FileSeries(name, place, self.zone_of(place), its.rows, its.low, its.high))
        return made

    def labels(self) -> list[list[Label]]:
        """Labels among the rows of each source that has such, in UTC; ids count the runs of a series."""
        made = []
        for place, source in enumerate(self.recipe["sources"]):
            if "labels" not in source and "anomalies" not in source:
                continue
            zone = self.zone_of(place)
            # Keys in the order of their first labelled rows.
            labelled = sorted(((its.labelled, key, its.runs) for key, its in self.facts[place].keys.items() if its.runs), key=lambda one: one[0])
            runs = [(key, column, run) for _, key, its in labelled for column in source["values"] for run in its]
            runs += [(None, column, run) for column in source["values"] for run in _numbered_runs(source)]
            its = []
            counts: dict[str, int] = {}
            for key, column, run in runs:
                start, last = to_utc_earlier(zone, np.array([run.first, run.last], np.int64)).tolist()
                name = series_name(source, column, key)
                counts[name] = counts.get(name, 0) + 1
                shape = "point" if run.first == run.last else "window"
                its.append(Label(f"{name}#rows-{counts[name]}", name, start, max(start, last) + 1, run.type, shape, "imported", {"file": source["file"]}))
            made.append(its)
        return made

    def described(self) -> list[SourceFacts]:
        """The files as the documents of a bundle name them: those of observations, then those of labels."""
        made = []
        for place, source in enumerate(self.recipe["sources"]):
            facts = self.facts[place]
            sha256, size = self._digest(source)
            made.append(
                SourceFacts(
                    source["file"],
                    "file",
                    size,
                    sha256,
                    sum(one.rows for one in self.series if one.source == place),
                    facts.rejected,
                    Reasons(facts.reasons).counted(),
                    [one.name for one in self.series if one.source == place],
                    source["time"]["zone"],
                )
            )
        kept = self.recipe["export"]["raw"]
        for source in self.recipe["labels"]:
            sha256, size = self._digest(source)
            made.append(SourceFacts(source["file"], "labels", size if kept else None, sha256, 0, 0, [], [], source.get("zone", "UTC")))
        return made

    def files(self) -> list[ReadFile]:
        """All files, in the order of the recipe."""
        return [ReadFile(name, one.url, one.bytes, self._hashes[name].result()) for name, one in self.found.items()]

    def as_read(self) -> dict:
        """The recipe with the sizes and hashes of its files as they are now."""
        made = {**self.recipe, "sources": [], "labels": []}
        for source in self.recipe["sources"]:
            sha256, size = self._digest(source)
            parts = {"parts": [{"file": name, "sha256": self._hashes[name].result(), "bytes": self.found[name].bytes} for name in file_names(source)]} if "parts" in source else {}
            made["sources"].append({**source, **parts, "sha256": sha256, "bytes": size})
        for source in self.recipe["labels"]:
            made["labels"].append({**source, "sha256": self._digest(source)[0]})
        return made

    def changed(self) -> list[dict]:
        """Files that are not as the recipe has them by their SHA-256."""
        given = [(source, self._digest(source)[0]) for source in (*self.recipe["sources"], *self.recipe["labels"]) if "sha256" in source]
        return [{"file": source["file"], "expected": source["sha256"], "found": sha256} for source, sha256 in given if sha256 != source["sha256"]]

    def _digest(self, source: dict) -> tuple[str, int]:
        """SHA-256 and size of a source: of several parts that of the list of them as `sha256sum` writes it."""
        its = [(name, self._hashes[name].result(), self.found[name].bytes) for name in file_names(source)]
        if "parts" not in source:
            return its[0][1], its[0][2]
        text = "".join(f"{sha256}  {name}\n" for name, sha256, _ in its)
        return hashlib.sha256(text.encode("utf-8")).hexdigest(), sum(size for *_, size in its)


def generated_facts(recipe: dict, series: list, rows: list[int]) -> list[SourceFacts]:
    """The generated sources of a recipe as the documents of a bundle name them. `rows`: of each of their series by its place, before the steps."""
    made = []
    for source in recipe["generated"]:
        name = source.get("synthetic", source.get("name"))
        mine = [one for one in series if one.kind != "file" and one.file == name]
        if mine:
            count = sum(rows[one.place] for one in mine)
            made.append(SourceFacts(name, "copy" if "copy" in source else "synthetic", None, None, count, 0, [], [one.name for one in mine], mine[0].zone, dict(source)))
    return made


def _rows_of(spark: SparkSession, sources: list[dict], found: dict[str, Found]) -> tuple[list[DataFrame], dict[int, BlockFacts], dict[int, bool]]:
    text = [(look(spark, source, place, found[source["file"]]), found[source["file"]]) for place, source in enumerate(sources) if "csv" in source]
    tables = ParquetRows(spark, [(place, source) for place, source in enumerate(sources) if "csv" not in source], found)
    read = TextRows(spark, text)
    facts = read.facts | tables.facts
    return read.rows + tables.rows, facts, {place: source_is_moment(source, facts.get(place)) for place, source in enumerate(sources)}


def _numbered_runs(source: dict) -> list[Run]:
    """Anomalous rows that the source names by their numbers."""
    time = source["time"]
    its = source.get("anomalies", [])
    if not its:
        return []
    start, step = instant(time["start"]), microseconds(time["step"])
    return [Run("anomaly", start + first * step, start + last * step) for first, last in its]


def _nothing(file: str, facts: BlockFacts) -> LabError:
    if facts.rejected == 0:
        return LabError("file-header-only", f"{file} has no row of data. Add it again once it has data.", file=file)
    said = "; ".join(facts.examples)
    return LabError("file-all-rejected", f"{file}: none of its {facts.rejected} lines could be read. {said}. Check the columns, the format of the time and the decimal sign.", file=file)


def _refuse_twice(series: list[FileSeries], recipe: dict) -> None:
    known: set[str] = set()
    for one in series:
        if one.name in known:
            file = recipe["sources"][one.source]["file"]
            raise LabError("series-twice", f'{file}: a series named "{one.name}" is loaded already. Every series needs a name of its own; remove the one that is there, or rename the file.', file=file)
        known.add(one.name)
