"""The recipes of whole runs, run on Spark by runners/spark, give the rows of their bundles, the facts of their sources and their files; what it cannot do it refuses before anything runs."""

import json
import math
import os
import shutil
import sys
import tempfile
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pyarrow.dataset as ds

from support import Bundle

RUNNER = Path("runners/spark")
RUNS = Path("reports/readers/runs")
SETTINGS = {"spark.ui.enabled": "false", "spark.driver.host": "localhost", "spark.sql.shuffle.partitions": "4"}


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


def compare(report, bundle, output, made):
    flags = ["series", "timestamp", "value", "is_anomaly", "anomaly_type", "anomaly_id"]
    tables = [(one["stage"], one["path"], [*flags, "observations" if one["stage"] == "resampled" else "outlier", "filled"]) for one in bundle.stages]
    tables += [(f"{one.kind} {one.series}", one.root, flags) for one in made.sources]
    for kind, path, columns in tables:
        found = rows_of(output, path, columns)
        wanted = rows_of(bundle.root, path, columns)
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


def in_small_units(spark, recipe, folder):
    """A run whose series are cut in many more units than they would be."""
    import data_lab_spark.run as runner
    from data_lab_spark.engine import ordered, unit

    with (
        patch.object(runner, "cut_grids", partial(unit.cut_grids, target=5000)),
        patch.object(ordered, "cut_counts", partial(unit.cut_counts, target=5000)),
        patch.object(ordered, "TARGET_ROWS", 5000),
    ):
        made = runner.run(spark, recipe, folder)
    assert all(len(one.units) > 3 for one in made.passes.job.series)
    return made


def partly_far(spark, recipe, folder):
    """A run some of whose Parquet files are read as where only Spark reaches them."""
    from data_lab_spark.ingest import sources
    from data_lab_spark.run import run

    find = sources.find
    with patch.object(sources, "find", lambda spark, folder, name: replace(find(spark, folder, name), local=not name.startswith(("rows/", "aware")))):
        return run(spark, recipe, folder)


#: Runs that are made in another way than by `run`.
OTHERWISE = {"windows": in_small_units, "parquet": partly_far}


def refusals(report):
    """What the runner cannot do is refused by name and place, before anything runs."""
    from data_lab_spark.errors import LabError
    from data_lab_spark.recipe.load import load, refuse

    made = {"synthetic": "made", "start": "2024-01-01T00:00:00Z", "step": "1min", "rows": 10, "signal": [{"constant": {"value": 1}}]}
    copy = {"copy": "a.csv", "name": "b"}
    related = {"id": "i", "series": "made", "start": "2024-01-01T00:02:00Z", "shape": {"kind": "correlation", "length": "3min", "with": "a.csv"}}
    wanted = {
        "$.sources[0].file": {"sources": [{"file": "_hidden/.a.csv", "csv": {}}]},
        "$.export.twin": {"sources": [{"file": "a.csv", "csv": {}}], "generated": [copy], "export": {"twin": True}},
        "$.injections[0]": {"sources": [{"file": "a.csv", "csv": {}}], "generated": [made], "injections": [related]},
        "$.export.csv": {"generated": [made], "export": {"csv": True}},
    }
    for path, rest in wanted.items():
        try:
            refuse(load(json.dumps({"recipe": 1, **rest})))
            found = None
        except LabError as error:
            found = error.code, error.path
        report.equal(f"a recipe is refused at {path}", found, ("not-on-spark", path))


def elsewhere(report, spark, scratch):
    """Files that are not at their path in the recipe, or not as the recipe has them."""
    from data_lab_spark.bundle import make_bundle
    from data_lab_spark.errors import LabError
    from data_lab_spark.recipe.load import load

    root = Path(tempfile.mkdtemp(dir=scratch)).resolve()
    recipe = json.dumps({"recipe": 1, "sources": [{"file": "site/a.csv", "csv": {}, "sha256": "0" * 64}]})
    outcomes = []
    for path in ("b/c.csv", "x/a.csv", "y/site/a.csv", "z/site/a.csv"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("timestamp,value\n2024-01-01T00:00:00,1\n2024-01-01T00:01:00,2\n", "utf-8")
        try:
            make_bundle(spark, load(recipe), str(root), str(root / "out"), "2026-01-01T00:00:00Z", strict=True)
        except LabError as error:
            outcomes.append((error.code, error.file))
    report.equal("files are found by their names, and compared with the recipe", outcomes, [(code, "site/a.csv") for code in ("source-missing", "file-changed", "file-changed", "source-ambiguous")])


def check(report, bundles):
    for name in ("recipe", "dataset", "anomalies", "checks"):
        schema = (RUNNER / f"data_lab_spark/schema/{name}.schema.json").read_bytes()
        report.claim(f"the runner's {name} schema is that of spec/", schema == Path(f"spec/{name}.schema.json").read_bytes())
    if shutil.which("java") is None:
        report.claim("Java 17 is here for Spark", os.environ.get("CI") != "true", "Debian: apt-get install default-jre-headless")
        print("Java is not here: recipes were not run on Spark")
        return
    sys.path.insert(0, str(RUNNER))
    refusals(report)
    from data_lab_spark.run import run, write
    from data_lab_spark.session import open_session

    spark = open_session("local[2]", SETTINGS)
    spark.sparkContext.setLogLevel("OFF")
    # NAB's folder as it is runs on a cluster (check_parity.py).
    runs = [path for path in sorted(RUNS.glob("*.zip")) if path.stem != "nab"]
    report.claim("there are bundles of whole runs", runs)
    ran = 0
    for path in runs:
        bundle = opened(path, bundles.scratch)
        output = Path(tempfile.mkdtemp(dir=bundles.scratch)) / "out"
        recipe = json.loads((bundle.root / "data/metadata/recipe.json").read_text("utf-8"))
        try:
            made = OTHERWISE.get(bundle.name, run)(spark, json.dumps(recipe), str((bundle.root / "data/raw").resolve()))
            written = write(made, str(output.resolve()))
        except Exception as error:  # noqa: BLE001
            report.claim(f"{bundle.name} runs on Spark", False, f"{type(error).__name__}: {str(error)[-600:]}")
            continue
        ran += 1
        compare(report, bundle, output, written)
        told(report, bundle, made)
    elsewhere(report, spark, bundles.scratch)
    report.claim("bundles with files and with generated series ran on Spark", ran >= 2, f"{ran} ran")
    spark.stop()
