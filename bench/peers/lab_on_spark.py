"""The lab's runner on Spark (runners/spark) as a contestant, for bench/benchmarks/standardSpark.ts.

python lab_on_spark.py RECIPE --out FOLDER --runs N [--warm]

Prints {"version": ..., "runs": [{"whole": seconds}], "processor": [seconds]}, as standard.py does: importing and starting do not count, and what the last run wrote is below
FOLDER. Each run has another seed.
"""

import argparse
import json
import shutil
import sys
import time
from pathlib import Path

from processor import processor_seconds

sys.path.insert(0, str(Path(__file__).parents[2] / "runners/spark"))

from data_lab_spark.bundle import make_bundle  # noqa: E402
from data_lab_spark.recipe.load import load  # noqa: E402
from data_lab_spark.session import open_session  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("recipe", type=Path)
parser.add_argument("--out", type=Path, required=True)
parser.add_argument("--runs", type=int, required=True)
parser.add_argument("--cores", type=int, default=2)
parser.add_argument("--warm", action="store_true")
options = parser.parse_args()

spark = open_session(f"local[{options.cores}]", {"spark.driver.memory": "6g", "spark.ui.enabled": "false", "spark.driver.host": "localhost"})
spark.sparkContext.setLogLevel("ERROR")


def with_seed(given, seed):
    """The recipe with one seed for all that is drawn."""
    recipe = {**given, "seed": seed, "generated": [{**source, "seed": seed} for source in given["generated"]]}
    recipe["injections"] = [{**one, "draw": {**one["draw"], "seed": seed}} for one in given["injections"]]
    return recipe


def run(seed):
    """One run from nothing to the bundle: seconds by the clock, and of the processor."""
    shutil.rmtree(options.out, ignore_errors=True)
    recipe = load(json.dumps(with_seed(json.loads(options.recipe.read_text("utf-8")), seed)))
    taken, begin = processor_seconds(), time.perf_counter()
    make_bundle(spark, recipe, str(options.recipe.parent), str(options.out.resolve()), "2026-01-01T00:00:00Z")
    seconds = time.perf_counter() - begin
    return seconds, None if taken is None else processor_seconds() - taken


if options.warm:
    run(1)
ran = [run(seed + 2) for seed in range(options.runs)]
json.dump({"version": f"data-lab-spark on pyspark {spark.version}", "runs": [{"whole": seconds} for seconds, _ in ran], "processor": [taken for _, taken in ran]}, sys.stdout)
