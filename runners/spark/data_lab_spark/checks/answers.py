"""Answers what checks ask of the stages of a run: from what the run told of them where that is enough, the rest in one pass over all rows, and further ones for exact quantiles and for distances of many kinds."""

import math

from ..engine.observe import observe
from ..follow import Ran
from .asked import Asked
from .distances import DistancesOf
from .labels import tally_labels
from .looks import Looks
from .plan import Planned
from .splits import spans
from .stages import Stage, labels_of
from .text import moment
from .types import MOST_EXAMPLES, Answer, Count, Example, Moments, Need, Nothing, Quantiles, Share, Tally

_COLUMNS = ("series", "timestamp", "value", "is_anomaly", "anomaly_type", "anomaly_id", "filled")
_NOT_THERE = Nothing("no step of the recipe resamples")


def missing_column(need: Need, stage: str) -> Nothing | None:
    """Why a column cannot be looked at."""
    there = (*_COLUMNS, "observations" if stage == "resampled" else "outlier")
    if need.of in ("rows", "moments", "quantiles", "share") and need.column not in there:
        return Nothing(f"{stage} rows have no column {need.column}")
    return None


class SeriesStage:
    """All that is asked of one series at one stage."""

    def __init__(self, ran: Ran, stage: Stage, place: int, splits: list[dict]):
        self.stage, self.place = stage, place
        self.labels = labels_of(ran, place)
        self.intervals = stage.intervals(ran, self.labels)
        self.label_rows = stage.label_rows(ran, self.labels)
        told = ran.told[place]
        self.facts = told.final if stage.final else told.clean
        self.statistics = told.statistics[stage.at[place]]
        self.distances = DistancesOf(place, stage.at[place], self.facts)
        self.spans = spans(splits, self.facts.first or 0, self.facts.last or 0)
        self.looks: Looks | None = None
        self.asked: dict[Need, Asked] = {}

    def ask(self, needs: list[Need]) -> None:
        """Takes needs on, those that can be answered, each once."""
        looks = []
        for need in dict.fromkeys(needs):
            if self._nothing(need) or self._known(need):
                continue
            if need.of in ("moments", "quantiles"):
                self.asked[need] = Asked(need, [(self.place, self.stage.at[self.place])])
            else:
                looks.append(need)
        if looks:
            self.looks = Looks(self.place, self.stage.at[self.place], looks, self.intervals, self.spans)

    def observers(self) -> list:
        its = [self.distances, *(member for one in self.asked.values() for member in one.observers)]
        return its + ([] if self.looks is None else [self.looks])

    def _nothing(self, need: Need) -> Nothing | None:
        if need.rule == "unlabelled" and need.split not in self.spans:
            return Nothing(f"the recipe has no split named {need.split}")
        return missing_column(need, self.stage.kind)

    @staticmethod
    def _known(need: Need) -> bool:
        """Whether no row has to be looked at for it, but for the distances of the series."""
        if need.of == "moments":
            return need.column == "value"
        return need.of in ("count", "utc", "labels") or need.rule == "step" or need.column == "filled" and need.of == "share"

    def answer(self, need: Need) -> Answer:
        """Once all was observed."""
        nothing = self._nothing(need)
        if nothing:
            return nothing
        if not self._known(need):
            return self.asked[need].answer if need in self.asked else self.looks.answers[need]
        facts, distances = self.facts, self.distances.found
        match need.of:
            case "count":
                return Count(facts.rows if need.column == "rows" else len(self.labels))
            case "utc":
                return Tally(facts.rows, 0, [])
            case "labels":
                return tally_labels(self.labels, self.label_rows, need, facts, distances.step)
            case "share":
                return Share(facts.filled, facts.rows)
            case "moments":
                return Moments(self.statistics.values.count, self.statistics.values.mean, self.statistics.values.sd)
        first = [Example(moment(time), distance / 1e6) for time, distance in distances.off_step_first]
        return Tally(max(0, facts.rows - 1), distances.off_step, first)


class Answers:
    """Of a run. `stages`: those that are there; `kinds`: those of which all facts are wanted, whatever the checks."""

    def __init__(self, ran: Ran, stages: dict[str, Stage], kinds: list[str], checks: list[Planned]):
        names = {one.name: one.place for one in ran.passes.job.series}
        asked = {kind for kind in [*kinds, *(check.stage for check in checks if check.series)] if kind in stages}
        self.by_stage = {kind: [SeriesStage(ran, stages[kind], one.place, ran.recipe.get("splits") or []) for one in ran.passes.job.series] for kind in stages if kind in asked}
        self.places, self.there = names, stages
        self.together: dict[tuple, Asked] = {}
        needs: dict[tuple[str, int], list[Need]] = {}
        for check in checks:
            if check.stage not in self.by_stage or not check.series:
                continue
            if check.together and not check.need.adds_up():
                self._ask_together(check, stages[check.stage])
                continue
            for name in check.series:
                needs.setdefault((check.stage, names[name]), []).append(check.need)
        for (kind, place), its in needs.items():
            self.by_stage[kind][place].ask(its)
        observers = [one for its in self.by_stage.values() for series in its for one in series.observers()]
        self.passes = observe(ran.passes, [*observers, *(member for one in self.together.values() for member in one.observers)])

    @staticmethod
    def _key(check: Planned) -> tuple:
        return check.stage, tuple(check.series), check.need

    def _ask_together(self, check: Planned, stage: Stage) -> None:
        if missing_column(check.need, check.stage) is None:
            self.together.setdefault(self._key(check), Asked(check.need, [(self.places[name], stage.at[self.places[name]]) for name in check.series]))

    def of_series(self, check: Planned, series: str) -> Answer:
        if check.stage not in self.by_stage:
            return _NOT_THERE
        return self.by_stage[check.stage][self.places[series]].answer(check.need)

    def of_all(self, check: Planned) -> Answer:
        """For all series of a check together."""
        if check.stage not in self.by_stage:
            return _NOT_THERE
        if check.need.adds_up():
            return _joined(check, {name: self.of_series(check, name) for name in check.series})
        if self._key(check) in self.together:
            return self.together[self._key(check)].answer
        # Of a column that the rows lack there are no values.
        return Moments(0, math.nan, math.nan) if check.need.of == "moments" else Quantiles(0, [math.nan] * len(check.need.at))


def _joined(check: Planned, by_series: dict[str, Answer]) -> Answer:
    """The answers of several series that add up, as one."""
    answers = list(by_series.values())
    refused = next((one for one in answers if isinstance(one, Nothing)), None)
    if refused is not None:
        return refused
    if isinstance(answers[0], Share):
        return Share(sum(one.part for one in answers), sum(one.whole for one in answers))
    if isinstance(answers[0], Count):
        return Count(sum(one.count for one in answers))
    extremes = [one.extreme for one in answers if one.extreme is not None]
    least = check.need.of == "labels"
    examples = [Example(one.timestamp, one.value, name) for name, answer in by_series.items() for one in answer.examples]
    extreme = (min if least else max)(extremes) if extremes else None
    return Tally(sum(one.looked for one in answers), sum(one.unexpected for one in answers), examples[:MOST_EXAMPLES], extreme)
