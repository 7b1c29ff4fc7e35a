"""What a run tells beside its rows: what its steps do, the rows between them, and labels followed to the last rows."""

from dataclasses import dataclass, field

import numpy as np

from .engine.observe import observe
from .engine.passes import Passes
from .ingest.sources import generated_facts
from .labels import Extent, Kept, Label, extents, snapped
from .measure.stage import StageFacts, Stages
from .measure.statistics import StageStatistics, Statistics
from .steps.piece import Piece, within_spans
from .steps.resample import Resample
from .steps.step import Counts


@dataclass
class Told:
    """What a run tells of one series. Stages: 0 before its steps, k after k of them."""

    #: Counts of its steps by their index in the recipe, with `rowsIn` and `rowsOut`.
    counts: dict[int, Counts]
    #: By stage.
    statistics: list[Statistics]
    #: Of the rows before it is resampled, and of the last.
    clean: StageFacts
    final: StageFacts
    #: By stage until it is resampled, what each of its labels covers.
    cover: list[list[Extent]]
    #: By step, values within labels that it changed or put in: within any, and within each by the label's place in the series.
    changed: list[tuple[int, dict[int, int]]]


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
    #: In the order of the series.
    told: list[Told]

    @property
    def counts(self) -> list[dict[int, Counts]]:
        """Of each series in its order, the counts of its steps by their index in the recipe."""
        return [one.counts for one in self.told]


@dataclass
class StepCounts:
    """What the steps of a series do to its rows, a dictionary of counts for each."""

    series: int
    last: int
    parts: list[list[Counts]] | None = None

    def asks(self) -> bool:
        return self.parts is None

    def begin(self) -> list[Counts]:
        return []

    def see(self, gathered: list[Counts], stage: int, piece: Piece, counts: Counts | None) -> None:
        if counts is not None:
            gathered.append(counts)

    def conclude(self, parts: list[list[Counts]]) -> None:
        self.parts = parts


class _Seen(dict):
    """What was gathered by stage, and of the rows of the stage before what does not travel to the driver."""

    before: tuple | None = None

    def __reduce__(self):
        return dict, (dict(self),)


@dataclass
class Cover:
    """What intervals [start, end), a list or an array of two columns, cover of the rows at some stages."""

    series: int
    intervals: list[tuple[int, int]] | np.ndarray
    stages: list[int]
    #: By stage, of each interval.
    found: dict[int, list[Extent]] | None = None
    last: int = field(init=False)

    def __post_init__(self):
        self.last = max(self.stages)

    def asks(self) -> bool:
        return self.found is None

    def begin(self) -> _Seen:
        return _Seen()

    def see(self, gathered: _Seen, stage: int, piece: Piece, counts: Counts | None) -> None:
        if stage not in self.stages or len(self.intervals) == 0:
            return
        times = piece.rows.times
        if gathered.before is None or gathered.before[0] is not times:
            gathered.before = times, extents(self.intervals, times)
        gathered[stage] = gathered.before[1]

    def conclude(self, parts) -> None:
        self.found = {stage: [Extent() for _ in self.intervals] for stage in self.stages}
        for part in parts:
            for stage, its in part.items():
                for k, extent in its.items():
                    self.found[stage][k] = self.found[stage][k] + extent


@dataclass
class Changed:
    """Values within labelled intervals [start, end) that each step gave another value. `intervals`: two columns."""

    series: int
    intervals: np.ndarray
    last: int
    found: list[tuple[int, dict[int, int]]] | None = None

    def asks(self) -> bool:
        return self.found is None

    def begin(self) -> _Seen:
        return _Seen()

    def see(self, gathered: _Seen, stage: int, piece: Piece, counts: Counts | None) -> None:
        if len(self.intervals) == 0:
            return
        times, values = piece.rows.times, piece.rows.values
        before, gathered.before = gathered.before, (values,)
        if before is None or before[0] is values:
            return
        if piece.rows.observations is not None:
            # Of buckets those that were made of no row and have a value all the same.
            there = times[piece.rows.filled & (piece.rows.observations == 0) & np.isfinite(values)]
        elif len(before[0]) == len(times):
            there = times[~np.isnan(values) & (values != before[0])]
        else:
            # A step that takes rows away changes no value.
            return
        within = int(within_spans(piece.spans, there).sum())
        if within:
            gathered[stage] = within, {k: extent.rows for k, extent in extents(self.intervals, there).items()}

    def conclude(self, parts: list[_Seen]) -> None:
        self.found = []
        for stage in range(1, self.last + 1):
            total, each = 0, {}
            for within, its in (part[stage] for part in parts if stage in part):
                total += within
                for k, count in its.items():
                    each[k] = each.get(k, 0) + count
            self.found.append((total, each))


