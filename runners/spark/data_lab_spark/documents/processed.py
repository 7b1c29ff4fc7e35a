"""What `dataset_v{n}.json` says of the rows that are in the bundle."""

from dataclasses import dataclass

from ..follow import Ran
from ..measure.stage import StageFacts
from .anomalies import instant
from .json_text import code_units


@dataclass(frozen=True)
class File:
    """A file of the bundle. `rows`: of a file of rows."""

    path: str
    bytes: int
    sha256: str
    rows: int | None = None

    def entry(self) -> dict:
        return {"path": self.path, "bytes": self.bytes, "sha256": self.sha256, **({} if self.rows is None else {"rows": self.rows})}


@dataclass(frozen=True)
class Stage:
    """A stage as it was written. `kind`: clean or resampled; `root`: folder of its files, within the bundle."""

    kind: str
    root: str
    files: list[File]


def processed_columns(stage: str) -> list[dict]:
    """The columns of the processed files, in order."""
    buckets = stage == "resampled"
    last = (
        {"name": "observations", "type": "INT32", "meaning": "Rows with a value that the bucket was made from."}
        if buckets
        else {"name": "outlier", "type": "BOOLEAN", "meaning": "Whether a step found the row to be an outlier."}
    )
    return [
        {"name": "series", "type": "STRING", "meaning": "Name of the series."},
        {
            "name": "timestamp",
            "type": "TIMESTAMP(MICROS, UTC)",
            "unit": "us",
            "meaning": "Start of the bucket, in UTC." if buckets else "Time of the observation, in UTC.",
        },
        {"name": "value", "type": "DOUBLE", "meaning": "The value, in the unit of the source; null where missing."},
        {"name": "is_anomaly", "type": "BOOLEAN", "meaning": "Whether the row lies in a labelled interval."},
        {"name": "anomaly_type", "type": "STRING", "meaning": "Type of the labelled interval; of several, the one that starts first. Null outside."},
        {"name": "anomaly_id", "type": "STRING", "meaning": "Its entry in the catalogue of anomalies; null outside."},
        last,
        {"name": "filled", "type": "BOOLEAN", "meaning": "Whether the value was filled in rather than observed."},
    ]


def facts_of(ran: Ran, last: bool) -> list[tuple[str, StageFacts]]:
    """Each series, and what is known of its last rows or of those before they were resampled."""
    return [(one.name, told.final if last else told.clean) for one, told in zip(ran.passes.job.series, ran.told)]


def processed_rows(recipe: dict, stage: Stage, facts: list[tuple[str, StageFacts]]) -> dict:
    """What is said of a stage. `facts`: in the order of the series."""
    there = sorted(((name, one) for name, one in facts if one.rows), key=lambda its: code_units(its[0]))
    return {
        "stage": stage.kind,
        "path": stage.root,
        "format": "parquet",
        "codec": recipe["export"]["codec"],
        "partitioning": recipe["export"]["partition"],
        "sortedBy": ["series", "timestamp"],
        "rows": sum(one.rows for _, one in facts),
        "schema": processed_columns(stage.kind),
        "filled": _filled(facts),
        "series": [{"name": name, "rows": one.rows, "regular": one.regular, **_filled([(name, one)])} for name, one in there],
        "files": [file.entry() for file in stage.files],
    }


def _filled(facts: list[tuple[str, StageFacts]]) -> dict:
    """How much of the values was not observed."""
    rows, filled = sum(one.rows for _, one in facts), sum(one.filled for _, one in facts)
    longest = max(((name, one.longest) for name, one in facts if one.longest), key=lambda its: its[1].length, default=None)
    return {
        "filledRows": filled,
        "missingRows": sum(one.missing for _, one in facts),
        "filledShare": filled / rows if rows else 0,
        "longestFilled": {"series": longest[0], "start": instant(longest[1].start), "seconds": longest[1].length / 1e6} if longest else None,
    }
