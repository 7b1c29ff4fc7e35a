"""SHA-256 of files, without one byte of them going through Python: of small ones in Spark's tasks, of large ones as a stream, several at a time."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from .paths import key_of_path

if TYPE_CHECKING:
    from .files import Found

#: A task holds a file of no more bytes than this.
_SMALL = 64 << 20
_STREAMS = 4
#: Fewer small files than this are not worth a job.
_FEW = 8


def hashes(spark: SparkSession, files: list[tuple[str, "Found"]]) -> dict[str, Future]:
    """Of each file by its name its SHA-256 in lower-case hexadecimal, on its way."""
    small = [one for one in files if one[1].bytes <= _SMALL and not one[1].path.rsplit("/", 1)[-1].startswith(("_", "."))]
    if len(small) < _FEW:
        small = []
    pool = ThreadPoolExecutor(_STREAMS)
    names = {name for name, _ in small}
    found = {name: pool.submit(_streamed, spark, one.url) for name, one in files if name not in names}
    if small:
        job = pool.submit(_in_tasks, spark, [one.url for _, one in small])
        for name, one in small:
            found[name] = pool.submit(lambda path: job.result()[path], one.path)
    pool.shutdown(wait=False)
    return found


def _streamed(spark: SparkSession, url: str) -> str:
    where = spark._jvm.org.apache.hadoop.fs.Path(url)
    stream = where.getFileSystem(spark._jsc.hadoopConfiguration()).open(where)
    try:
        return spark._jvm.org.apache.commons.codec.digest.DigestUtils.sha256Hex(stream)
    finally:
        stream.close()


def _in_tasks(spark: SparkSession, urls: list[str]) -> dict[str, str]:
    read = spark.read.format("binaryFile").option("__globPaths__", "false").load(urls)
    rows = read.select(F.col("_metadata.file_path").alias("path"), F.sha2("content", 256).alias("sha256")).collect()
    return {key_of_path(row.path): row.sha256 for row in rows}
