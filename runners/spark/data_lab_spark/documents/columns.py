"""Where each column of the processed rows comes from: columns of sources, steps that are on, documents; the same words as the lab's."""

from ..ingest.layout import listed
from ..steps.plan import kind_of
from .names import document_paths

_BEFORE = ("utc", "duplicates", "missing", "outliers")


def name_of(source: dict) -> str:
    """The name of a generated source."""
    return source["synthetic"] if "synthetic" in source else source["name"]


def file_names(source: dict) -> list[str]:
    """The files of a source: of a data set of several each of them."""
    return [part["file"] for part in source["parts"]] if source.get("parts") else [source["file"]]


def _inputs(recipe: dict, part: str, generated: bool = True) -> list[dict]:
    """Columns of a recipe's sources that hold one part of their rows; of a generated one the source as a whole."""
    found = []
    for source in recipe["sources"]:
        labels = source.get("labels")
        columns = {
            "series": listed(source.get("series")),
            "time": listed(source["time"].get("column")),
            "values": source["values"],
            "labels": [labels["column"], *listed(labels.get("type"))] if labels else [],
        }[part]
        # A series is named after its file, and numbered rows have times of the recipe's own.
        if part == "series" or (part == "time" and not columns) or (part == "labels" and source.get("anomalies")):
            found.append({"source": source["file"], "column": None})
        found += [{"source": source["file"], "column": column} for column in columns]
    return found + [{"source": name_of(source), "column": None} for source in recipe["generated"] if generated]


def column_lineage(recipe: dict, stage: str, schema: list[dict], version: int) -> list[dict]:
    """The columns of the rows of a stage, each with all that it is made from. Steps that take rows away count for every column but the name of the series."""
    paths = document_paths(version)
    buckets = stage == "resampled"

    def steps(*kinds: str) -> list[int]:
        on = [(index, kind_of(step)) for index, step in enumerate(recipe["steps"]) if not step.get("off")]
        return [index for index, kind in on if kind in kinds and (buckets or kind != "resample")]

    every = steps(*_BEFORE, "resample")
    values = _inputs(recipe, "values")
    labelled = [{"source": file, "column": None} for source in recipe["labels"] for file in file_names(source)]
    labelled += _inputs(recipe, "labels", bool(recipe["injections"]))
    catalogue = [paths["anomalies"], paths["recipe"]]
    known = {
        "series": (
            "The name of the file or the generated series, with the texts of the columns that tell series apart and the name of the value column where there are several.",
            _inputs(recipe, "series"),
            [],
            [],
        ),
        "timestamp": (
            "The start of the bucket, from the times of the source in UTC." if buckets else "The time of the source in UTC.",
            _inputs(recipe, "time"),
            every,
            [],
        ),
        "value": (
            "What the last step makes of the values of each bucket, after the steps before." if buckets else "The value of the source as the steps left it.",
            values,
            every,
            [],
        ),
        "is_anomaly": ("Whether a label of the catalogue covers the row.", labelled, every, catalogue),
        "anomaly_type": ("The type of that label; of several, of the one that starts first.", labelled, every, catalogue),
        "anomaly_id": ("The id of that label, by which the catalogue has it.", labelled, every, catalogue),
        "observations": ("How many values the bucket was made from.", values, every, []),
        "outlier": ("Whether a step for outliers marked the row.", values, steps(*_BEFORE), []),
        "filled": ("Whether a step put the value in where there was none.", values, every, []),
    }
    made = []
    for column in schema:
        sentence, inputs, its_steps, documents = known[column["name"]]
        made.append({"name": column["name"], "sentence": sentence, "inputs": inputs, "steps": its_steps, "documents": documents})
    return made
