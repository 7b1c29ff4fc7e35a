"""DuckDB in memory on all cores: one statement a stage. The order of rows is not kept, which is its faster way."""

import duckdb

from series import AMOUNTS, KINDS, LENGTHS, LEVEL, MISSING, NOISE, START, WAVES

VERSION = f"duckdb {duckdb.__version__}"
database = duckdb.connect()
database.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = false")


def table(name, query):
    database.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")
    return name


def make(work):
    """Normal numbers by Box and Muller's formula."""
    database.execute("SELECT setseed($1)", [work.seed % 1000 / 1000])
    waves = " + ".join(f"{amplitude} * sin({2 / period} * pi() * i)" for amplitude, period in WAVES)
    return table(
        "raw",
        f"""
        WITH rows AS (
          SELECT i, random() AS chance, i % {work.stride} - {work.stride // 3} AS place,
            CASE WHEN i >= {2 * work.each * work.stride} THEN -1 ELSE i // {work.stride} % 2 END AS kind,
            {LEVEL} + {waves} + {NOISE} * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS value
          FROM range({work.rows}) AS numbers(i)
        ), marked AS (
          SELECT *, CASE WHEN kind = 0 AND place = 0 THEN '{KINDS[0]}'
            WHEN kind = 1 AND place BETWEEN 0 AND {LENGTHS[1] - 1} THEN '{KINDS[1]}' END AS type FROM rows
        )
        SELECT TIMESTAMPTZ '{START} 00:00:00+00' + to_seconds(i) AS timestamp,
          CASE WHEN chance >= {MISSING}
            THEN value + CASE type WHEN '{KINDS[0]}' THEN {AMOUNTS[0]} WHEN '{KINDS[1]}' THEN {AMOUNTS[1]} ELSE 0 END
          END::DOUBLE AS value,
          type IS NOT NULL AS is_anomaly, type AS anomaly_type FROM marked""",
    )


def read(folder):
    return table(
        "raw",
        f"""SELECT "timestamp", value, is_anomaly, anomaly_type
        FROM read_parquet('{folder}/**/*.parquet', hive_partitioning = false)""",
    )


def clean(raw, threshold):
    microseconds = "(epoch_us({}.timestamp) - epoch_us(before.timestamp))"
    share = f"{microseconds.format('o')} / {microseconds.format('after')}"
    return table(
        "cleaned",
        f"""
        WITH limits AS (SELECT avg(value) AS mean, {threshold} * stddev_samp(value) AS width FROM {raw}),
        kept AS (SELECT r.*, abs(value - mean) > width AS beyond FROM {raw} AS r, limits WHERE value IS NOT NULL),
        inside AS (SELECT timestamp, value FROM kept WHERE NOT beyond),
        replaced AS (
          SELECT o.timestamp,
            coalesce(before.value + (after.value - before.value) * {share}, before.value, after.value) AS value
          FROM (FROM kept WHERE beyond AND NOT is_anomaly) AS o
          ASOF LEFT JOIN inside AS before ON o.timestamp >= before.timestamp
          ASOF LEFT JOIN inside AS after ON o.timestamp <= after.timestamp
        )
        SELECT kept.timestamp, coalesce(replaced.value, kept.value) AS value, is_anomaly, anomaly_type
        FROM kept LEFT JOIN replaced USING (timestamp)""",
    )


def resample(cleaned):
    bucket = "time_bucket(INTERVAL 5 minutes, timestamp)"
    return table("resampled", f"SELECT {bucket} AS timestamp, avg(value) AS value FROM {cleaned} GROUP BY ALL")


def write(name, folder):
    units = ("year", "month", "day")
    columns = ", ".join(f"{unit}(timestamp) AS {unit}" for unit in units)
    database.execute(
        f"""COPY (SELECT *, {columns} FROM {name}) TO '{folder}'
        (FORMAT parquet, COMPRESSION snappy, PARTITION_BY ({", ".join(units)}))"""
    )
