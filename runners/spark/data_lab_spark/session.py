"""A session of Spark with what the runner relies on."""

import os
import sys
import tempfile
import zipfile
from pathlib import Path

from pyspark.sql import SparkSession

_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "65536",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}


def _package() -> str:
    """This package as a zip, for workers on other machines."""
    root = Path(__file__).parent
    path = Path(tempfile.mkdtemp(prefix="data-lab-spark-")) / "data_lab_spark.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(root.rglob("*")):
            if file.suffix in (".py", ".json"):
                archive.write(file, file.relative_to(root.parent))
    return str(path)


def open_session(master: str | None = None, settings: dict[str, str] | None = None) -> SparkSession:
    """The running session, as `spark-submit` has made it, or a new one. Times are in UTC whatever the machine says."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("data-lab-spark")
    if master:
        builder = builder.master(master)
    # A bar of progress is for people: in a file it is thousands of lines.
    quiet = {} if sys.stderr.isatty() else {"spark.ui.showConsoleProgress": "false"}
    for name, value in {**quiet, **_SETTINGS, **(settings or {})}.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    for name, value in _SETTINGS.items():
        spark.conf.set(name, value)
    spark.sparkContext.addPyFile(_package())
    return spark
