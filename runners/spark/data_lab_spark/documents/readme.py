"""README.md of a bundle; the same words as the lab's, of the files that are there."""

import re
import unicodedata

from .names import document_paths
from .partition import athena_table, split_folder
from .software import APPLICATION
from .words import duration, share

_MARKUP = re.compile(r"[\\`*_\[\]<>&#~|!:@$^=()]")
_BREAKS = "\u2028\u2029"


def plain_markdown(text: str) -> str:
    """Text of any kind as text of Markdown in one line: what begins markup, HTML, a link or a formula is escaped (CommonMark 0.31, section 2.4), and line breaks and control characters become spaces."""
    marked = "".join("\0" if one in _BREAKS or unicodedata.category(one) == "Cc" else one for one in text)
    escaped = _MARKUP.sub(lambda found: "\\" + found[0], re.sub("\0+", " ", marked))
    return re.sub(r"www\.", lambda found: found[0][:3] + "\\.", escaped, flags=re.IGNORECASE)


def _values(stage: dict, where: str, document: str) -> str:
    """Of the values of a stage, which were not observed."""
    filled, rows, series = stage["filled"], stage["rows"], stage["series"]
    parts = [
        f"{sum(one['regular'] for one in series)} of {len(series)} series have a regular grid of times.",
        f"{share(filled['filledRows'], rows)} of the values were filled in ({filled['filledRows']} of {rows}; column `filled`), {share(filled['missingRows'], rows)} of the rows have no value.",
    ]
    if longest := filled["longestFilled"]:
        parts.append(f"The longest filled stretch is {duration(longest['seconds'] * 1e6)} from {longest['start']} in {plain_markdown(longest['series'])}.")
    return f"{' '.join(parts)} By series: `{where}` in `{document}`."


def _columns(stage: dict) -> str:
    rows = [f"| {column['name']} | {column['type']} | {column['meaning']} |" for column in stage["schema"]]
    return "\n".join(["| column | type | meaning |", "| --- | --- | --- |", *rows])


def _layout(stage: dict) -> str:
    return f"Parquet ({stage['codec']}), partitioned by {', '.join(stage['partitioning']) or 'nothing'}; sorted by series and time within each file"


def _paragraphs(text: str) -> str:
    parts = [plain_markdown(part).strip() for part in re.split(r"\r?\n\s*\r?\n", text)]
    return "\n\n".join(part for part in parts if part)


def _creator(creator: dict) -> str:
    name = plain_markdown(creator["name"])
    return f"{name} ({plain_markdown(creator['url'])})" if "url" in creator else name


def _publication(dataset: dict) -> str:
    """What is said of the data set as a publication; empty where nothing is."""
    about = dataset["about"]
    lines = []
    if about["creators"] is not None:
        lines.append(f"Creators: {'; '.join(map(_creator, about['creators']))}")
    for word, key in (("Licence", "licence"), ("Address", "url"), ("To cite", "citation")):
        if about[key] is not None:
            lines.append(f"{word}: {plain_markdown(about[key])}")
    parts = [] if about["description"] is None else [_paragraphs(about["description"])]
    if lines:
        parts.append("\n".join(f"- {line}" for line in lines))
    return "".join(f"\n\n{part}" for part in parts)


