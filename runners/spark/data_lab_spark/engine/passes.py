"""Passes over the pieces of all series: a job of Spark each, of which only what was gathered comes back."""

import pickle
from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

from ..ingest.facts import ReadFile, SourceFacts
from ..steps.piece import Piece, Rows
from ..steps.step import Step
from . import task
from .beside import beside_pieces, units_beside, with_beside
from .local import Local
from .spread import generated_tasks
from .task import Job

#: (job, pieces) → batches.
Work = Callable[[Job, task.Pieces], Iterator[pa.RecordBatch]]


class Passes:
    """`read`: the rows of series of files, cut in units; None without any. `local`: of series in local times, what is known of them before the step utc."""

    def __init__(self, spark: SparkSession, job: Job, read: DataFrame | None, local: dict[str, Local] | None = None):
        self.spark, self.job, self.read, self.local = spark, job, read, local or {}
        #: What the rows came from, as the documents of a bundle name it; files that are not as the recipe has them: name, SHA-256 expected and found.
        self.sources: list[SourceFacts] = []
        self.changed: list[dict] = []
        #: All files of the recipe, of data and of labels, in its order.
        self.files: list[ReadFile] = []
        self._beside: tuple[dict[int, list[int]], DataFrame] | None = None

    def frame(self, work: Work, schema: str, kinds: tuple[str, ...] = ("generated", "read")) -> DataFrame:
        """A lazy frame of what `work` makes of all pieces, or of those of series that are generated, or read, alone."""
        frames = []
        if "generated" in kinds and (tasks := generated_tasks(self.job)):
            frames.append(self.units(tasks, lambda job, places: work(job, task.generated_pieces(job, places)), schema))
        if "read" in kinds and self.read is not None:
            beside = units_beside(self.job)
            frames.append(self._with_beside(beside).mapInArrow(_on_read(self._shared(), work, task.read_pieces if not beside else beside_pieces), schema))
        made = frames[0]
        for other in frames[1:]:
            made = made.unionByName(other)
        return made

    def _with_beside(self, beside: dict[int, list[int]]) -> DataFrame:
        """The rows that were read, those that steps of other units take in more than once; kept until these take in others."""
        if not beside:
            return self.read
        if self._beside is None or self._beside[0] != beside:
            if self._beside is not None:
                self._beside[1].unpersist()
            self._beside = beside, with_beside(self.read, beside).cache()
        return self._beside[1]

    def units(self, tasks: list[list[int]], work: Callable[[Job, Iterator[int]], Iterator[pa.RecordBatch]], schema: str) -> DataFrame:
        """A lazy frame of what `work` makes of the places of units in each task."""
        places = self.spark.sparkContext.broadcast(tasks)
        return self.spark.range(0, len(tasks), 1, len(tasks)).mapInArrow(_on_units(self._shared(), places, work), schema)

    def _shared(self):
        return self.spark.sparkContext.broadcast(pickle.dumps(self.job))

    def gathered(self, work: Work) -> list[list]:
        """What `work` gathers of each unit, by series, in the order of their units; None where a unit gave nothing."""
        found = {}
        for row in self.frame(work, "unit int, data binary").collect():
            found[row.unit] = pickle.loads(row.data)
        by_series: list[list] = [[] for _ in self.job.series]
        for place, unit in enumerate(self.job.units):
            by_series[unit.series].append(found.get(place))
        return by_series


#: The job of the latest task of this worker, with its bytes: the next task of the pass has the same.
_latest: tuple[bytes, Job] | None = None


def _job(shared) -> Job:
    """What was broadcast, unpickled once for all tasks of a worker: nothing that a task does changes it."""
    global _latest
    pickled = shared.value
    if _latest is None or _latest[0] is not pickled:
        _latest = pickled, pickle.loads(pickled)
    return _latest[1]


def _on_units(shared, tasks, work):
    def run(batches):
        yield from work(_job(shared), (place for batch in batches for number in batch.column(0).to_pylist() for place in tasks.value[number]))

    return run


def _on_read(shared, work: Work, pieces: Callable[[Job, Iterator[pa.RecordBatch]], task.Pieces]):
    def run(batches):
        job = _job(shared)
        yield from work(job, pieces(job, batches))

    return run


def answer_questions(passes: Passes) -> int:
    """Answers what the steps of all series ask, a pass for each round of questions. Gives how many passes it took."""
    job, rounds = passes.job, 0
    while True:
        wanted = [_open_questions(steps) for steps in job.steps]
        if not any(wanted):
            return rounds
        rounds += 1
        found = passes.gathered(lambda job, pieces, wanted=wanted: task.gather(job, pieces, wanted))
        for series, its in enumerate(wanted):
            if its:
                parts = _complete(found[series], job, series, its)
                for k, at in enumerate(its):
                    job.steps[series][at].conclude([part[k] for part in parts])


def _open_questions(steps: list[Step]) -> list[int]:
    """The first step that asks; with it those whose question is about times that no step between changes."""
    first = next((at for at, step in enumerate(steps) if step.asks()), None)
    if first is None:
        return []
    found = [first]
    for at in range(first, len(steps)):
        if at > first and steps[at].asks() and steps[at].asks_of_times():
            found.append(at)
        if not steps[at].keeps_times:
            break
    return found


def _complete(parts: list, job: Job, series: int, wanted: list[int]) -> list:
    """What was gathered of each unit; a unit without rows tells what an empty piece does."""
    empty = Piece(job.series[series].name, 0, Rows.of(np.empty(0, np.int64), np.empty(0)))
    return [[job.steps[series][at].gather(empty) for at in wanted] if part is None else part for part in parts]
