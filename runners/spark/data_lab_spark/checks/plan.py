"""Which checks are made of which series, under which names, and which of them stop a run."""

from dataclasses import dataclass, field

from ..errors import LabError
from ..steps.plan import is_for
from .kinds import KINDS, kind_of
from .text import plural
from .types import Answer, CheckResult, Need, Nothing

#: So many names stand in the message.
_MOST_NAMES = 20


@dataclass
class Planned:
    """A check of the recipe with all that it leaves out. `series`: names of those that it is about; `together`: whether it is about all their rows together."""

    id: str
    kind: str
    options: dict
    severity: str
    stage: str
    together: bool
    series: list[str]
    named: list[str] = field(default_factory=list)
    need: Need = field(init=False)

    def __post_init__(self):
        self.need = KINDS[self.kind].need(self.options)

    def result(self, answer: Answer, series: str | None = None) -> CheckResult:
        """What came of it; `series` None for all together."""
        kind = KINDS[self.kind]
        found = kind.verdict(self.options, answer)
        return CheckResult(
            self.id, self.kind, kind.sentence(self.options), self.stage, self.severity, found.holds, found.observed, False, series, found.value, found.rows, found.unexpected, found.examples
        )

    def of_nothing(self) -> CheckResult:
        """It expects something of rows that are not there."""
        return self.result(Nothing(f"no series is named {', '.join(self.named[:3])}"))


def names_of(checks: list[dict]) -> list[str]:
    """The name of each check: its own, or one made of its kind; no name that is given is taken for another."""
    taken = {check["id"] for check in checks if "id" in check}
    names = []
    for check in checks:
        name = check.get("id")
        if name is None:
            plain = kind_of(check).removeprefix("expect_")
            name, number = plain, 2
            while name in taken:
                name, number = f"{plain} {number}", number + 1
            taken.add(name)
        names.append(name)
    return names


def planned(checks: list[dict], series: list[str], last: str) -> list[Planned]:
    """The checks of a recipe for these series. `last`: the stage of the last rows that are written."""
    return [
        Planned(
            name,
            kind_of(check),
            check[kind_of(check)],
            check.get("severity", "fail"),
            check.get("stage", last),
            check.get("scope") == "all",
            [one for one in series if is_for(check, one)],
            check.get("for", []),
        )
        for name, check in zip(names_of(checks), checks)
    ]


def stopping(results: list[CheckResult], accept: list[str]) -> list[CheckResult]:
    """Failing checks that stop a run: of severity `fail`, not of the built-in suite, and not accepted by their name."""
    return [one for one in results if not one.holds and one.severity == "fail" and not one.built_in and one.id not in accept]


def refuse_failed(results: list[CheckResult], accept: list[str]) -> None:
    """Raises LabError `checks-failed` where a check stops the run."""
    failed = stopping(results, accept)
    if not failed:
        return
    names = list(dict.fromkeys(one.id for one in failed))
    lines = []
    for name in names[:_MOST_NAMES]:
        mine = [one for one in failed if one.id == name]
        where = "" if mine[0].series is None else f" in {mine[0].series}"
        more = f", and in {len(mine) - 1} more series" if len(mine) > 1 else ""
        lines.append(f"“{name}”: expected {mine[0].expectation}; got {mine[0].observed}{where}{more}.")
    if len(names) > _MOST_NAMES:
        lines.append(f"And {len(names) - _MOST_NAMES} more.")
    opening = f"{plural(len(names), 'check')} of the recipe {'does' if len(names) == 1 else 'do'} not hold, so nothing was exported."
    advice = "Mend the data or the check, let it warn only (severity warn), or accept the failure by its name (export.accept)."
    raise LabError("checks-failed", " ".join([opening, *lines, advice]), "$.checks")
