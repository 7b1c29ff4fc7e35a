"""polars: lazy frames, collected after each stage; day partitions by its streaming sink."""

from datetime import datetime, timezone

import polars

from numpy_series import values_and_kinds
from series import KINDS, START

VERSION = f"polars {polars.__version__}"
BY_DAY = ("year", "month", "day")
value = polars.col("value")


def make(work):
    values, kinds = values_and_kinds(work)
    first = int(datetime.fromisoformat(START).replace(tzinfo=timezone.utc).timestamp() * 1_000_000)
    when = polars.int_range(first, first + work.rows * 1_000_000, 1_000_000, dtype=polars.Int64)
    names = polars.Series(["none", *KINDS], dtype=polars.Enum(["none", *KINDS]))
    numbers = polars.Series("anomaly_type", kinds)
    return polars.DataFrame({"value": polars.Series(values, nan_to_null=True)}).with_columns(
        timestamp=when.cast(polars.Datetime("us", "UTC")),
        is_anomaly=numbers > 0,
        anomaly_type=names.gather(numbers.cast(polars.UInt32)),
    )


def read(folder):
    found = polars.scan_parquet(f"{folder}/**/*.parquet", hive_partitioning=False)
    return found.select("timestamp", "value", "is_anomaly", "anomaly_type").sort("timestamp").collect()


def clean(raw, threshold):
    beyond = (value - value.mean()).abs() > threshold * value.std()
    between = polars.when(~polars.col("beyond")).then(value).interpolate_by("timestamp")
    replaced = polars.col("beyond") & ~polars.col("is_anomaly")
    return (
        raw.lazy()
        .filter(value.is_not_null())
        .with_columns(beyond=beyond)
        .with_columns(value=polars.when(replaced).then(between.forward_fill().backward_fill()).otherwise(value))
        .drop("beyond")
        .collect()
    )


def resample(cleaned):
    return cleaned.lazy().group_by_dynamic("timestamp", every="5m").agg(value.mean()).collect()


def write(frame, folder):
    when = polars.col("timestamp").dt
    parts = {unit: getattr(when, unit)() for unit in BY_DAY}
    target = polars.PartitionBy(folder, key=list(BY_DAY), include_key=False)
    frame.lazy().with_columns(**parts).sink_parquet(target, compression="snappy", mkdir=True)
