"""Series in local times as they were read: the rows that the step utc is given, and what it counts of them."""

import pickle
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from ..measure import moments
from ..measure.statistics import Statistics, StatisticsPart, conclude
from ..steps.step import Counts
from .unit import TARGET_ROWS


@dataclass(frozen=True)
class Local:
    """`before`: times are local ones. `changed`: rows at times that the clock skipped or repeated, by the names of the step's counts."""

    before: Statistics
    changed: Counts


def about_local(rows: DataFrame, changed: DataFrame | None, names: list[str]) -> dict[str, Local]:
    """Of the series of these names. `changed`: counts for each change of the clock, None where there are no such series."""
    if changed is None:
        return {}
    parts: dict[str, list[StatisticsPart]] = {name: [] for name in names}
    for row in rows.where(F.col("series").isin(names)).select("series", "time", "value").mapInArrow(_measured, "series string, part binary").collect():
        parts[row.series].append(pickle.loads(row.part))
    counted = [one for one in changed.columns if one != "series"]
    found = {row["series"]: {one: row[one] for one in counted} for row in changed.groupBy("series").agg(*(F.sum(one).alias(one) for one in counted)).collect()}
    return {name: Local(conclude(its), found.get(name, dict.fromkeys(counted, 0))) for name, its in parts.items()}


def _measured(batches):
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        if rows >= TARGET_ROWS:
            yield _parts(held)
            held, rows = [], 0
    if rows:
        yield _parts(held)


def _parts(held: list[pa.RecordBatch]) -> pa.RecordBatch:
    """Statistics of some rows, those of each series by themselves."""
    table = pa.Table.from_batches(held)
    texts = pa.concat_arrays(table.column("series").chunks).dictionary_encode()
    codes = texts.indices.to_numpy()
    order = np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(len(texts.dictionary) + 1))
    times, values = table.column("time").to_numpy(), table.column("value").to_numpy(zero_copy_only=False)
    made = []
    for a, b in zip(bounds, bounds[1:]):
        mine = order[a:b]
        part = StatisticsPart(len(mine), int(times[mine].min()), int(times[mine].max()), moments.gather(values[mine]), None, 0, 0)
        made.append(pickle.dumps(part))
    return pa.RecordBatch.from_arrays([texts.dictionary, pa.array(made, pa.binary())], names=["series", "part"])
