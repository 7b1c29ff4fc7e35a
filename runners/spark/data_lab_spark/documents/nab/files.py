"""`labels/combined_labels.json` and `combined_windows.json`: the labels of the written rows in NAB's formats, text for text as the lab writes them."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...engine.observe import observe
from ...follow import Ran, cleaning
from ...measure.stage import StageFacts
from ...recipe.times import date_of
from ..labels import Followed
from .times import Asked, Grid, Listed, Question, Rows, Times
from .windows import Asking, Placed, SeriesLabels, series_labels

FOLDER = "labels"


@dataclass(frozen=True)
class LabelFiles:
    """The texts of both files, and by series how many windows they cannot hold."""

    labels: str
    windows: str
    lost: dict[str, int]


def label_files(ran: Ran, labels: list[Followed], last: bool) -> LabelFiles | None:
    """Of all series. `last`: whether the written rows are the last of the run. None without labels."""
    if not labels:
        return None
    by_series: dict[str, list[Placed]] = {}
    for one in labels:
        if one.kept is not None:
            by_series.setdefault(one.label.series, []).append(Placed(one.kept.start, one.kept.last, one.label.shape, one.label.origin, one.label.points))
    asking, known, stages = {}, {}, {}
    for series, told in zip(ran.passes.job.series, ran.told):
        facts, its = told.final if last else told.clean, by_series.get(series.name, [])
        steps = ran.passes.job.steps[series.place]
        asking[series.place] = series_labels(series.name, its, facts.duplicates)
        stages[series.place] = len(steps) if last else cleaning(steps)
        known[series.place] = _known(its, facts)
    found = _answered(ran, asking, known, stages)
    named = {series.name: found[series.place] for series in ran.passes.job.series}
    return LabelFiles(
        _object({name: one.points for name, one in named.items()}, lambda time: f'        "{moment(time)}"'),
        _object({name: one.windows for name, one in named.items()}, lambda one: f'        [\n            "{moment(one[0], True)}",\n            "{moment(one[1], True)}"\n        ]'),
        {name: one.lost for name, one in named.items() if one.lost},
    )


def _known(labels: list[Placed], facts: StageFacts) -> Times | None:
    """Times that need not be asked of the rows: of a grid; and where labels are windows that begin and end at rows with times of their own, these rows alone matter."""
    if not labels or (not facts.duplicates and all(one.shape == "window" and not one.points for one in labels)):
        return Listed(np.unique(np.array([time for one in labels for time in (one.start, one.last)], np.int64)))
    if facts.regular and facts.step is not None and not facts.duplicates:
        return Grid(facts.rows, facts.first, facts.step)
    return None


def _answered(ran: Ran, asking: dict[int, Asking], known: dict[int, Times | None], stages: dict[int, int]) -> dict[int, SeriesLabels]:
    """Sends each series the answers to its questions; those of the rows are answered together, a pass for each round of them."""
    found: dict[int, SeriesLabels] = {}
    open_: dict[int, Question] = {}
    rows = {place: Rows() for place in asking}

    def send(place: int, answer) -> None:
        try:
            question = asking[place].send(answer)
            while known[place] is not None:
                question = asking[place].send(known[place].answer(question))
            open_[place] = question
        except StopIteration as done:
            found[place] = done.value

    for place in asking:
        send(place, None)
    while open_:
        asked = {place: Asked(place, stages[place], question, rows[place]) for place, question in open_.items()}
        open_.clear()
        observe(ran.passes, list(asked.values()))
        for place, one in asked.items():
            send(place, one.found)
    return found


def moment(us: int, window: bool = False) -> str:
    """`2014-04-11 00:00:00`, with six more digits where there is a fraction; of an end of a window always."""
    seconds, fraction = divmod(us, 1_000_000)
    days, rest = divmod(seconds, 86_400)
    text = f"{date_of(days)} {rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return f"{text}.{fraction:06}" if fraction or window else text


def _object(files: dict[str, list], item: Callable[[object], str]) -> str:
    """As NAB's `writeJSON` lays it out: keys by code point, ASCII alone, no newline at the end."""
    lists = []
    for name in sorted(files):
        values = ",\n".join(map(item, files[name]))
        lists.append(f"    {json.dumps(name)}: " + (f"[\n{values}\n    ]" if files[name] else "[]"))
    return "{\n" + ",\n".join(lists) + "\n}" if lists else "{}"