def readme(dataset: dict, labels: bool, splits: list[str], card: bool) -> str:
    """`labels`: whether the bundle has files of labels; `splits`: their names in order of time; `card`: whether the text has a head for Hugging Face. What the lab's bundles have beside, and this one has not, is named."""
    processed, earlier = dataset["processed"], dataset.get("earlierStages", [])
    document = document_paths(dataset["version"])["dataset"]
    application = next(one for one in dataset["software"] if one["role"] == APPLICATION)
    stages = [*earlier, processed]
    several = len(stages) > 1
    places, values, columns = [], [], []
    for index, of in enumerate(stages):
        last = of is processed
        where = "processed.series" if last else f"earlierStages[{index}].series"
        if several:
            places.append(f"- `{of['path']}/`: {of['rows']} {of['stage']} rows. {_layout(of)}.{'' if last else ' Do not read it together with the others.'}")
            values.append(f"{'Cleaned' if of['stage'] == 'clean' else 'Resampled'} rows: {_values(of, where, document)}")
            columns.append(f"`{of['path']}/`:\n\n{_columns(of)}")
        else:
            places.append(f"- `{of['path']}/`: {_layout(of)}.")
            values.append(_values(of, where, document))
            columns.append(_columns(of))
    if any(source["path"] for source in dataset["sources"]):
        places.append("- `data/raw/`: the files as they came, byte for byte.")
    places.append(
        "- `data/metadata/`: where the data came from, each step with its parameters, counts and statistics, where each column comes from, checks (those that Great Expectations can run in "
        "`great_expectations/`), the anomalies, the recipe; JSON Schemas of these in `schemas/`."
    )
    if labels:
        places.append("- `labels/`: the labels in the formats of the Numenta Anomaly Benchmark.")
    places.append("- `croissant.json`: the same for machines (MLCommons Croissant).")
    head = f"{processed['rows']} rows of {len(processed['series'])} series, prepared for anomaly detection with {application['name']} {application['version']}.{_publication(dataset)}"
    about = (
        f"`recipe.sha256` in `{document}` is the SHA-256 of the recipe as canonical JSON: keys sorted, no white space, UTF-8. `about` in it has\n"
        "what was said of the data set as a publication; `null` stands where nothing was said."
    )
    parts = [
        f"# {plain_markdown(dataset['name'] if dataset['about']['title'] is None else dataset['about']['title'])}",
        head,
        "\n".join(places),
        about,
        *values,
        "All times are UTC. Partition columns are in the folders' names and not in the files.",
        *columns,
        _reading(dataset, splits, card),
        _absent(),
    ]
    return "\n\n".join(parts) + "\n"


def _absent() -> str:
    """What the lab's bundles have beside. `lab verify` names each as left out."""
    parts = ["- `pipeline.sql`, `pipeline.py`: all steps for DuckDB and for Python with polars;", "- `data.dvc`: the folder `data` for DVC;"]
    return "\n".join(["## What is not here", "Bundles that the lab writes of the same recipe have beside:", "", *parts])[:-1] + "."


def _reading(dataset: dict, splits: list[str], card: bool) -> str:
    """How the rows are read: lines for the tools that people use, and the table for Athena."""
    path = dataset["processed"]["path"]
    parts = f"""
Each series is split in order of time ({", ".join(splits)}). The split is the column `split`, from the folders' names; one alone is read from
its folder, such as `{path}/{split_folder(splits[0])}`.
""" if splits else ""
    loading = """
import datasets  # the head of this file
splits = datasets.load_dataset(".")
""" if card else ""
    records = f"{dataset['processed']['stage']}-rows" if dataset.get("earlierStages") else "rows"
    return f"""## Reading it
```python
import pandas as pd
df = pd.read_parquet("{path}")

import polars as pl
df = pl.read_parquet("{path}/**/*.parquet", hive_partitioning=True)

import duckdb
df = duckdb.sql("FROM read_parquet('{path}/**/*.parquet', hive_partitioning = true)").df()

import dask.dataframe as dd
df = dd.read_parquet("{path}")

df = spark.read.parquet("{path}")  # spark.sql.session.timeZone = UTC
```
{parts}
In Athena, once the folder lies in a bucket. Partitions are projected from their names: no crawler, no `MSCK REPAIR TABLE`.

```sql
{athena_table(dataset, splits)}
```

## For other tools
```python
import mlcroissant as mlc  # croissant.json
rows = mlc.Dataset(jsonld="croissant.json").records(record_set="{records}")
{loading}```

- `{document_paths(dataset["version"])["lineage"]}`: the run as events of OpenLineage, with the lineage of each column.
- `mlflow_dataset.py`: logs the rows to MLflow: `python mlflow_dataset.py --tracking-uri sqlite:///mlflow.db`.
- `ro-crate-metadata.json`: the bundle as an RO-Crate (Process Run Crate)."""
