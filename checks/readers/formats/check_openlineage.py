"""openlineage-python takes the events of a bundle apart into its own classes and sends them on as they were."""

import json
import tempfile
import typing
import uuid
from datetime import datetime
from pathlib import Path

import attr
from openlineage.client import OpenLineageClient
from openlineage.client import facet_v2
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.serde import Serde
from openlineage.client.transport.file import FileConfig, FileTransport

PATH = "data/metadata/openlineage.ndjson"
FACETS = {
    "documentation": facet_v2.documentation_dataset.DocumentationDatasetFacet,
    "version": facet_v2.dataset_version_dataset.DatasetVersionDatasetFacet,
    "schema": facet_v2.schema_dataset.SchemaDatasetFacet,
    "storage": facet_v2.storage_dataset.StorageDatasetFacet,
    "columnLineage": facet_v2.column_lineage_dataset.ColumnLineageDatasetFacet,
    "inputStatistics": facet_v2.input_statistics_input_dataset.InputStatisticsInputDatasetFacet,
    "outputStatistics": facet_v2.output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet,
    "processing_engine": facet_v2.processing_engine_run.ProcessingEngineRunFacet,
    "jobType": facet_v2.job_type_job.JobTypeJobFacet,
}
JOB_FACETS = {**FACETS, "documentation": facet_v2.documentation_job.DocumentationJobFacet}


def made(kind, value):
    """A value as one of the package's classes, by the types that it declares; what it does not know or lacks is an error."""
    if attr.has(kind):
        hints = typing.get_type_hints(kind)
        keys = {field.name for field in attr.fields(kind)} - {"_producer", "_schemaURL", "_deleted"}
        unknown = set(value) - keys - {"_producer", "_schemaURL"}
        if unknown:
            raise TypeError(f"{kind.__name__} knows no {sorted(unknown)}")
        return kind(**{key: made(hints[key], value[key]) for key in keys if key in value})
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is list:
        return [made(arguments[0], item) for item in value]
    if origin is dict:
        return {key: made(arguments[1], item) for key, item in value.items()}
    if origin is not None and type(None) in arguments:
        return made(next(one for one in arguments if one is not type(None)), value)
    if kind in (str, int, float, bool) and not (isinstance(value, kind) or (kind is float and isinstance(value, int))):
        raise TypeError(f"expected {kind.__name__}, got {value!r}")
    return value


def facets_of(given, kinds=FACETS):
    """Facets as the package's classes, each with the schema that the package itself has."""
    found = {}
    for name, content in given.items():
        kind = kinds[name]
        if content["_schemaURL"] != kind._get_schema():
            raise ValueError(f"{name} follows {content['_schemaURL']}, the package knows {kind._get_schema()}")
        found[name] = made(kind, content)
    return found


def event_of(given):
    if given["schemaURL"] != RunEvent._get_schema():
        raise ValueError(f"the event follows {given['schemaURL']}, the package knows {RunEvent._get_schema()}")
    return RunEvent(
        eventType=RunState(given["eventType"]),
        eventTime=given["eventTime"],
        producer=given["producer"],
        run=Run(runId=given["run"]["runId"], facets=facets_of(given["run"]["facets"])),
        job=Job(namespace=given["job"]["namespace"], name=given["job"]["name"], facets=facets_of(given["job"]["facets"], JOB_FACETS)),
        inputs=[
            InputDataset(one["namespace"], one["name"], facets=facets_of(one["facets"]), inputFacets=facets_of(one["inputFacets"]))
            for one in given["inputs"]
        ],
        outputs=[
            OutputDataset(one["namespace"], one["name"], facets=facets_of(one["facets"]), outputFacets=facets_of(one["outputFacets"]))
            for one in given["outputs"]
        ],
    )


