"""The stages of a run that checks look at, and where labels lie in them."""

from dataclasses import dataclass

from ..follow import Ran, cleaning
from ..labels import Label
from .looks import Intervals


@dataclass
class Stage:
    """`kind`: clean or resampled. `final`: whether these are the last rows of the run, where labels lie in their snapped intervals. `at`: of each series how many steps come before."""

    kind: str
    final: bool
    at: list[int]

    def intervals(self, ran: Ran, labels: list[Label]) -> Intervals:
        """Where labels lie; one that lost its rows lies nowhere."""
        if not self.final:
            return [(label.start, label.end, label.id, label.type) for label in labels]
        kept = [(ran.kept[label.id], label) for label in labels]
        return [(one.start, one.end, label.id, label.type) for one, label in kept if one is not None]

    def label_rows(self, ran: Ran, labels: list[Label]) -> list[int]:
        """How many rows each label covers, as it was followed."""
        if not self.final:
            return [ran.clean[label.id].rows for label in labels]
        return [one.rows if one else 0 for one in (ran.kept[label.id] for label in labels)]


def labels_of(ran: Ran, place: int) -> list[Label]:
    """The labels of a series in their order among those of all."""
    return sorted(ran.passes.job.series[place].labels, key=lambda label: label.place)


def stages_there(ran: Ran) -> dict[str, Stage]:
    """The stages that the run has, by kind."""
    steps = ran.passes.job.steps
    resampled = any("resample" in step and not step.get("off") for step in ran.recipe["steps"])
    clean = Stage("clean", not resampled, [cleaning(its) for its in steps])
    return {"clean": clean} | ({"resampled": Stage("resampled", True, [len(its) for its in steps])} if resampled else {})
