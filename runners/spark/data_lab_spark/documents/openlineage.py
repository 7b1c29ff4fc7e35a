"""
The run as events of OpenLineage (https://openlineage.io/spec/2-0-2/OpenLineage.json): what went in, what came out, and from which columns of what went in each column
was made.
"""

from .columns import column_lineage
from .json_text import compact
from .software import APPLICATION

#: A URI, as the format wants one; the lab has no address of its own.
_PRODUCER = "urn:anomaly-data-lab"
#: Paths are those within the bundle.
_FILES = "file"
_JOBS = "anomaly-data-lab"
_DESCRIPTIONS = {
    "file": "Observations, times in {zone}.",
    "labels": "Labels, times in {zone}.",
    "synthetic": "A generated series.",
    "copy": "A generated copy of a series.",
}


def _facet(name: str, version: str, content: dict) -> dict:
    """A facet with the schema that it follows."""
    return {"_producer": _PRODUCER, "_schemaURL": f"https://openlineage.io/spec/facets/{version}/{name}.json#/$defs/{name}", **content}


def uuid_of(sha256: str) -> str:
    """An identifier made of a SHA-256 in hexadecimal: a UUID of version 8 (RFC 9562, section 5.8), for nothing here is drawn at random."""
    variant = f"{(int(sha256[16], 16) & 3) | 8:x}"
    return f"{sha256[:8]}-{sha256[8:12]}-8{sha256[13:16]}-{variant}{sha256[17:20]}-{sha256[20:32]}"


def _name(source: dict) -> str:
    return source["name"] if source["path"] is None else source["path"]


def _input(source: dict) -> dict:
    """A source, with its hash as its version."""
    facets = {"documentation": _facet("DocumentationDatasetFacet", "1-1-0", {"description": _DESCRIPTIONS[source["kind"]].format(zone=source["zone"])})}
    if source["sha256"] is not None:
        facets["version"] = _facet("DatasetVersionDatasetFacet", "1-0-1", {"datasetVersion": source["sha256"]})
    size = {} if source["bytes"] is None else {"size": source["bytes"]}
    return {
        "namespace": _FILES,
        "name": _name(source),
        "facets": facets,
        "inputFacets": {"inputStatistics": _facet("InputStatisticsInputDatasetFacet", "1-0-0", {"rowCount": source["rows"], **size})},
    }


def _lineage(column: dict, sources: dict[str, dict]) -> dict:
    """From which columns of the sources a column is made. A source as a whole has no column to be named."""
    transformations = [{"type": "DIRECT", "subtype": "TRANSFORMATION", "description": column["sentence"], "masking": False}]
    fields = [
        {"namespace": _FILES, "name": _name(sources[its["source"]]), "field": its["column"], "transformations": transformations}
        for its in column["inputs"]
        if its["column"] is not None and its["source"] in sources
    ]
    return {"inputFields": fields, "transformationDescription": column["sentence"]}


def _output(stage: dict, dataset: dict, recipe: dict) -> dict:
    """The rows of a stage."""
    sources = {source["name"]: source for source in reversed(dataset["sources"])}
    columns = column_lineage(recipe, stage["stage"], stage["schema"], dataset["version"])
    fields = [{"name": one["name"], "type": one["type"], "description": one["meaning"], "ordinal_position": place} for place, one in enumerate(stage["schema"], 1)]
    statistics = {"rowCount": stage["rows"], "size": sum(file["bytes"] for file in stage["files"]), "fileCount": len(stage["files"])}
    return {
        "namespace": _FILES,
        "name": stage["path"],
        "facets": {
            "documentation": _facet("DocumentationDatasetFacet", "1-1-0", {"description": f"The {stage['stage']} rows of {dataset['name']}."}),
            "schema": _facet("SchemaDatasetFacet", "1-2-0", {"fields": fields}),
            "storage": _facet("StorageDatasetFacet", "1-0-1", {"storageLayer": "file", "fileFormat": "parquet"}),
            "version": _facet("DatasetVersionDatasetFacet", "1-0-1", {"datasetVersion": str(dataset["version"])}),
            "columnLineage": _facet("ColumnLineageDatasetFacet", "1-2-0", {"fields": {column["name"]: _lineage(column, sources) for column in columns}}),
        },
        "outputFacets": {"outputStatistics": _facet("OutputStatisticsOutputDatasetFacet", "1-0-2", statistics)},
    }


def open_lineage(dataset: dict, recipe: dict, run_id: str) -> str:
    """`openlineage.ndjson`: the start and the end of the run, an event a line. Both bear the time at which the bundle was asked for, the only one that is known. `run_id`: of `uuid_of`."""
    application = next(one for one in dataset["software"] if one["role"] == APPLICATION)
    told = " ".join([f"Recipe {dataset['recipe']['path']}.", *(one["sentence"] for one in dataset["transformations"] if not one["off"])])
    job = {
        "namespace": _JOBS,
        "name": dataset["name"] or "dataset",
        "facets": {
            "jobType": _facet("JobTypeJobFacet", "2-0-4", {"processingType": "BATCH", "integration": "ANOMALY_DATA_LAB", "jobType": "JOB"}),
            "documentation": _facet("DocumentationJobFacet", "1-1-0", {"description": told}),
        },
    }
    engine = _facet("ProcessingEngineRunFacet", "1-1-1", {"name": application["name"], "version": application["version"]})
    inputs = [_input(source) for source in dataset["sources"]]
    outputs = [_output(stage, dataset, recipe) for stage in [*dataset.get("earlierStages", []), dataset["processed"]]]
    events = [
        {
            "eventType": kind,
            "eventTime": dataset["created"],
            "producer": _PRODUCER,
            "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
            "run": {"runId": run_id, "facets": {"processing_engine": engine}},
            "job": job,
            "inputs": inputs,
            "outputs": outputs,
        }
        for kind in ("START", "COMPLETE")
    ]
    return "".join(compact(event) + "\n" for event in events)
