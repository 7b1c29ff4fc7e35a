"""pipeline.sql and pipeline.py of a bundle, run in its folder, give the rows of its data/processed; a raw file that is another ends them."""

import math
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import polars as pl

from support import Bundle

# Bundles of whole runs, files and all (variants/runs.ts).
RUNS = Path("reports/readers/runs")
# What a script says that it cannot do, and its first words then.
REFUSED = {("texts", "pipeline.sql")}
REFUSES = "This script cannot give the rows of the lab: "
COMMANDS = {
    "pipeline.sql": [sys.executable, "-c", "import duckdb; duckdb.sql(open('pipeline.sql', encoding='utf-8').read())"],
    "pipeline.py": [sys.executable, "pipeline.py"],
}


def run(bundle, script):
    """What a script says where it fails; nothing where it runs to its end."""
    done = subprocess.run(COMMANDS[script], cwd=bundle.root, capture_output=True, text=True)
    return "" if done.returncode == 0 else (done.stderr or done.stdout or f"exit code {done.returncode}")[-2000:]


def rows_of(pattern, columns):
    frame = pl.read_parquet(pattern, hive_partitioning=True)
    return frame.with_columns(pl.col("series").cast(pl.String)).select(columns).sort("series", "timestamp", maintain_order=True)


def far(a, b):
    """Whether two values differ by more than 1e-9 of their size."""
    if a is None or b is None:
        return a is not b
    return not math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


def compare(report, bundle, script, stage):
    kind = stage["stage"]
    own = "observations" if kind == "resampled" else "outlier"
    columns = ["series", "timestamp", "value", "is_anomaly", "anomaly_type", "anomaly_id", own, "filled"]
    wanted = rows_of(f"{bundle.root}/{stage['path']}/**/*.parquet", columns)
    found = rows_of(f"{bundle.root}/pipeline_output/{kind}*.parquet", columns)
    what = f"{bundle.name}, {script}, {kind}"
    report.equal(f"{what}: as many rows, and some", (len(found), len(found) > 0), (len(wanted), True))
    report.equal(f"{what}: the types of the columns", dict(found.schema), dict(wanted.schema))
    if len(found) != len(wanted):
        return
    for column in columns:
        if column == "value":
            differing = [i for i, (a, b) in enumerate(zip(found[column], wanted[column])) if far(a, b)]
        else:
            differing = (found[column].ne_missing(wanted[column])).arg_true().to_list()
        first = differing[:1]
        detail = [(found.row(i, named=True), wanted.row(i, named=True)) for i in first]
        report.claim(f"{what}: {column} is the same in each row", not differing, f"{len(differing)} differ, such as {detail}")


def opened(path, scratch):
    root = Path(tempfile.mkdtemp(dir=scratch))
    with zipfile.ZipFile(path) as archive:
        archive.extractall(root)
    return Bundle(path.stem, root)


def other_rows(bundle):
    """Adds a row to the first raw text of a bundle; whether it has one."""
    texts = sorted(path for path in (bundle.root / "data/raw").rglob("*.csv"))
    if not texts:
        return False
    with texts[0].open("a", encoding="utf-8") as text:
        lines = texts[0].read_text("utf-8").rstrip("\n").split("\n")
        text.write(f"{lines[-1]}\n")
    return True


def check(report, bundles):
    runs = sorted(RUNS.glob("*.zip"))
    report.claim("there are bundles of whole runs", runs, RUNS)
    all_of_them = [*([bundles.main] if bundles.main else []), *(opened(path, bundles.scratch) for path in runs)]
    for bundle in all_of_them:
        for script in COMMANDS:
            copy = bundles.copy(bundle)
            copy.name = bundle.name
            failure = run(copy, script)
            if (bundle.name, script) in REFUSED:
                report.claim(f"{bundle.name}: {script} says what it cannot do, and ends", REFUSES in failure, failure)
                continue
            report.claim(f"{bundle.name}: {script} runs to its end", not failure, failure)
            if failure:
                continue
            for stage in bundle.stages:
                report.attempt(f"{bundle.name}: rows of {script}", lambda stage=stage: compare(report, copy, script, stage))
    fault = bundles.copy(all_of_them[-1])
    report.claim("a raw file can be changed", other_rows(fault), "no text in data/raw")
    for script in COMMANDS:
        report.rejects(f"{script} ends where a raw file is another", lambda script=script: not run(fault, script))
