"""The standard work by the tools that people use today, for bench/benchmarks/standard.ts.

python standard.py pandas|polars|duckdb|spark --out FOLDER --rows N --each N --runs N [--warm] [--raw FOLDER] [--threshold T]

Prints {"version": ..., "runs": [{stage: seconds}], "processor": [seconds of all cores]}; importing and starting do not count. FOLDER/clean and FOLDER/resampled are those of the last
run. With --raw the rows are read from there, so that all contestants clean the same.
"""

import argparse
import importlib
import json
import shutil
import sys
import time
from pathlib import Path

from processor import processor_seconds
from series import Work

parser = argparse.ArgumentParser()
parser.add_argument("tool", choices=("pandas", "polars", "duckdb", "spark"))
parser.add_argument("--out", type=Path, required=True)
parser.add_argument("--rows", type=int, required=True)
parser.add_argument("--each", type=int, required=True)
parser.add_argument("--runs", type=int, required=True)
parser.add_argument("--warm", action="store_true")
parser.add_argument("--raw")
parser.add_argument("--threshold", type=float, default=3.0)
options = parser.parse_args()


def run(tool, seed):
    """One run from nothing; seconds of each stage."""
    shutil.rmtree(options.out, ignore_errors=True)
    options.out.mkdir(parents=True)
    seconds = {}

    def stage(name, action, *given):
        begin = time.perf_counter()
        result = action(*given)
        seconds[name] = time.perf_counter() - begin
        return result

    if options.raw is None:
        raw = stage("make", tool.make, Work(options.rows, options.each, seed))
    else:
        raw = stage("make", tool.read, options.raw)
    cleaned = stage("clean", tool.clean, raw, options.threshold)
    resampled = stage("resample", tool.resample, cleaned)
    stage("write clean", tool.write, cleaned, str(options.out / "clean"))
    stage("write resampled", tool.write, resampled, str(options.out / "resampled"))
    if hasattr(tool, "forget"):
        tool.forget()
    return seconds


module = importlib.import_module(f"with_{options.tool}")
if options.warm:
    run(module, 1)
runs, processor = [], []
for number in range(options.runs):
    before = processor_seconds()
    runs.append(run(module, number + 2))
    processor.append(None if before is None else processor_seconds() - before)
json.dump({"version": module.VERSION, "runs": runs, "processor": processor}, sys.stdout)
