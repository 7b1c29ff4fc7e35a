"""What had a part in making a bundle."""

import platform

import numpy
import pyarrow

from .. import __version__

#: Role of the program that made the bundle.
APPLICATION = "application"


def software(spark_version: str) -> list[dict]:
    named = [
        ("data-lab-spark", __version__, APPLICATION),
        ("Apache Spark", spark_version, "runs the tasks, brings rows in order and writes Parquet"),
        ("Python", platform.python_version(), "language of the tasks"),
        ("numpy", numpy.__version__, "arithmetic of signals, steps and statistics"),
        ("pyarrow", pyarrow.__version__, "rows on their way between Spark and Python"),
    ]
    return [{"name": name, "version": version, "role": role} for name, version, role in named]
