"""Rows of a run as frames of Spark: they travel to other tasks."""

from collections.abc import Iterator
from functools import reduce

import pyarrow as pa
from pyspark.sql import DataFrame

from .output import Lot, Out, copy_lots, lots, source_lots
from .passes import Passes
from .spread import tasks_by_series
from .unit import TARGET_ROWS

#: Of all kinds; `outlier` or `observations` is null, `filled` too where no step was.
SCHEMA = "series string, timestamp timestamp, value double, is_anomaly boolean, anomaly_type string, anomaly_id string, outlier boolean, observations int, filled boolean"
#: With the place of the output, and the folder.
LOTS = f"out int, folder string, {SCHEMA}"
_LOTS = pa.schema(
    [
        ("out", pa.int32()),
        ("folder", pa.string()),
        ("series", pa.string()),
        ("timestamp", pa.timestamp("us", "UTC")),
        ("value", pa.float64()),
        ("is_anomaly", pa.bool_()),
        ("anomaly_type", pa.string()),
        ("anomaly_id", pa.string()),
        ("outlier", pa.bool_()),
        ("observations", pa.int32()),
        ("filled", pa.bool_()),
    ]
)
_BATCH = 1 << 16


def travelling(made: Iterator[tuple[int, list[Lot]]]) -> Iterator[pa.RecordBatch]:
    """Lots as rows of `LOTS`."""
    for _, its in made:
        for lot in its:
            for start in range(0, lot.batch.num_rows, _BATCH):
                part = lot.batch.slice(start, _BATCH)
                n = part.num_rows
                fixed = {"out": pa.repeat(pa.scalar(lot.out, pa.int32()), n), "folder": pa.repeat(pa.scalar(lot.folder), n)}
                columns = []
                for field in _LOTS:
                    at = part.schema.get_field_index(field.name)
                    columns.append(fixed[field.name] if field.name in fixed else part.column(at).cast(field.type) if at >= 0 else pa.nulls(n, field.type))
                yield pa.RecordBatch.from_arrays(columns, schema=_LOTS)


def rows_of(passes: Passes, out: Out, series: frozenset[int]) -> DataFrame:
    """The rows of an output of some series, by their places; those of the kinds `raw` and `twin` are of generated series and copies alone. A frame of `SCHEMA`."""
    if out.kind in ("raw", "twin"):
        tasks = [its for its in tasks_by_series(passes.job, TARGET_ROWS) if passes.job.units[its[0]].series in series]
        frames = [passes.units(tasks, lambda job, places: travelling(source_lots(job, places, [out])), LOTS)] if tasks else []
        if any(passes.job.series[place].kind == "copy" for place in series):
            frames.append(passes.frame(lambda job, pieces: travelling(copy_lots(job, (one for one in pieces if job.units[one[0]].series in series), [out])), LOTS, ("read",)))
        frame = reduce(DataFrame.unionByName, frames)
    else:
        frame = passes.frame(lambda job, pieces: travelling(lots(job, (one for one in pieces if job.units[one[0]].series in series), [out])), LOTS)
    return frame.drop("out", "folder")