def without_producer(value):
    """What is left when the package's own name for the producer, and members that it adds empty, are set aside."""
    if isinstance(value, dict):
        return {key: without_producer(item) for key, item in value.items() if key not in ("_producer", "producer") and item not in ([], {})}
    return [without_producer(item) for item in value] if isinstance(value, list) else value


def sent(events):
    """The events as the client's transport writes them."""
    path = Path(tempfile.mkdtemp()) / "events.ndjson"
    client = OpenLineageClient(transport=FileTransport(FileConfig(append=True, log_file_path=str(path))))
    for event in events:
        client.emit(event)
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def lines_of(root):
    return [json.loads(line) for line in (root / PATH).read_text("utf-8").splitlines()]


def accepts(root):
    lines = lines_of(root)
    events = [event_of(line) for line in lines]
    for line in lines:
        uuid.UUID(line["run"]["runId"])
        datetime.fromisoformat(line["eventTime"].replace("Z", "+00:00"))
    return without_producer([Serde.to_dict(event) for event in events]) == without_producer(lines)


def check_bundle(report, bundle):
    name = f"{bundle.name}: openlineage"
    lines = lines_of(bundle.root)
    report.equal(f"{name}: the run starts and completes", [line["eventType"] for line in lines], ["START", "COMPLETE"])
    report.claim(f"{name}: the package's classes hold all that the events say", accepts(bundle.root))
    # The client adds facets of its own, such as its version.
    passed = [{key: event[key] for key in ("eventType", "inputs", "outputs")} for event in sent(event_of(line) for line in lines)]
    wanted = [{key: line[key] for key in ("eventType", "inputs", "outputs")} for line in lines]
    report.claim(f"{name}: the client sends them on", without_producer(passed) == without_producer(wanted))
    run = lines[-1]
    report.equal(f"{name}: the sources went in", [one["name"] for one in run["inputs"]], [one["path"] or one["name"] for one in bundle.dataset["sources"]])
    outputs = {one["name"]: one["outputFacets"]["outputStatistics"]["rowCount"] for one in run["outputs"]}
    report.equal(f"{name}: the stages came out with their rows", outputs, {stage["path"]: stage["rows"] for stage in bundle.stages})
    inputs = {one["name"] for one in run["inputs"]}
    for one in run["outputs"]:
        columns = [field["name"] for field in one["facets"]["schema"]["fields"]]
        lineage = one["facets"]["columnLineage"]["fields"]
        report.equal(f"{name}: each column of {one['name']} has a lineage", sorted(lineage), sorted(columns))
        fields = [field for entry in lineage.values() for field in entry["inputFields"]]
        report.claim(f"{name}: the columns of {one['name']} come from inputs of the run", fields and {field["name"] for field in fields} <= inputs)


def check_faults(report, bundles, sound):
    def faulty(change):
        copy = bundles.copy(sound)
        lines = lines_of(copy.root)
        change(lines[-1])
        (copy.root / PATH).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        return lambda: accepts(copy.root)

    report.rejects("openlineage: an event without a run is refused", faulty(lambda event: event["run"].pop("runId")))
    report.rejects("openlineage: a run that is no UUID is refused", faulty(lambda event: event["run"].update(runId="run 1")))
    report.rejects("openlineage: an unknown kind of event is refused", faulty(lambda event: event.update(eventType="DONE")))
    report.rejects(
        "openlineage: a lineage without columns is refused",
        faulty(lambda event: event["outputs"][0]["facets"]["columnLineage"].pop("fields")),
    )
    report.rejects(
        "openlineage: rows that are no number are refused",
        faulty(lambda event: event["outputs"][0]["outputFacets"]["outputStatistics"].update(rowCount="many")),
    )


def check(report, bundles):
    for bundle in bundles.all:
        report.attempt(f"{bundle.name}: openlineage reads it", lambda bundle=bundle: check_bundle(report, bundle))
    report.attempt("openlineage: faults can be planted", lambda: check_faults(report, bundles, bundles.all[-1]))
