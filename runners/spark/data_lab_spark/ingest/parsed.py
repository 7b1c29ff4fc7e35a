"""Rows of files as they travel, and beside them what was counted of a block, in a row of its own."""

import pickle
from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame

from ..errors import LabError
from .facts import BlockFacts
from .layout import series_name
from .lines import Parsed

#: Rows in the order of their file by (block, line); times are moments, or local times of the source's zone.
PARSED = "series string, source int, block long, line long, time long, value double"
PARSED_COLUMNS = [field.split()[0] for field in PARSED.split(", ")]
#: The same with what was counted of a block, pickled, in rows that have nothing else.
READ = f"{PARSED}, facts binary"
_SCHEMA = pa.schema([("series", pa.string()), ("source", pa.int32()), ("block", pa.int64()), ("line", pa.int64()), ("time", pa.int64()), ("value", pa.float64()), ("facts", pa.binary())])


def fact_row(facts: BlockFacts | LabError) -> pa.RecordBatch:
    """What was counted of a block, or why its file cannot be read, as a row."""
    columns = [pa.nulls(1, field.type) for field in _SCHEMA]
    columns[6] = pa.array([pickle.dumps(facts)], pa.binary())
    return pa.RecordBatch.from_arrays(columns, schema=_SCHEMA)


def batches_of(source: dict, place: int, block: int, parsed: Parsed) -> Iterator[pa.RecordBatch]:
    """Rows of each value column."""
    n = len(parsed.times)
    if n == 0:
        return
    for column, values in zip(source["values"], parsed.values):
        if parsed.keys is None:
            names = pa.DictionaryArray.from_arrays(pa.array(np.zeros(n, np.int32)), pa.array([series_name(source, column)])).cast(pa.string())
        else:
            names = pa.array([series_name(source, column, key) for key in parsed.keys], pa.string())
        yield pa.RecordBatch.from_arrays(
            [names, pa.array(np.full(n, place, np.int32)), pa.array(np.full(n, block, np.int64)), pa.array(parsed.line), pa.array(parsed.times), pa.array(values, pa.float64()), pa.nulls(n, pa.binary())],
            schema=_SCHEMA,
        )


def guarded(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Batches up to an error of the data, which becomes their last row: it is raised again where the facts are taken up."""
    try:
        yield from batches
    except LabError as error:
        yield fact_row(error)


def facts_of(read: DataFrame) -> list[BlockFacts]:
    """What was counted of all blocks. Raises the first LabError that one of them met."""
    found = [pickle.loads(row.facts) for row in read.where("facts is not null").select("facts").collect()]
    error = next((one for one in found if isinstance(one, LabError)), None)
    if error is not None:
        raise error
    return found