def cleaning(steps: list) -> int:
    """How many steps of a series come before it is resampled."""
    return len([step for step in steps if not isinstance(step, Resample)])


def follow(passes: Passes) -> Ran:
    """Counts what the steps do, measures the rows between them and finds where labels go, once the steps know all that they ask."""
    job = passes.job
    asked = []
    for one in job.series:
        last = len(job.steps[one.place])
        intervals = np.array([(label.start, label.end) for label in one.labels], np.int64).reshape(-1, 2)
        asked.append(
            (
                StepCounts(one.place, last),
                StageStatistics(one.place, last),
                Stages(one.place, sorted({cleaning(job.steps[one.place]), last})),
                Cover(one.place, intervals, list(range(cleaning(job.steps[one.place]) + 1))),
                Changed(one.place, intervals, last),
            )
        )
    observe(passes, [one for its in asked for one in its])
    told, raw, clean = [], {}, {}
    for one, (counted, statistics, stages, cover, changed) in zip(job.series, asked):
        steps = job.steps[one.place]
        counts = {step.index: step.total([part[k] for part in counted.parts]) for k, step in enumerate(steps)}
        covered = [cover.found[stage] for stage in cover.stages]
        told.append(Told(counts, statistics.found, stages.found[cleaning(steps)], stages.found[len(steps)], covered, changed.found))
        for k, label in enumerate(one.labels):
            raw[label.id], clean[label.id] = covered[0][k], covered[cleaning(steps)][k]
    passes.sources += generated_facts(job.recipe, job.series, [passes.local[one.name].before.rows if one.name in passes.local else its.statistics[0].rows for one, its in zip(job.series, told)])
    labels = sorted((label for one in job.series for label in one.labels), key=lambda label: label.place)
    return Ran(job.recipe, passes, labels, raw, clean, _kept(passes, clean), told)


def _grids(passes: Passes) -> list[Resample | None]:
    return [next((step for step in steps if isinstance(step, Resample) and step.every), None) for steps in passes.job.steps]


def _kept(passes: Passes, clean: dict[str, Extent]) -> dict[str, Kept | None]:
    """Where labels lie in the last rows: at their rows, or in the buckets that they keep."""
    job, grids = passes.job, _grids(passes)
    asked: dict[int, Cover] = {}
    for place, one in enumerate(job.series):
        grid = grids[place]
        if grid is None or grid.options.get("labels", "any") == "any" or not one.labels:
            continue
        intervals = []
        for label in one.labels:
            for time in (clean[label.id].first, clean[label.id].last):
                start = int(grid._start(time)) if time is not None else 0
                end = start + grid.every if time is not None else 0
                intervals += [(max(label.start, start), min(label.end, end)), (start, end)]
        asked[place] = Cover(place, intervals, [len(job.steps[place]) - 1])
    observe(passes, list(asked.values()))
    kept: dict[str, Kept | None] = {}
    for place, one in enumerate(job.series):
        grid = grids[place]
        rows = [extent.rows for extent in asked[place].found[asked[place].last]] if place in asked else []
        for k, label in enumerate(one.labels):
            if grid is None:
                kept[label.id] = snapped(clean[label.id], None, None, "any", [])
                continue
            of_label = rows[4 * k : 4 * k + 4] or [0] * 4
            kept[label.id] = snapped(clean[label.id], grid.every, grid._start, grid.options.get("labels", "any"), [(of_label[0], of_label[1]), (of_label[2], of_label[3])])
    return _existing(passes, grids, kept)


def _existing(passes: Passes, grids: list[Resample | None], kept: dict[str, Kept | None]) -> dict[str, Kept | None]:
    """Where empty buckets are left out, the first and the last that are there."""
    job = passes.job
    asked: dict[int, Cover] = {}
    for place, one in enumerate(job.series):
        if grids[place] is not None and grids[place].empty == "omit" and one.labels:
            its = [kept[label.id] for label in one.labels]
            asked[place] = Cover(place, [(one.start, one.end) if one else (0, 0) for one in its], [len(job.steps[place])])
    observe(passes, list(asked.values()))
    for place, cover in asked.items():
        for label, extent in zip(job.series[place].labels, cover.found[cover.last]):
            if kept[label.id] is not None:
                kept[label.id] = Kept(extent.first, extent.last + grids[place].every, extent.last, extent.rows) if extent.rows else None
    return kept


__all__ = ["Cover", "Ran", "Told", "cleaning", "follow"]
