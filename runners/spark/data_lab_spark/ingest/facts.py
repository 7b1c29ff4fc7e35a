"""What is found out of the sources of a recipe while they are read: of each block in its task, of each source once they are put together."""

from dataclasses import asdict, dataclass, field

#: Reasons that are kept apart; some name a number of cells, so that a damaged file has very many.
MOST_REASONS = 500
_OTHERS = "other reasons"


@dataclass(frozen=True)
class SourceFacts:
    """A source as `dataset_v1.json` describes it, but for its path in a bundle (spec/dataset.schema.json, `sources`). `definition`: of a generated one, as in the recipe."""

    name: str
    kind: str
    bytes: int | None
    sha256: str | None
    rows: int
    rejected: int
    rejects: list[dict]
    series: list[str]
    zone: str
    definition: dict | None = None

    def as_json(self) -> dict:
        found = asdict(self)
        if self.definition is None:
            found.pop("definition")
        return found


@dataclass(frozen=True)
class ReadFile:
    """A file that was read. `name`: in the recipe; `url`: a path that Spark takes."""

    name: str
    url: str
    bytes: int
    sha256: str


class Reasons(dict[str, int]):
    """How many lines were refused, by reason."""

    def add(self, reason: str, count: int = 1) -> None:
        if reason not in self and len(self) >= MOST_REASONS:
            reason = _OTHERS
        self[reason] = self.get(reason, 0) + count

    def counted(self) -> list[dict]:
        """The most frequent first; of as many, by their text."""
        order = sorted(self.items(), key=lambda one: (-one[1], one[0].encode("utf-16-be", "surrogatepass")))
        return [{"reason": reason, "count": count} for reason, count in order]


@dataclass
class Run:
    """Anomalous rows of one series that follow each other: their type, the least and the greatest time."""

    type: str
    first: int
    last: int


@dataclass
class KeyFacts:
    """Of the rows of one series' key: how many, their extent, and with a column of labels its runs. `opens`, `ends`: the first row, the last row belongs to a run."""

    rows: int = 0
    low: int = 2**63 - 1
    high: int = -(2**63)
    runs: list[Run] = field(default_factory=list)
    opens: bool = False
    ends: bool = False
    #: Block and line of the first row in a run.
    labelled: tuple[int, int] | None = None

    def add(self, later: "KeyFacts") -> None:
        """With the rows of a later stretch of the same source."""
        if later.rows == 0:
            return
        if self.rows == 0:
            self.opens = later.opens
        self.labelled = self.labelled or later.labelled
        joins = self.ends and later.opens and self.runs[-1].type == later.runs[0].type
        if joins:
            mine, its = self.runs[-1], later.runs[0]
            self.runs[-1] = Run(mine.type, min(mine.first, its.first), max(mine.last, its.last))
        self.runs += later.runs[1:] if joins else later.runs
        self.rows += later.rows
        self.low, self.high = min(self.low, later.low), max(self.high, later.high)
        self.ends = later.ends


@dataclass
class BlockFacts:
    """What was counted of one block of a source. `keys`: of its series in the order in which they came, None where a source has no key.

    `long`: lines whose last cell goes on behind their end; `torn`: lines of UTF-16 that begin within a character. Rows of such a file were not read right, and are read anew.
    """

    source: int
    block: int
    rejected: int = 0
    reasons: Reasons = field(default_factory=Reasons)
    assumed: int = 0
    records: int = 0
    unreadable: int = 0
    keys: dict[str | None, KeyFacts] = field(default_factory=dict)
    long: int = 0
    torn: int = 0
    #: Of Parquet: whether its times are moments, None where the format says it; whole numbers beyond those that a double holds, and times finer than a microsecond.
    moments: bool | None = None
    inexact: int = 0
    finer: int = 0
    #: The first lines that were refused.
    examples: list[str] = field(default_factory=list)

    def refuse(self, reason: str) -> None:
        self.rejected += 1
        self.reasons.add(reason)
        if len(self.examples) < 3:
            self.examples.append(reason)

    def add(self, later: "BlockFacts") -> None:
        """With what was counted of a later block."""
        self.rejected += later.rejected
        for reason, count in later.reasons.items():
            self.reasons.add(reason, count)
        self.assumed += later.assumed
        self.records += later.records
        self.unreadable += later.unreadable
        self.long += later.long
        self.torn += later.torn
        self.moments = later.moments if self.moments is None else self.moments
        self.inexact += later.inexact
        self.finer += later.finer
        self.examples = (self.examples + later.examples)[:3]
        for key, its in later.keys.items():
            self.keys.setdefault(key, KeyFacts()).add(its)


def together(blocks: list[BlockFacts]) -> dict[int, BlockFacts]:
    """Of each source, from its blocks in any order."""
    found: dict[int, BlockFacts] = {}
    for one in sorted(blocks, key=lambda one: (one.source, one.block)):
        found.setdefault(one.source, BlockFacts(one.source, -1)).add(one)
    return found
