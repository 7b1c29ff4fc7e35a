"""What a run wrote: its files, with what tells that they are the same later."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class WrittenFile:
    """A Parquet file. `path`: below the output, with forward slashes; `bytes`: its size; `sha256`: lower-case hexadecimal; `rows`: as its footer says."""

    path: str
    bytes: int
    sha256: str
    rows: int


@dataclass(frozen=True)
class WrittenStage:
    """The rows of all series at a stage. `kind`: clean or resampled; `root`: its folder below the output; `files`: in order of folder and of rows; `counts`: of each series by its name, the rows that tasks wrote; None where they do not tell."""

    kind: str
    root: str
    files: list[WrittenFile]
    counts: dict[str, int] | None = None

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.files)


@dataclass(frozen=True)
class WrittenSeries:
    """The rows of a generated series before all steps. `kind`: raw, or twin without its anomalies."""

    kind: str
    series: str
    root: str
    files: list[WrittenFile]


@dataclass(frozen=True)
class Written:
    """All that a run wrote below `output`, in the order of the run."""

    output: str
    stages: list[WrittenStage]
    sources: list[WrittenSeries] = field(default_factory=list)

    @property
    def files(self) -> list[WrittenFile]:
        return [file for one in [*self.sources, *self.stages] for file in one.files]
