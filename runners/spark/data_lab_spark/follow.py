"""Labels followed through the steps of a run: what they cover at each stage, and where they lie in the last rows."""

from dataclasses import dataclass, field

from .engine.observe import observe
from .engine.passes import Passes
from .labels import Extent, Kept, Label, extents, snapped
from .steps.piece import Piece
from .steps.resample import Resample
from .steps.step import Counts


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
    #: Of each series in its order, the counts of its steps by their index in the recipe.
    counts: list[dict[int, Counts]]


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


@dataclass
class Cover:
    """What intervals [start, end) cover of the rows at some stages."""

    series: int
    intervals: list[tuple[int, int]]
    stages: list[int]
    #: By stage, of each interval.
    found: dict[int, list[Extent]] | None = None
    last: int = field(init=False)

    def __post_init__(self):
        self.last = max(self.stages)

    def asks(self) -> bool:
        return self.found is None

    def begin(self) -> dict[int, dict[int, Extent]]:
        return {}

    def see(self, gathered, stage: int, piece: Piece, counts: Counts | None) -> None:
        if stage in self.stages:
            gathered[stage] = extents(self.intervals, piece.rows.times)

    def conclude(self, parts) -> None:
        self.found = {stage: [Extent() for _ in self.intervals] for stage in self.stages}
        for part in parts:
            for stage, its in part.items():
                for k, extent in its.items():
                    self.found[stage][k] = self.found[stage][k] + extent


def cleaning(steps: list) -> int:
    """How many steps of a series come before it is resampled."""
    return len([step for step in steps if not isinstance(step, Resample)])


def follow(passes: Passes) -> Ran:
    """Counts what the steps do and where labels go, once the steps know all that they ask."""
    job = passes.job
    counted = [StepCounts(one.place, len(job.steps[one.place])) for one in job.series]
    covered = {}
    for one in job.series:
        if one.labels:
            stages = sorted({0, cleaning(job.steps[one.place])})
            covered[one.place] = Cover(one.place, [(label.start, label.end) for label in one.labels], stages)
    observe(passes, [*counted, *covered.values()])
    counts = [{step.index: step.total([part[k] for part in one.parts]) for k, step in enumerate(job.steps[one.series])} for one in counted]
    raw, clean = {}, {}
    for place, cover in covered.items():
        for k, label in enumerate(job.series[place].labels):
            raw[label.id] = cover.found[0][k]
            clean[label.id] = cover.found[cover.stages[-1]][k]
    labels = [label for one in job.series for label in one.labels]
    return Ran(job.recipe, passes, labels, raw, clean, _kept(passes, clean), counts)


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
                kept[label.id] = Kept(extent.first, extent.last + grids[place].every, extent.last) if extent.rows else None
    return kept


__all__ = ["Cover", "Ran", "cleaning", "follow"]
