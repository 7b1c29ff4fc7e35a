import { splitFolder } from '../partition';
import type { Dataset } from './dataset';

/** Text as a Python string: JSON's are Python's too, but for what lies beyond the 16-bit plane, which JSON lets stand and Python reads as it is. */
const quoted = (text: string): string => JSON.stringify(text);

/**
 * `mlflow_dataset.py`: logs the rows of the bundle as a data set of MLflow, each split by itself. Python 3.10 or later with mlflow, pandas and
 * pyarrow. `splits`: names of the splits in order of time.
 */
export function mlflowScript(dataset: Dataset, splits: readonly string[]): string {
  const { processed } = dataset;
  const parts = splits.length === 0 ? [{ context: 'dataset', folder: processed.path }] : [];
  for (const name of splits) {
    const folder = `${processed.path}/${splitFolder(name)}`;
    if (processed.files.some(({ path }) => path.startsWith(`${folder}/`)))
      parts.push({ context: name, folder });
  }
  return `"""Logs the rows of this data set to MLflow: digest, schema and profile, each split as an input of one run.

usage: python mlflow_dataset.py [--tracking-uri sqlite:///mlflow.db] [--experiment NAME]

Needs mlflow, pandas and pyarrow; mlflow-skinny will do where the store is a server or a folder. Without --tracking-uri MLflow's own setting holds.
"""

import argparse
from pathlib import Path

import mlflow
import mlflow.data
import pandas as pd

ROOT = Path(__file__).resolve().parent
NAME = ${quoted(dataset.about.title ?? (dataset.name === '' ? 'dataset' : dataset.name))}
VERSION = ${dataset.version}
DOCUMENT = ${quoted(`data/metadata/dataset_v${dataset.version}.json`)}
# What MLflow calls the context, and the folder of its rows.
PARTS = [
${parts.map(({ context, folder }) => `    (${quoted(context)}, ${quoted(folder)}),`).join('\n')}
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
`;
}
