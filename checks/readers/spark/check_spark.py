"""The recipes of whole runs, run on Spark by runners/spark, give the rows of their bundles; what it cannot do it refuses before anything runs."""

import json
import math
import os
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.dataset as ds

from support import Bundle

RUNNER = Path("runners/spark")
RUNS = Path("reports/readers/runs")
SETTINGS = {"spark.ui.enabled": "false", "spark.driver.host": "localhost", "spark.sql.shuffle.partitions": "4", "spark.ui.showConsoleProgress": "false"}


def opened(path, scratch):
    root = Path(tempfile.mkdtemp(dir=scratch))
    with zipfile.ZipFile(path) as archive:
        archive.extractall(root)
    return Bundle(path.stem, root)


def rows_of(root, path, columns):
    table = ds.dataset(Path(root) / path, format="parquet", partitioning="hive").to_table(columns=columns)
    # Rows of one time stand in the order of the series' file; no order is asked of them.
    return table.sort_by([("series", "ascending"), ("timestamp", "ascending"), ("value", "ascending")])


def far(a, b):
    if a is None or b is None:
        return a is not b
    return not math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


def left(recipe):
    """What of a recipe the runner can do: its series are the same without the others."""
    copies = {source["name"] for source in recipe["generated"] if "copy" in source}
    return {
        **recipe,
        "generated": [source for source in recipe["generated"] if "copy" not in source],
        "injections": [one for one in recipe["injections"] if one["series"] not in copies],
    }


def compare(report, bundle, output):
    for stage in bundle.stages:
        kind = stage["stage"]
        columns = ["series", "timestamp", "value", "is_anomaly", "anomaly_type", "anomaly_id", "observations" if kind == "resampled" else "outlier", "filled"]
        found = rows_of(output, stage["path"], columns)
        wanted = rows_of(bundle.root, stage["path"], columns)
        wanted = wanted.filter(pc.is_in(wanted["series"], found["series"].unique()))
        what = f"{bundle.name} on Spark, {kind}"
        report.equal(f"{what}: as many rows, and some", (found.num_rows, found.num_rows > 0), (wanted.num_rows, True))
        if found.num_rows != wanted.num_rows:
            continue
        report.equal(f"{what}: times are in UTC, to the microsecond", str(found.schema.field("timestamp").type), "timestamp[us, tz=UTC]")
        for column in columns:
            a, b = found[column].to_pylist(), wanted[column].to_pylist()
            bad = [k for k, (x, y) in enumerate(zip(a, b)) if (far(x, y) if column == "value" else x != y)]
            first = [(found.slice(k, 1).to_pylist()[0], wanted.slice(k, 1).to_pylist()[0]) for k in bad[:1]]
            report.claim(f"{what}: {column} is the same in each row", not bad, f"{len(bad)} differ, such as {first}")


def told(report, bundle, ran):
    """What is said of the sources: all but their paths, and the paths of those that the runner reads."""
    from data_lab_spark.ingest.raw import put_raw, source_paths
    from data_lab_spark.storage import Storage

    wanted = {one["name"]: one for one in json.loads((bundle.root / "data/metadata/dataset_v1.json").read_text("utf-8"))["sources"]}
    found = [one.as_json() for one in ran.passes.sources]
    report.claim(f"{bundle.name} on Spark: its sources are those of the recipe, in its order", [one["name"] for one in found] == [name for name in wanted if name in {one["name"] for one in found}] and found)
    for one in found:
        report.equal(f"{bundle.name} on Spark: what is said of {one['name']}", one, {key: value for key, value in wanted[one["name"]].items() if key != "path"})
    for name, path in source_paths(ran.recipe).items():
        report.equal(f"{bundle.name} on Spark: the place of {name} in a bundle", path, wanted[name]["path"])
    root = Path(tempfile.mkdtemp())
    copied = put_raw(ran.passes, Storage(ran.passes.spark, str(root)), "kept")
    report.claim(f"{bundle.name} on Spark: files are kept", copied)
    same = [(root / "kept" / one.path).read_bytes() == (bundle.root / one.path).read_bytes() and (root / "kept" / one.path).stat().st_size == one.bytes for one in copied]
    report.claim(f"{bundle.name} on Spark: files are kept byte for byte where the lab keeps them", all(same), [one.path for one, fine in zip(copied, same) if not fine])
    shutil.rmtree(root)


def refused(recipe):
    from data_lab_spark.errors import LabError
    from data_lab_spark.recipe.load import refuse

    try:
        refuse(recipe)
    except LabError as error:
        return error.code == "not-on-spark"
    return False


def check(report, bundles):
    for name in ("recipe", "dataset", "anomalies", "checks"):
        schema = (RUNNER / f"data_lab_spark/schema/{name}.schema.json").read_bytes()
        report.claim(f"the runner's {name} schema is that of spec/", schema == Path(f"spec/{name}.schema.json").read_bytes())
    if shutil.which("java") is None:
        report.claim("Java 17 is here for Spark", os.environ.get("CI") != "true", "Debian: apt-get install default-jre-headless")
        print("Java is not here: recipes were not run on Spark")
        return
    sys.path.insert(0, str(RUNNER))
    from data_lab_spark.run import run, write
    from data_lab_spark.session import open_session

    spark = open_session("local[2]", SETTINGS)
    spark.sparkContext.setLogLevel("OFF")
    runs = sorted(RUNS.glob("*.zip"))
    report.claim("there are bundles of whole runs", runs)
    ran = 0
    for path in runs:
        bundle = opened(path, bundles.scratch)
        output = Path(tempfile.mkdtemp(dir=bundles.scratch)) / "out"
        recipe = json.loads((bundle.root / "data/metadata/recipe.json").read_text("utf-8"))
        within = left(recipe)
        if within != recipe:
            report.claim(f"{bundle.name}: what Spark cannot do is refused by name", refused(recipe))
        try:
            made = run(spark, json.dumps(within), str((bundle.root / "data/raw").resolve()))
            write(made, str(output.resolve()))
        except Exception as error:  # noqa: BLE001
            report.claim(f"{bundle.name} runs on Spark", False, f"{type(error).__name__}: {str(error)[-600:]}")
            continue
        ran += 1
        compare(report, bundle, output)
        told(report, bundle, made)
    report.claim("bundles with files and with generated series ran on Spark", ran >= 2, f"{ran} ran")
    spark.stop()
