"""Sizes, hashes and rows of files that were written, measured in tasks where the files are."""

import io
from dataclasses import dataclass
from urllib.parse import unquote, urlparse

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

#: Bytes at the end of a file that hold its footer: a file has one or two groups of rows.
_TAIL = 1 << 16
_MEASURED = "path string, bytes long, sha256 string, rows long"


@dataclass(frozen=True)
class Measured:
    bytes: int
    sha256: str
    rows: int


def measured(spark: SparkSession, folder: str) -> dict[str, Measured]:
    """Of all Parquet files below a folder by their path in the file system. The JVM hashes them, one file in memory for each task; only the numbers come to the driver."""
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").option("pathGlobFilter", "*.parquet").load(folder)
    told = files.selectExpr("path", "length", "sha2(content, 256) AS sha256", f"substring(content, greatest(int(length) - {_TAIL - 1}, 1), {_TAIL}) AS tail")
    return {plain(row.path): Measured(row.bytes, row.sha256, row.rows) for row in told.mapInArrow(_rows, _MEASURED).collect()}


def _rows(batches):
    for batch in batches:
        rows = [pq.read_metadata(io.BytesIO(tail)).num_rows for tail in batch.column("tail").to_pylist()]
        yield pa.RecordBatch.from_arrays([*batch.columns[:3], pa.array(rows, pa.int64())], names=["path", "bytes", "sha256", "rows"])


def plain(path: str) -> str:
    """A path without the name of its system, not escaped."""
    return unquote(urlparse(path).path) if "://" in path or path.startswith("file:") else path
