"""Labels as the documents tell of them: where they lie in the rows that are written, and what each step did to them."""

from dataclasses import dataclass

from ..follow import Ran
from ..labels import Kept, Label
from ..steps.resample import Resample


@dataclass(frozen=True)
class Followed:
    """A label with its interval in the written rows (None: it covers none) and its history."""

    label: Label
    kept: Kept | None
    #: Rows under it as they were read, then after each step of the recipe; after resampling buckets.
    rows: list[int]
    #: Values under it that each step changed or put in.
    changed: list[int]

    @property
    def emptied_by(self) -> int | None:
        """Place of the step that left it without a row; None where it kept one or never had one."""
        if self.rows[-1] > 0:
            return None
        return next((stage - 1 for stage in range(1, len(self.rows)) if self.rows[stage] == 0 < self.rows[stage - 1]), None)


def followed(ran: Ran, last: bool) -> list[Followed]:
    """The labels of all series in their order. `last`: whether the written rows are the last of the run, else those before they were resampled."""
    found: list[Followed] = []
    for one, told in zip(ran.passes.job.series, ran.told):
        place_of = {step.index: place for place, step in enumerate(ran.passes.job.steps[one.place])}
        buckets = {step.index for step in ran.passes.job.steps[one.place] if isinstance(step, Resample)}
        for k, label in enumerate(one.labels):
            kept = ran.kept[label.id]
            rows, changed = [told.cover[0][k].rows], []
            for index in range(len(ran.recipe["steps"])):
                place = place_of.get(index)
                if place is None:
                    rows.append(rows[-1])
                elif index in buckets:
                    rows.append(kept.rows if kept else 0)
                else:
                    rows.append(told.cover[place + 1][k].rows)
                changed.append(0 if place is None else told.changed[place][1].get(k, 0))
            clean = ran.clean[label.id]
            found.append(Followed(label, kept if last else Kept(clean.first, clean.last + 1, clean.last, clean.rows) if clean.rows else None, rows, changed))
    return sorted(found, key=lambda one: one.label.place)


def effects(ran: Ran, labels: list[Followed]) -> list[dict | None]:
    """By step of the recipe what it did to labels; None for one that was off, for `utc`, and where no series of it has labels."""
    made: list[dict | None] = []
    job = ran.passes.job
    for index, step in enumerate(ran.recipe["steps"]):
        if step.get("off") or "utc" in step or not labels:
            made.append(None)
            continue
        within = {one.name for one, told in zip(job.series, ran.told) if told.counts.get(index, {}).get("rowsIn", 0) > 0}
        its = [one for one in labels if one.label.series in within] if "resample" in step else labels
        changed = 0
        for one, told in zip(job.series, ran.told):
            place = next((place for place, its_step in enumerate(job.steps[one.place]) if its_step.index == index), None)
            changed += told.changed[place][0] if place is not None else 0
        made.append(_effect(index, its, changed, "resample" in step) if its else None)
    return made


def _effect(index: int, labels: list[Followed], changed: int, resampled: bool) -> dict:
    before, after = [one.rows[index] for one in labels], [one.rows[index + 1] for one in labels]
    return {
        "labels": sum(rows > 0 for rows in before),
        "rowsBefore": sum(before),
        "rowsAfter": sum(after),
        # Buckets come in the place of rows: none is lost.
        "shortened": 0 if resampled else sum(b < a for a, b in zip(before, after)),
        "emptied": [one.label.id for one, a, b in zip(labels, before, after) if a > 0 == b],
        "changed": 0 if resampled else changed,
    }
