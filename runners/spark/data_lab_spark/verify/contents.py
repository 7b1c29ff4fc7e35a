"""The files of a bundle: their sizes, hashes and, of Parquet, columns and rows. Files are read where Spark's tasks are; one too long for a task's memory is hashed in the driver, a block at a time."""

import io
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from ..engine.measured import plain
from ..storage import Storage
from ..write import STAGING

#: Bytes of a file that a task holds at most.
MOST = 256 << 20
#: Bytes at the end of a file that hold its footer in all but odd files.
_TAIL = 1 << 20
_SEEN = "path string, bytes long, sha256 string, rows long, columns string, problem string"


@dataclass(frozen=True)
class Content:
    """A file of the bundle. `rows` and `columns` (names and types): of Parquet that can be read; `problem`: why it cannot."""

    bytes: int
    sha256: str
    rows: int | None = None
    columns: str | None = None
    problem: str | None = None


def columns_text(schema: pa.Schema) -> str:
    return ", ".join(f"{field.name} {field.type}" for field in schema)


def _look(batches):
    for batch in batches:
        told = []
        for path, tail in zip(batch.column("path").to_pylist(), batch.column("tail").to_pylist()):
            rows = columns = problem = None
            if path.endswith(".parquet"):
                try:
                    footer = pq.read_metadata(io.BytesIO(tail))
                    rows, columns = footer.num_rows, columns_text(footer.schema.to_arrow_schema())
                except (pa.ArrowException, OSError) as error:
                    problem = str(error)
            told.append((rows, columns, problem))
        rows, columns, problems = zip(*told) if told else ((), (), ())
        yield pa.RecordBatch.from_arrays(
            [batch.column("path"), batch.column("bytes"), batch.column("sha256"), pa.array(rows, pa.int64()), pa.array(columns, pa.string()), pa.array(problems, pa.string())],
            names=["path", "bytes", "sha256", "rows", "columns", "problem"],
        )


def is_folder(spark: SparkSession, storage: Storage) -> bool:
    """Whether the root of a storage is a folder that is there."""
    where = storage.at("")
    system = where.getFileSystem(spark._jsc.hadoopConfiguration())
    return system.exists(where) and system.getFileStatus(where).isDirectory()


def _listed(spark: SparkSession, storage: Storage, root: str) -> list[str]:
    """Files below the root, but for those that systems make for themselves."""
    where = storage.at("")
    listed, found = where.getFileSystem(spark._jsc.hadoopConfiguration()).listFiles(where, True), []
    while listed.hasNext():
        below = listed.next().getPath().toUri().getPath()[len(root) + 1 :]
        if not any(part.startswith(".") or part in ("__MACOSX", STAGING) for part in below.split("/")):
            found.append(below)
    return sorted(found)


def contents_of(spark: SparkSession, storage: Storage) -> dict[str, Content]:
    """By path below the root of a storage, in order of the paths. Files whose names begin with a dot are none of the bundle's."""
    root = plain(storage.qualified("")).rstrip("/")
    paths = _listed(spark, storage, root)
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(storage.root)
    told = files.where(f"length <= {MOST}").selectExpr("path", "length AS bytes", "sha2(content, 256) AS sha256", f"substring(content, greatest(int(length) - {_TAIL - 1}, 1), {_TAIL}) AS tail")
    found = {plain(row.path)[len(root) + 1 :]: Content(row.bytes, row.sha256, row.rows, row.columns, row.problem) for row in told.mapInArrow(_look, _SEEN).collect()}
    return {path: found[path] if path in found else _long(spark, storage, path) for path in paths}


def _long(spark: SparkSession, storage: Storage, path: str) -> Content:
    size, sha256 = hash_of(spark, storage, path)
    if not path.endswith(".parquet"):
        return Content(size, sha256)
    return Content(size, sha256, problem=f"it has {size} bytes, and {MOST} are the most of a Parquet file here")


def hash_of(spark: SparkSession, storage: Storage, path: str) -> tuple[int, str]:
    """Bytes and SHA-256 of a file, read in the JVM of the driver a block at a time."""
    where = storage.at(path)
    system = where.getFileSystem(spark._jsc.hadoopConfiguration())
    stream = system.open(where)
    try:
        return system.getFileStatus(where).getLen(), spark._jvm.org.apache.commons.codec.digest.DigestUtils.sha256Hex(stream)
    finally:
        stream.close()


def text_of(spark: SparkSession, storage: Storage, path: str) -> str:
    """A document of the bundle. Raises UnicodeDecodeError."""
    where = storage.at(path)
    stream = where.getFileSystem(spark._jsc.hadoopConfiguration()).open(where)
    try:
        return bytes(stream.readAllBytes()).decode("utf-8")
    finally:
        stream.close()
