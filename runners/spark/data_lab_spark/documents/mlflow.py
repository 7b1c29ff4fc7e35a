"""`mlflow_dataset.py`: logs the rows of the bundle as a data set of MLflow; the same text as the lab's."""

from .json_text import quoted
from .partition import split_folder

_SCRIPT = '''"""Logs the rows of this data set to MLflow: digest, schema and profile, each split as an input of one run.

usage: python mlflow_dataset.py [--tracking-uri sqlite:///mlflow.db] [--experiment NAME]

Needs mlflow, pandas and pyarrow; mlflow-skinny will do where the store is a server or a folder. Without --tracking-uri MLflow's own setting holds.
"""

import argparse
from pathlib import Path

import mlflow
import mlflow.data
import pandas as pd

ROOT = Path(__file__).resolve().parent
NAME = @NAME@
VERSION = @VERSION@
DOCUMENT = @DOCUMENT@
# What MLflow calls the context, and the folder of its rows.
PARTS = [
@PARTS@
]


def dataset_of(folder):
    """The rows of a folder with what is labelled in them as the target."""
    rows = pd.concat([pd.read_parquet(path, partitioning=None) for path in sorted((ROOT / folder).rglob("*.parquet"))], ignore_index=True)
    return mlflow.data.from_pandas(rows, source=str(ROOT / folder), targets="is_anomaly", name=NAME)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tracking-uri")
    parser.add_argument("--experiment")
    options = parser.parse_args()
    if options.tracking_uri:
        mlflow.set_tracking_uri(options.tracking_uri)
    if options.experiment:
        mlflow.set_experiment(options.experiment)
    with mlflow.start_run(run_name=NAME) as run:
        mlflow.set_tag("dataset.version", VERSION)
        mlflow.log_artifact(str(ROOT / DOCUMENT))
        for context, folder in PARTS:
            dataset = dataset_of(folder)
            mlflow.log_input(dataset, context=context)
            print(f"{context}: digest {dataset.digest}, {dataset.profile['num_rows']} rows")
    print(f"run {run.info.run_id}")


if __name__ == "__main__":
    main()
'''


def mlflow_script(dataset: dict, splits: list[str]) -> str:
    """Each of the splits, in order of time, by itself. Python 3.10 or later with mlflow, pandas and pyarrow runs it."""
    version, processed = dataset["version"], dataset["processed"]
    folders = {name: f"{processed['path']}/{split_folder(name)}" for name in splits}
    parts = [(name, folder) for name, folder in folders.items() if any(file["path"].startswith(f"{folder}/") for file in processed["files"])] if splits else [("dataset", processed["path"])]
    title = dataset["about"]["title"]
    given = {
        "@NAME@": quoted((dataset["name"] or "dataset") if title is None else title),
        "@VERSION@": str(version),
        "@DOCUMENT@": quoted(f"data/metadata/dataset_v{version}.json"),
        "@PARTS@": "\n".join(f"    ({quoted(context)}, {quoted(folder)})," for context, folder in parts),
    }
    script = _SCRIPT
    for mark, text in given.items():
        head, _, tail = script.partition(mark)
        script = head + text + tail
    return script
