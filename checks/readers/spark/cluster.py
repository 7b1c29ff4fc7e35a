"""A cluster of two workers on the loopback address, each a process of its own, for the checks of the Spark runner."""

import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

RUNNER = Path("runners/spark")
MASTER = "local-cluster[2,1,1024]"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    # Tasks that list files where there are many.
    "spark.sql.sources.parallelPartitionDiscovery.parallelism": "2",
    # For short runs: compiling to the last costs more than it saves.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    # No rows come to the driver: what does is numbers.
    "spark.driver.maxResultSize": "64m",
}


def java_missing(report) -> bool:
    """Whether there is no Java, which in CI is a failure."""
    if shutil.which("java") is not None:
        return False
    report.claim("Java 17 is here for Spark", os.environ.get("CI") != "true", "Debian: apt-get install default-jre-headless")
    print("Java is not here: nothing was run on Spark")
    return True


@contextmanager
def two_workers(settings: dict[str, str] | None = None, master: str = MASTER):
    """A session on the cluster. The workers know the runner's package by what the session sends them alone: no path of theirs leads to it."""
    # The workers of a local cluster listen where this says.
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    sys.path.insert(0, str(RUNNER))
    from data_lab_spark.session import open_session

    spark = open_session(master, {**SETTINGS, **(settings or {})})
    spark.sparkContext.setLogLevel("OFF")
    try:
        yield spark
    finally:
        folder = Path(spark.sparkContext.getConf().get("spark.home") or os.environ.get("SPARK_HOME", "")) / "work" / spark.sparkContext.applicationId
        spark.stop()
        shutil.rmtree(folder, ignore_errors=True)
