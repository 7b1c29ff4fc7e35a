"""mlflow_dataset.py of a bundle logs each split to a local store of MLflow, with digest, schema and profile."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["DO_NOT_TRACK"] = "true"
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"

import mlflow  # noqa: E402


def logged(root):
    """The data sets that the script logs, by context; with the rows that it says."""
    store = Path(tempfile.mkdtemp()).as_uri()
    done = subprocess.run(
        [sys.executable, str(root / "mlflow_dataset.py"), "--tracking-uri", store, "--experiment", "readers"],
        capture_output=True,
        text=True,
        cwd=tempfile.mkdtemp(),
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    mlflow.set_tracking_uri(store)
    run = mlflow.search_runs(experiment_names=["readers"], output_format="list")[0]
    found = {}
    for one in run.inputs.dataset_inputs:
        context = next(tag.value for tag in one.tags if tag.key == "mlflow.data.context")
        found[context] = one.dataset
    return run, found


def check_bundle(report, bundle):
    run, found = logged(bundle.root)
    name = f"{bundle.name}: mlflow"
    stage = bundle.stages[-1]
    rows = {context: json.loads(dataset.profile)["num_rows"] for context, dataset in found.items()}
    report.equal(f"{name}: rows of each input", rows, bundle.expected.get("splits", {"dataset": stage["rows"]}))
    report.claim(f"{name}: each has a digest", all(dataset.digest for dataset in found.values()))
    for context, dataset in found.items():
        columns = [column["name"] for column in json.loads(dataset.schema)["mlflow_colspec"]]
        report.equal(f"{name}: {context} has the columns", columns, [column["name"] for column in stage["schema"]])
    recipe = bundle.json("data/metadata/recipe.json")
    report.equal(f"{name}: the name", {dataset.name for dataset in found.values()}, {recipe.get("about", {}).get("title", recipe["name"])})
    report.equal(f"{name}: the version", run.data.tags["dataset.version"], str(bundle.dataset["version"]))


def check_faults(report, bundles, sound):
    _, before = logged(sound.root)

    def same_digest(change):
        copy = bundles.copy(sound)
        change(copy.root)
        _, after = logged(copy.root)
        return {key: one.digest for key, one in after.items()} == {key: one.digest for key, one in before.items()}

    def first_part(root):
        return next(path for path in sorted((root / "data/processed").rglob("*.parquet")))

    report.claim("mlflow: a copy has the same digests", same_digest(lambda root: None))
    report.rejects("mlflow: rows that are missing change a digest", lambda: same_digest(lambda root: first_part(root).unlink()))
    report.rejects("mlflow: a file that is no Parquet is refused", lambda: same_digest(lambda root: first_part(root).write_bytes(b"PAR1")))


def check(report, bundles):
    for bundle in bundles.all:
        # What differs for MLflow is names, splits and stages.
        if bundle is bundles.main or bundle.name in ("splits", "splits-of-two-stages"):
            report.attempt(f"{bundle.name}: mlflow logs it", lambda bundle=bundle: check_bundle(report, bundle))
    sound = next(bundle for bundle in bundles.all if bundle.name == "splits")
    report.attempt("mlflow: faults can be planted", lambda: check_faults(report, bundles, sound))
