"""`croissant.json`: each file with its hash, the Parquet files of each stage as one set, its fields, and what is known of origin, processing and limits."""

import re

from ..labels import Followed
from ..media import media_of
from ..processed import File
from .context import CONTEXT
from .ids import id_of
from .provenance import provenance, responsible_ai
from .records import file_sets, record_sets


def licence_url(licence: str) -> str:
    """A licence by its address: that of the SPDX list where it is named by its identifier, as Croissant recommends."""
    return f"https://spdx.org/licenses/{licence}" if re.fullmatch(r"[A-Za-z0-9.+-]+", licence) else licence


def agent_of(creator: dict) -> dict:
    """A person or organisation as schema.org has them."""
    kind = "sc:Organization" if creator.get("kind") == "organisation" else "sc:Person"
    return {"@type": kind, "name": creator["name"], **{key: creator[key] for key in ("url", "email") if key in creator}}


def description_of(dataset: dict) -> str:
    """The description that a person gave, or what is known of the rows."""
    said, processed = dataset["about"]["description"], dataset["processed"]
    return f"Time series prepared for anomaly detection: {len(processed['series'])} series, {processed['rows']} rows." if said is None else said


def croissant(dataset: dict, files: list[File], labels: list[Followed], splits: list[str]) -> dict:
    """`files`: all of the bundle that are there; `splits`: their names in order of time. `licence`, `creator`, `url` and their like are those of the recipe's `about`; absent where it is silent."""
    about = dataset["about"]
    said = {
        "license": None if about["licence"] is None else licence_url(about["licence"]),
        "url": about["url"],
        "citeAs": about["citation"],
        "creator": None if about["creators"] is None else [agent_of(one) for one in about["creators"]],
        "keywords": about["keywords"],
    }
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
        "name": dataset["name"] if about["title"] is None else about["title"],
        "description": description_of(dataset),
        "version": f"{dataset['version']}.0.0",
        "dateCreated": dataset["created"],
        "datePublished": dataset["created"],
        **{name: value for name, value in said.items() if value is not None},
        **responsible_ai(dataset, labels),
        **provenance(dataset),
        "distribution": [*map(_file_object, files), *file_sets(dataset)],
        "recordSet": record_sets(dataset, splits),
    }


def _file_object(file: File) -> dict:
    return {
        "@type": "cr:FileObject",
        "@id": id_of(file.path),
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": media_of(file.path),
        "sha256": file.sha256,
    }
