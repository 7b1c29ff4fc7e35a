"""pyarrow, polars, DuckDB, pandas and Dask read the rows of a bundle and see what the lab said of them."""

import hashlib
import re

from support import summary

COLUMNS = ["series", "timestamp", "value", "is_anomaly", "anomaly_type", "anomaly_id"]
# What is written after the list of files: the list itself, and what names it.
UNLISTED = re.compile(
    r"data/metadata/dataset_v[0-9]+\.json|data/metadata/openlineage\.ndjson|README\.md|croissant\.json|mlflow_dataset\.py"
    r"|ro-crate-metadata\.json|data\.dvc"
)


def with_pyarrow(folder):
    import pyarrow.dataset as ds

    table = ds.dataset(folder, format="parquet", partitioning="hive").to_table()
    kinds = {field.name: str(field.type) for field in table.schema}
    rows = zip(*(table[name].to_pylist() for name in ("series", "value", "is_anomaly")))
    return summary(rows), kinds["timestamp"] == "timestamp[us, tz=UTC]", kinds["value"] == "double", set(kinds)


def with_polars(folder):
    import polars as pl

    frame = pl.read_parquet(f"{folder}/**/*.parquet", hive_partitioning=True)
    rows = frame.select(pl.col("series").cast(pl.String), "value", "is_anomaly").iter_rows()
    kind = frame.schema["timestamp"]
    return summary(rows), kind == pl.Datetime("us", "UTC"), frame.schema["value"] == pl.Float64, set(frame.columns)


def with_duckdb(folder):
    import duckdb

    source = f"read_parquet('{str(folder).replace(chr(39), chr(39) * 2)}/**/*.parquet', hive_partitioning = true)"
    connection = duckdb.connect()
    kinds = {row[0]: row[1] for row in connection.execute(f"DESCRIBE FROM {source}").fetchall()}
    rows = connection.execute(f"SELECT series, value, is_anomaly FROM {source}").fetchall()
    return summary(rows), kinds["timestamp"] == "TIMESTAMP WITH TIME ZONE", kinds["value"] == "DOUBLE", set(kinds)


def of_pandas(frame):
    rows = zip(frame["series"].astype(str), frame["value"], frame["is_anomaly"])
    return summary(rows), str(frame["timestamp"].dtype) == "datetime64[us, UTC]", str(frame["value"].dtype) == "float64", set(frame.columns)


def with_pandas(folder):
    import pandas as pd

    return of_pandas(pd.read_parquet(folder))


def with_dask(folder):
    import dask.dataframe as dd

    return of_pandas(dd.read_parquet(str(folder)).compute(scheduler="synchronous"))


READERS = {"pyarrow": with_pyarrow, "polars": with_polars, "duckdb": with_duckdb, "pandas": with_pandas, "dask": with_dask}


def check_files(root, dataset, expected, report):
    for file in dataset["files"]:
        path = root / file["path"]
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no such file"
        report.equal(f"{file['path']} has the recorded sha256", digest, file["sha256"])
    for source in dataset["sources"]:
        if source["path"] and (root / source["path"]).is_dir():
            # Of several files, each of which is listed by itself.
            report.claim(f"{source['path']} has files", any((root / source["path"]).rglob("*.*")))
        elif source["path"]:
            digest = hashlib.sha256((root / source["path"]).read_bytes()).hexdigest()
            report.equal(f"{source['path']} is {source['name']} byte for byte", digest, source["sha256"])
    for path, digest in expected.get("raw", {}).items():
        report.equal(f"{path} is the file that was loaded", hashlib.sha256((root / path).read_bytes()).hexdigest(), digest)
    listed = {file["path"] for file in dataset["files"]}
    present = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    report.equal("every file that is listed is there", sorted(listed - present), [])
    others = sorted(path for path in present - listed if not UNLISTED.fullmatch(path))
    report.equal("every file of the bundle is listed, but the documents that are written after the list", others, [])


def check_order(root, stage, report):
    import datetime
    import pyarrow.parquet as pq

    depth = len(stage["path"].split("/"))
    report.equal(f"{stage['path']} has the rows of its files", sum(file["rows"] for file in stage["files"]), stage["rows"])
    for file in stage["files"]:
        table = pq.ParquetFile(root / file["path"]).read()
        rows = list(zip(table["series"].to_pylist(), table["timestamp"].to_pylist()))
        report.equal(f"{file['path']} has the recorded rows", len(rows), file["rows"])
        report.claim(f"{file['path']} is sorted by series and time", rows == sorted(rows), "a row is out of order")
        parts = dict(part.split("=") for part in file["path"].split("/")[depth:-1])
        report.equal(f"{file['path']} is in the partition layout", [unit for unit in parts if unit != "split"], stage["partitioning"])
        wanted = [column["name"] for column in stage["schema"]]
        report.equal(f"{file['path']} has the recorded columns", table.column_names, wanted)
        utc = datetime.timezone.utc
        wrong = sum(
            any(f"{getattr(time.astimezone(utc), unit):0{len(text)}d}" != text for unit, text in parts.items() if unit != "split") for _, time in rows
        )
        report.equal(f"{file['path']} holds rows of its partition only", wrong, 0)
        report.claim(f"{file['path']} leaves partition columns out", not set(parts) & set(table.column_names), table.column_names)


def check_stage(root, stage, expected, report):
    recorded = {entry["name"]: entry["rows"] for entry in stage["series"] if entry["rows"] > 0}
    where = stage["path"]
    first = None
    for name, read in READERS.items():
        found = report.attempt(f"{name} reads {where}", lambda read=read: read(root / where))
        if found is None:
            continue
        series, utc, double, columns = found
        report.equal(f"{name}: rows of each series in {where} are the recorded ones", {key: entry["rows"] for key, entry in series.items()}, recorded)
        report.claim(f"{name}: timestamps in {where} are microseconds in UTC", utc, columns)
        report.claim(f"{name}: values in {where} are doubles", double, columns)
        report.claim(f"{name}: columns and partition columns of {where} are there", {*COLUMNS, *stage["partitioning"]} <= columns, columns)
        if "rows" in expected:
            report.equal(f"{name}: rows in all", sum(entry["rows"] for entry in series.values()), expected["rows"])
        for key, wanted in expected.get("series", {}).items():
            got = {member: series.get(key, {}).get(member) for member in wanted}
            report.equal(f"{name}: {key} is as the page said", got, wanted)
        first = first or series
        report.claim(f"{name}: exact sums, missing values and labels in {where} equal the first reader's", series == first, series)


def check_bundle(report, bundle):
    root, expected, dataset = bundle.root, bundle.expected, bundle.dataset
    processed = dataset["processed"]
    report.attempt("files", lambda: check_files(root, dataset, expected, report))
    if "partitioning" in expected:
        report.equal("the partitioning is the one asked for", processed["partitioning"], expected["partitioning"])
    # What the page said is of the last stage.
    for stage in bundle.stages:
        report.attempt(f"order of {stage['path']}", lambda stage=stage: check_order(root, stage, report))
        check_stage(root, stage, expected if stage is processed else {}, report)


def check(report, bundles):
    for bundle in bundles.all:
        report.attempt(f"{bundle.name} can be checked", lambda bundle=bundle: check_bundle(report, bundle))
