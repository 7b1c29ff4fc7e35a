"""What checks ask of rows and labels, what was measured, and what came of it."""

import math
from dataclasses import dataclass

#: So many failing rows are kept.
MOST_EXAMPLES = 20


@dataclass(frozen=True)
class Limits:
    """Two limits of a number; None where there is none."""

    low: float | None = None
    high: float | None = None
    above: bool = False
    below: bool = False

    @staticmethod
    def of(options: dict) -> "Limits":
        return Limits(options.get("min_value"), options.get("max_value"), options.get("strict_min", False), options.get("strict_max", False))

    def hold(self, value):
        """Of a number or an array; NaN lies within no limits."""
        low, high = -math.inf if self.low is None else float(self.low), math.inf if self.high is None else float(self.high)
        over = value > low if self.above and self.low is not None else value >= low
        return over & (value < high if self.below and self.high is not None else value <= high)


@dataclass(frozen=True)
class Need:
    """What has to be known of a series for a check; equal needs are measured once.

    `of`: `rows` (each row of a column by a rule), `labels` (each label by a rule), `moments`, `quantiles`, `share` (of rows), `count` (of rows or labels) or `utc`.
    `rule`: present, between, in, unique, increasing, step, gap, unlabelled; of labels: inside, covers, effect.
    """

    of: str
    column: str = ""
    rule: str = ""
    limits: Limits | None = None
    strictly: bool = False
    #: Members of a set, each with its type: 1 is not true.
    values: tuple = ()
    #: Microseconds.
    longest: int = 0
    split: str = ""
    #: Deviations.
    least: float = 0.0
    at: tuple[float, ...] = ()

    def adds_up(self) -> bool:
        """Whether the answers of series add up to that of all of them."""
        return self.of not in ("moments", "quantiles")


@dataclass
class Example:
    """A row that is not as expected: its time (of a label its start), and what stands there."""

    timestamp: str
    value: float | int | str | bool | None
    series: str | None = None


@dataclass
class Tally:
    """`extreme`: the greatest distance of neighbouring rows in microseconds, or the least effect of a label; None where there is none."""

    looked: int
    unexpected: int
    examples: list[Example]
    extreme: float | None = None


@dataclass
class Moments:
    count: int
    mean: float
    sd: float


@dataclass
class Quantiles:
    count: int
    values: list[float]


@dataclass
class Share:
    part: int
    whole: int


@dataclass
class Count:
    count: int


@dataclass
class Nothing:
    """Why it cannot be measured."""

    reason: str


Answer = Tally | Moments | Quantiles | Share | Count | Nothing


@dataclass
class Verdict:
    """What a check makes of an answer. `value`: the statistic that was compared; lengths of time in seconds. `rows`: rows or labels that were looked at."""

    holds: bool
    observed: str
    value: float | None = None
    rows: int | None = None
    unexpected: int | None = None
    examples: list[Example] | None = None


@dataclass
class CheckResult:
    """What came of one check, of one series or (`series` None) of all rows together; spec/checks.schema.json says what each field means. `holds` is its `pass`."""

    id: str
    kind: str
    expectation: str
    stage: str
    severity: str
    holds: bool
    observed: str
    built_in: bool
    series: str | None = None
    value: float | None = None
    rows: int | None = None
    unexpected: int | None = None
    examples: list[Example] | None = None
