"""PySpark on the cores of this machine.

Neighbours come from windows that look back alone, one in each order of time: a frame to UNBOUNDED FOLLOWING is quadratic. Windows are of a day,
and what a day needs of the days beside it is carried over: one value before and one after.
"""

import os

import pyspark
from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F

from series import AMOUNTS, LENGTHS, KINDS, LEVEL, MISSING, NOISE, START, WAVES

VERSION = f"pyspark {pyspark.__version__}"
cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
spark = (
    SparkSession.builder.master(f"local[{cores}]")
    .config("spark.driver.memory", "6g")
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
    .config("spark.sql.shuffle.partitions", str(4 * cores))
    .config("spark.ui.enabled", "false")
    .config("spark.driver.host", "localhost")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")
made = []


def kept_in_memory(frame):
    """A stage ends when its rows are there."""
    frame.cache().count()
    made.append(frame)
    return frame


def forget():
    while made:
        made.pop().unpersist(blocking=True)


def make(work):
    i = F.col("id")
    ordinal = (i / work.stride).cast("long")
    place = i % work.stride - work.stride // 3
    within = ordinal < 2 * work.each
    is_spike = within & (ordinal % 2 == 0) & (place == 0)
    is_shift = within & (ordinal % 2 == 1) & (place >= 0) & (place < LENGTHS[1])
    value = F.lit(LEVEL) + NOISE * F.randn(work.seed)
    for amplitude, period in WAVES:
        value += amplitude * F.sin(i * (6.283185307179586 / period))
    value += F.when(is_spike, AMOUNTS[0]).when(is_shift, AMOUNTS[1]).otherwise(0.0)
    first = F.unix_timestamp(F.lit(START), "yyyy-MM-dd")
    return kept_in_memory(
        spark.range(0, work.rows, 1, 4 * cores).select(
            F.timestamp_seconds(first + i).alias("timestamp"),
            F.when(F.rand(work.seed + 1) >= MISSING, value).alias("value"),
            (is_spike | is_shift).alias("is_anomaly"),
            F.when(is_spike, KINDS[0]).when(is_shift, KINDS[1]).alias("anomaly_type"),
        )
    )


def read(folder):
    columns = ("timestamp", "value", "is_anomaly", "anomaly_type")
    return kept_in_memory(spark.read.option("recursiveFileLookup", True).parquet(folder).select(*columns))


def carried_over(inside):
    """For each day the last value inside the limits before it and the first after it, as (time, value); a small table."""
    pair = F.struct("timestamp", "value")
    days = inside.groupBy("day").agg(F.min(pair).alias("first"), F.max(pair).alias("last"))
    in_order = Window.orderBy("day")
    return days.select(
        "day", F.lag("last").over(in_order).alias("earlier"), F.lead("first").over(in_order).alias("later")
    )


def clean(raw, threshold):
    mean, deviation = raw.select(F.avg("value"), F.stddev_samp("value")).first()
    beyond = F.abs(F.col("value") - mean) > threshold * deviation
    kept = raw.where("value IS NOT NULL").withColumn("day", F.to_date("timestamp")).withColumn("beyond", beyond)
    known = F.when(~F.col("beyond"), F.struct("timestamp", "value"))
    back = Window.partitionBy("day").rowsBetween(Window.unboundedPreceding, Window.currentRow)
    with_sides = kept.withColumn(
        "before", F.last(known, True).over(back.orderBy("timestamp"))
    ).withColumn("after", F.last(known, True).over(back.orderBy(F.col("timestamp").desc())))
    edges = F.broadcast(carried_over(kept.where(~F.col("beyond"))))
    with_sides = with_sides.join(edges, "day", "left")
    before = F.coalesce("before", "earlier")
    after = F.coalesce("after", "later")

    def micros(time):
        return F.unix_micros(time)

    share = (micros(F.col("timestamp")) - micros(before["timestamp"])) / (
        micros(after["timestamp"]) - micros(before["timestamp"])
    )
    between = F.coalesce(
        before["value"] + (after["value"] - before["value"]) * share, before["value"], after["value"]
    )
    value = F.when(F.col("beyond") & ~F.col("is_anomaly"), between).otherwise(F.col("value"))
    return kept_in_memory(with_sides.select("timestamp", value.alias("value"), "is_anomaly", "anomaly_type"))


def resample(cleaned):
    bucket = F.window("timestamp", "5 minutes")["start"]
    return kept_in_memory(cleaned.groupBy(bucket.alias("timestamp")).agg(F.avg("value").alias("value")))


def write(frame, folder):
    units = ("year", "month", "day")
    for unit in units:
        frame = frame.withColumn(unit, getattr(F, unit)("timestamp"))
    frame.repartition(*units).write.option("compression", "snappy").partitionBy(*units).parquet(folder)
