"""The documents of a bundle held against those that a replay on Spark makes."""

import hashlib
import json
import re

from ..checks.built_in import LeftOut
from ..checks.evaluate import measure
from ..checks.stages import stages_there
from ..documents.processed import File
from ..documents.put import put_documents
from ..follow import Ran
from ..ingest.raw import raw_paths, source_paths
from ..safe_path import safe_paths
from ..write import roots
from ..written import Written, WrittenFile, WrittenStage
from .alike import differences
from .contents import Content
from .documents import RECIPE, Documents
from .findings import Findings, document_differs, left_out, not_in_bundle, shown, version_before

_KIND = re.compile(r"data/metadata/(dataset|anomalies|checks)_v\d+\.json")
#: Other documents whose content is that of the replay.
_SAME = re.compile(r"data/metadata/schemas/[^/]+\.json|labels/[^/]+\.json")


def hold_documents(ran: Ran, documents: Documents, contents: dict[str, Content], findings: Findings) -> tuple[set[str], list[str]]:
    """Makes the documents once more, and tells where those of the bundle differ. Gives the paths of all that were made, and those of texts of the bundle that were not compared."""
    made = _made(ran, documents, contents)
    without, texts = [], []
    for path, text in made.items():
        kind = _KIND.fullmatch(path)
        needed = kind is not None or _SAME.fullmatch(path) is not None
        if path not in contents:
            if not needed:
                without.append(path)
            elif not findings.failed(path):
                findings.add(not_in_bundle(path))
        elif path == RECIPE or (needed and path not in documents.values):
            # The replay began with it; or it was told that it cannot be read.
            continue
        elif needed:
            _hold(path, kind and kind[1], json.loads(text), documents, findings)
        elif hashlib.sha256(text.encode("utf-8")).hexdigest() != contents[path].sha256:
            texts.append(path)
    if without:
        findings.add(left_out(without))
    return set(made), texts


def _made(ran: Ran, documents: Documents, contents: dict[str, Content]) -> dict[str, str]:
    """The texts of all documents by their paths. Rows and raw files are as they lie in the bundle: they are held against the replay by themselves."""
    recipe, dataset = ran.recipe, documents.dataset
    stages = []
    for kind, root in roots(recipe):
        its = [WrittenFile(path, one.bytes, one.sha256, one.rows or 0) for path, one in contents.items() if path.startswith(f"{root}/") and path.endswith(".parquet")]
        stages.append(WrittenStage(kind, root, its))
    raw = [File(path, contents[path].bytes, contents[path].sha256) for path in raw_paths(recipe).values() if path in contents]
    paths = source_paths(recipe) if recipe["export"]["raw"] else {}
    generated = [one.name for one in ran.passes.job.series if one.kind != "file"]
    made_at = {name: f"data/raw/{path}" for name, path in zip(generated, safe_paths(generated))} if recipe["export"]["raw"] else {}
    at = {one.name: paths.get(one.name) if one.kind in ("file", "labels") else made_at.get(one.name) for one in ran.passes.sources}
    sources = [{"path": at[one.name], **one.as_json()} for one in ran.passes.sources]
    awaited = [one["observed"].removesuffix(" is awaited") for one in (documents.checks or {"checks": []})["checks"] if one["kind"] == "files_present"]
    rows = {kind: {series.name: (told.final if stage.final else told.clean).rows for series, told in zip(ran.passes.job.series, ran.told)} for kind, stage in stages_there(ran).items()}
    checked = measure(ran)
    made: dict[str, str] = {}

    def put(path: str, text: str) -> None:
        made[re.sub(r"_v1\.json$", f"_v{documents.version}.json", path)] = text

    put_documents(ran, Written("", stages), lambda lost: checked.results(rows, LeftOut(awaited, lost)), put, dataset["created"], sources, raw)
    return made


def _hold(path: str, kind: str | None, expected, documents: Documents, findings: Findings) -> None:
    """Tells the first place at which a document is not that of the replay."""
    got = documents.values[path]
    if kind is not None:
        expected = {**expected, "version": documents.version}
        if getattr(documents, kind) is None:
            return
    if kind == "dataset":
        expected = json.loads(json.dumps(expected).replace("_v1.json", f"_v{documents.version}.json"))
        if got["previous"] is not None:
            # What changed since is not known without that version.
            findings.add(version_before(got["previous"]["version"]))
            expected["previous"] = got["previous"]
    found = next(differences(kind, expected, got), None)
    if found is not None:
        place, wanted, said = found
        findings.add(document_differs(path, place, shown(wanted), shown(said)))
