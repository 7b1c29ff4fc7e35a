"""The documents of a bundle, each put beside the rows before all goes to its place: the same as the lab's, in its order."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..checks.document import entry
from ..checks.plan import planned
from ..checks.types import CheckResult
from ..follow import Ran
from ..write import Put, last_of
from ..written import Written, WrittenFile, WrittenStage
from .anomalies import anomaly_entries, anomaly_line
from .croissant import croissant
from .dataset import VERSION, dataset_document
from .great_expectations import suite_path, suite_text
from .hugging_face import card_head
from .json_text import compact, document_text, list_pieces, object_text
from .labels import Followed, followed
from .mlflow import mlflow_script
from .nab.files import FOLDER, label_files
from .names import document_paths, schema_path
from .openlineage import open_lineage, uuid_of
from .partition import split_folder
from .processed import File, Stage, facts_of
from .readme import readme
from .ro_crate import ro_crate
from .validate import KINDS, check_document, checked_items, schema_of

#: Results of all checks, told by series the labelled windows that no label file can hold.
Results = Callable[[dict[str, int]], list[CheckResult]]


@dataclass
class Documents:
    """What was put. `files`: all of the bundle, the rows first; `dataset`: `dataset_v1.json`; `results`: of the checks; `lost`: by series labelled windows that no label file can hold."""

    files: list[File]
    dataset: dict
    results: list[CheckResult]
    lost: dict[str, int]


class _Putting:
    def __init__(self, put: Put, files: Iterable[File]):
        self._put = put
        self.files = list(files)

    def put(self, path: str, text: str) -> None:
        self._put(path, text)
        content = text.encode("utf-8")
        self.files.append(File(path, len(content), hashlib.sha256(content).hexdigest()))


def _file(one: WrittenFile) -> File:
    return File(one.path, one.bytes, one.sha256, one.rows)


def _in_order(stage: WrittenStage, splits: list[str]) -> list[File]:
    """The files of a stage, those of each split after those of the one before."""
    folders = [f"{stage.root}/{split_folder(name)}/" for name in splits]
    order = sorted(stage.files, key=lambda file: next((k for k, folder in enumerate(folders) if file.path.startswith(folder)), 0))
    return [_file(file) for file in order]


def put_documents(ran: Ran, written: Written, results: Results, put: Put, created: str, sources: list[dict], raw: list[File]) -> Documents:
    """
    `created`: ISO 8601 UTC. `sources`: what came in, as the data set's document has it; `raw`: files of it that are in the bundle. Raises LabError `document-invalid` before a document is
    put that does not follow its schema.
    """
    recipe, paths = ran.recipe, document_paths(VERSION)
    splits = [split["name"] for split in recipe.get("splits") or []]
    stages = [Stage(one.kind, one.root, _in_order(one, splits)) for one in written.stages]
    last = stages[-1].kind == last_of(recipe)
    labels = followed(ran, last)
    generated = [_file(file) for one in written.sources for file in one.files]
    to = _Putting(put, [*(file for stage in stages for file in stage.files), *raw, *generated])
    texts = label_files(ran, labels, last)
    if texts is not None:
        to.put(f"{FOLDER}/combined_labels.json", texts.labels)
        to.put(f"{FOLDER}/combined_windows.json", texts.windows)
    lost = texts.lost if texts is not None else {}
    _put_suites(ran, stages, to)
    found = results(lost)
    entries = [entry(one, recipe["export"].get("accept", [])) for one in found]
    _put_own(recipe, labels, entries, to)
    dataset = dataset_document(ran, created, sources, stages, labels, entries, to.files)
    check_document(paths["dataset"], "dataset", dataset)
    card = recipe["export"].get("huggingFace") is True
    to.put("README.md", (card_head(dataset, splits) if card else "") + readme(dataset, bool(labels), splits, card))
    to.put(paths["dataset"], document_text(dataset))
    run_id = uuid_of(hashlib.sha256(f"{dataset['recipe']['sha256']} {created}".encode()).hexdigest())
    to.put(paths["lineage"], open_lineage(dataset, recipe, run_id))
    to.put("mlflow_dataset.py", mlflow_script(dataset, splits))
    to.put("croissant.json", document_text(croissant(dataset, to.files, labels, splits)))
    to.put("ro-crate-metadata.json", document_text(ro_crate(dataset, to.files)))
    return Documents(to.files, dataset, found, lost)


def _put_suites(ran: Ran, stages: list[Stage], to: _Putting) -> None:
    recipe, final = ran.recipe, stages[-1].kind
    checks = planned(recipe.get("checks") or [], [one.name for one in ran.passes.job.series], final)
    kinds = [stage.kind for stage in stages]
    for stage in stages:
        # What is about rows that are not written is named beside the last ones.
        its = [check for check in checks if check.stage == stage.kind or (stage.kind == final and check.stage not in kinds)]
        facts = facts_of(ran, stage.kind == last_of(recipe))
        to.put(suite_path(stage.kind), suite_text(recipe["name"], stage.kind, its, facts, recipe.get("splits") or []))


def _put_own(recipe: dict, labels: list[Followed], checks: list[dict], to: _Putting) -> None:
    """The recipe, the catalogue of anomalies, the checks, and the schemas of the documents."""
    paths = document_paths(VERSION)
    check_document(paths["recipe"], "recipe", recipe)
    to.put(paths["recipe"], object_text(recipe))
    entries = checked_items(paths["anomalies"], "anomalies", VERSION, anomaly_entries(labels))
    to.put(paths["anomalies"], "".join(list_pieces("anomalies", VERSION, map(anomaly_line, entries))))
    results = checked_items(paths["checks"], "checks", VERSION, checks)
    to.put(paths["checks"], "".join(list_pieces("checks", VERSION, map(compact, results))))
    for kind in KINDS:
        to.put(schema_path(kind), document_text(schema_of(kind)))
