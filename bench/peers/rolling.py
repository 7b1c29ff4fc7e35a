"""Outliers by a rolling window in polars, for bench/benchmarks/rolling.ts.

python rolling.py RAW_FOLDER WINDOW THRESHOLD ROUNDS; prints {"seconds": [...], "outliers": N}. Reading does not count; dropping rows without a value does.
"""

import json
import sys
import time

import polars

folder, window, threshold, rounds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
found = polars.scan_parquet(f"{folder}/**/*.parquet", hive_partitioning=False)
raw = found.select("timestamp", "value").sort("timestamp").collect()
value = polars.col("value")
around = {"window_size": window, "center": True, "min_samples": 1}


def flagged():
    distance = (value - value.rolling_mean(**around)).abs()
    outlier = distance > threshold * value.rolling_std(**around)
    return raw.lazy().filter(value.is_not_null()).with_columns(outlier=outlier).collect()


flagged()
seconds = []
for _ in range(rounds):
    begin = time.perf_counter()
    frame = flagged()
    seconds.append(time.perf_counter() - begin)
json.dump({"seconds": seconds, "outliers": int(frame["outlier"].sum())}, sys.stdout)
