"""A recipe run to a whole bundle: rows, files as they came, and documents, put into their place at once or not at all."""

from collections.abc import Callable
from dataclasses import dataclass

from pyspark.sql import SparkSession

from .checks.accept import failed
from .checks.built_in import LeftOut
from .checks.evaluate import Checked, measure, rows_written
from .documents.processed import File
from .documents.put import Documents, put_documents
from .engine.passes import answer_questions
from .errors import LabError
from .follow import Ran, follow
from .ingest.facts import SourceFacts
from .ingest.raw import put_raw, source_paths
from .run import prepare
from .storage import Storage
from .write import STAGING, Put, free, refuse_no_rows, refuse_nothing, write
from .written import Written

#: Told what is done next, in a few words.
Tell = Callable[[str], None]


@dataclass
class Bundle:
    """What was written. `created`: the time that it bears."""

    ran: Ran
    written: Written
    documents: Documents
    created: str

    def as_json(self) -> dict:
        """What the command answers."""
        ran, dataset = self.ran, self.documents.dataset
        files = self.documents.files
        sources = [one for one in dataset["sources"] if one["rejected"]]
        return {
            "output": self.written.output,
            "created": self.created,
            "stages": [{"stage": one.kind, "path": one.root, "rows": one.rows, "files": len(one.files)} for one in self.written.stages],
            "rows": sum(one.rows for one in self.written.stages),
            "files": len(files),
            "bytes": sum(one.bytes for one in files),
            "series": len(ran.passes.job.series),
            "labels": len(ran.labels),
            "lost": [label.id for label in ran.labels if ran.kept[label.id] is None],
            "changed": ran.passes.changed,
            "rejected": [{"file": one["name"], "rejected": one["rejected"]} for one in sources],
            "warnings": [warning for step in dataset["transformations"] for warning in step["warnings"]],
            "failed": failed(self.documents.results),
        }


def make_bundle(spark: SparkSession, recipe: dict, folder: str, output: str, created: str, tell: Tell = lambda _: None, strict: bool = False) -> Bundle:
    """
    `recipe`: with its defaults. `folder`: of its files; `strict`: all have the SHA-256 that the recipe says. `created`: the time that the bundle is to bear, ISO 8601 UTC. Raises LabError: `output-exists`, `nothing-to-export`, `file-changed`, `checks-failed` where a check of the
    recipe fails that nobody accepted, `document-invalid`, and what reading and steps do. Then, and after any other error, nothing of the bundle is left.
    """
    free(Storage(spark, output))
    refuse_nothing(recipe)
    tell("Reading the sources")
    passes = prepare(spark, recipe, folder)
    if strict and passes.changed:
        raise _other_files(passes.changed)
    tell(f"Asking {len(passes.job.series)} series what their steps have to know")
    answer_questions(passes)
    tell("Counting what the steps do, and following the labels")
    ran = follow(passes)
    refuse_no_rows(ran)
    tell("Evaluating the checks")
    checked = measure(ran)
    checked.refuse()
    tell("Writing the rows")
    made: list[Documents] = []

    def beside(written: Written, put: Put) -> None:
        made.append(put_bundle(ran, written, checked, Storage(spark, output), put, created, tell))

    written = write(ran, output, beside)
    return Bundle(ran, written, made[0], created)


def _other_files(changed: list[dict]) -> LabError:
    names = ", ".join(one["file"] for one in changed[:5]) + (", …" if len(changed) > 5 else "")
    many = f"{len(changed):,} files are" if len(changed) > 1 else "1 file is"
    return LabError("file-changed", f"{many} not as the recipe has them by SHA-256: {names}. Nothing was written. Without --strict, the recipe runs on them.", file=changed[0]["file"])


def put_bundle(ran: Ran, written: Written, checked: Checked, storage: Storage, put: Put, created: str, tell: Tell) -> Documents:
    """Puts all that belongs to a bundle beside rows that were written but are not in their place yet."""
    tell("Keeping the files as they came")
    raw = [File(one.path, one.bytes, one.sha256) for one in put_raw(ran.passes, storage, STAGING)]
    paths = source_paths(ran.recipe) if ran.recipe["export"]["raw"] else {}
    made = {one.series: one.root for one in written.sources if one.kind == "raw"}
    sources = [_with_path(one.as_json(), _path_of(one, paths, made)) for one in ran.passes.sources]
    tell("Writing the documents")
    rows = rows_written(ran.passes.spark, written, STAGING)
    return put_documents(ran, written, lambda lost: checked.results(rows, LeftOut([], lost)), put, created, sources, raw)


def _path_of(source: SourceFacts, paths: dict[str, str], made: dict[str, str]) -> str | None:
    """Where a source lies in the bundle: `paths` of files, `made` of generated series by their names; None where it does not, or in several folders."""
    if source.kind in ("file", "labels"):
        return paths.get(source.name)
    series = source.as_json()["series"]
    return made.get(series[0]) if len(series) == 1 else None


def _with_path(source: dict, path: str | None) -> dict:
    """A source with its place in the bundle, in the order of the lab's fields."""
    head = {key: source[key] for key in ("name", "kind")}
    return {**head, "path": path, **source}
