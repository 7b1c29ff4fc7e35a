"""The rows of a bundle as sets of files and of records."""

from ..media import PARQUET

_TYPES = {"STRING": "sc:Text", "DOUBLE": "cr:Float64", "BOOLEAN": "sc:Boolean", "INT32": "cr:Int32"}
#: Columns that say whether a row is anomalous, and how.
_LABELS = ("is_anomaly", "anomaly_type")


def _stages(dataset: dict) -> list[tuple[str, str, dict]]:
    """Of one stage the set of files is named as what it is; of several each as its stage."""
    if not dataset.get("earlierStages"):
        return [("processed", "rows", dataset["processed"])]
    return [(of["stage"], f"{of['stage']}-rows", of) for of in [*dataset["earlierStages"], dataset["processed"]]]


def file_sets(dataset: dict) -> list[dict]:
    """The Parquet files of each stage. The pattern is one that finds files both in the folder itself and below it."""
    return [
        {
            "@type": "cr:FileSet",
            "@id": name,
            "name": name,
            "description": f"The {of['stage']} rows, sorted by series and time within each file.",
            "encodingFormat": PARQUET,
            "includes": f"{of['path']}/**.parquet",
        }
        for name, _, of in _stages(dataset)
    ]


def _field(records: str, files: str, column: dict) -> dict:
    name, type_ = column["name"], _TYPES.get(column["type"], "sc:DateTime")
    return {
        "@type": "cr:Field",
        "@id": f"{records}/{name}",
        "name": name,
        "description": column["meaning"],
        "dataType": [type_, "cr:Label"] if name in _LABELS else type_,
        "source": {"fileSet": {"@id": files}, "extract": {"column": name}},
    }


def record_sets(dataset: dict) -> list[dict]:
    """A set of records for each stage."""
    return [
        {
            "@type": "cr:RecordSet",
            "@id": records,
            "name": records,
            "description": f"The {of['stage']} rows.",
            "field": [_field(records, files, column) for column in of["schema"]],
        }
        for files, records, of in _stages(dataset)
    ]
