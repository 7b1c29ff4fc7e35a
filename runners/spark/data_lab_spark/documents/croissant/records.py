"""The rows of a bundle as sets of files and of records."""

from ..media import PARQUET
from ..partition import split_folder

_TYPES = {"STRING": "sc:Text", "DOUBLE": "cr:Float64", "BOOLEAN": "sc:Boolean", "INT32": "cr:Int32"}
#: Columns that say whether a row is anomalous, and how.
_LABELS = ("is_anomaly", "anomaly_type")
#: Croissant's classes of splits, by the names that people give them.
_KINDS = {
    "train": "cr:TrainingSplit",
    "training": "cr:TrainingSplit",
    "val": "cr:ValidationSplit",
    "valid": "cr:ValidationSplit",
    "validation": "cr:ValidationSplit",
    "dev": "cr:ValidationSplit",
    "test": "cr:TestSplit",
    "testing": "cr:TestSplit",
}


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


def _split_set(splits: list[str]) -> dict:
    """The names of the splits, and what Croissant calls them where it knows each."""
    known = all(name.lower() in _KINDS for name in splits)

    def field(name: str, types) -> dict:
        return {"@type": "cr:Field", "@id": f"splits/{name}", "name": name, "dataType": types}

    return {
        "@type": "cr:RecordSet",
        "@id": "splits",
        "name": "splits",
        "description": "Parts of each series in order of time.",
        "dataType": "cr:Split",
        "key": {"@id": "splits/name"},
        "field": [field("name", "sc:Text"), *([field("url", ["sc:URL", "cr:Split"])] if known else [])],
        "data": [{"splits/name": name, **({"splits/url": _KINDS[name.lower()]} if known else {})} for name in splits],
    }


def _split_field(records: str, files: str) -> dict:
    """The split of a row: a part of the path of its file. The pattern takes a bare name too, for mlcroissant applies it twice."""
    return {
        "@type": "cr:Field",
        "@id": f"{records}/split",
        "name": "split",
        "description": "The split that the row is in.",
        "dataType": "sc:Text",
        "source": {"fileSet": {"@id": files}, "extract": {"fileProperty": "fullpath"}, "transform": {"regex": f"^(?:.*/{split_folder('')})?([A-Za-z0-9_]+)(?:/.*)?$"}},
        "references": {"field": {"@id": "splits/name"}},
    }


def record_sets(dataset: dict, splits: list[str]) -> list[dict]:
    """A set of records for each stage, and before them that of the splits where the rows are split."""
    return ([_split_set(splits)] if splits else []) + [
        {
            "@type": "cr:RecordSet",
            "@id": records,
            "name": records,
            "description": f"The {of['stage']} rows.",
            "field": [*(_field(records, files, column) for column in of["schema"]), *([_split_field(records, files)] if splits else [])],
        }
        for files, records, of in _stages(dataset)
    ]
