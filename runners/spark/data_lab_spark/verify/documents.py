"""The documents of a bundle: read, held to their schemas, and what they say of its files."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from jsonschema import Draft202012Validator

from ..documents.json_text import canonical
from ..documents.validate import schema_of
from ..errors import LabError
from ..recipe.load import load
from .contents import Content
from .findings import Findings, document_format, document_invalid, file_hash, file_missing, recipe_changed

RECIPE = "data/metadata/recipe.json"
_DATASET = re.compile(r"data/metadata/dataset_v([1-9]\d*)\.json")
_CRATE = "ro-crate-metadata.json"
#: Documents that name the others.
_UNNAMED = ("croissant.json", _CRATE, "data.dvc", "README.md")
#: The longest document that is read as text.
_LONGEST = 256 << 20


@dataclass
class Documents:
    """`values`: of every document of JSON that was read, by path. `dataset`, `anomalies`, `checks` and `recipe` hold to their schemas, or are None."""

    version: int
    values: dict[str, object] = field(default_factory=dict)
    dataset: dict | None = None
    anomalies: dict | None = None
    checks: dict | None = None
    recipe: dict | None = None
    valid: int = 0

    def path(self, kind: str) -> str:
        return f"data/metadata/{kind}_v{self.version}.json"

    @property
    def by(self) -> str:
        """Name and version of the application that wrote the bundle."""
        application = next((one for one in (self.dataset or {}).get("software", []) if one["role"] == "application"), None)
        return f"{application['name']} {application['version']}" if application else "Another application"


def versions(paths) -> list[int]:
    """Of the data set that a bundle has documents of, the newest first."""
    return sorted((int(found[1]) for found in map(_DATASET.fullmatch, paths) if found), reverse=True)


def _is_document(path: str) -> bool:
    return path.endswith(".json") and (path.startswith(("data/metadata/", "labels/")) or "/" not in path)


def read_documents(contents: dict[str, Content], text_of: Callable[[str], str], findings: Findings) -> Documents:
    """Reads every document of JSON; `text_of` gives the text at a path. What is wrong goes to `findings`."""
    found = Documents((versions(contents) or [1])[0])
    for path, content in contents.items():
        if not _is_document(path) or content.bytes > _LONGEST:
            continue
        try:
            found.values[path] = json.loads(text_of(path))
        except ValueError as error:
            findings.add(document_invalid(path, f"it is no JSON that can be read: {error}."))
    for kind in ("dataset", "anomalies", "checks"):
        setattr(found, kind, _held(found, kind, contents, findings))
    _read_recipe(found, findings)
    return found


def _held(found: Documents, kind: str, contents: dict[str, Content], findings: Findings) -> dict | None:
    path = found.path(kind)
    if path not in found.values:
        if path not in contents:
            findings.add(file_missing(path, "the data set"))
        return None
    value = found.values[path]
    if isinstance(value, dict) and value.get("format") != 2:
        findings.add(document_format(path))
        return None
    error = next(Draft202012Validator(schema_of(kind)).iter_errors(value), None)
    if error is not None:
        findings.add(document_invalid(path, error.message[:400], error.json_path))
        return None
    found.valid += 1
    return value


def _read_recipe(found: Documents, findings: Findings) -> None:
    if RECIPE not in found.values:
        return
    value = found.values[RECIPE]
    try:
        found.recipe = load(json.dumps(value))
    except LabError as error:
        findings.add(document_invalid(RECIPE, error.message, error.path))
        return
    found.valid += 1
    expected = (found.dataset or {}).get("recipe", {}).get("sha256")
    got = hashlib.sha256(canonical(value).encode("utf-8")).hexdigest()
    if expected is not None and expected != got:
        findings.add(recipe_changed(RECIPE, expected, got))


def _recorded(documents: Documents) -> list[tuple[str, str, str]]:
    """Every file that a document names with its hash: (path, sha256, the document)."""
    recorded = []
    dataset = documents.dataset
    if dataset is not None:
        for its in (dataset, dataset["processed"], *dataset.get("earlierStages", [])):
            recorded += [(one["path"], one["sha256"], documents.path("dataset")) for one in its["files"]]
    for one in _objects(documents.values.get("croissant.json"), "distribution"):
        recorded.append((one.get("contentUrl"), one.get("sha256"), "croissant.json"))
    for one in _objects(documents.values.get(_CRATE), "@graph"):
        kinds = one.get("@type")
        if "File" in (kinds if isinstance(kinds, list) else [kinds]) and isinstance(one.get("@id"), str):
            recorded.append((unquote(one["@id"]), one.get("sha256"), _CRATE))
    return [one for one in recorded if isinstance(one[0], str) and isinstance(one[1], str) and not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|#", one[0])]


def _objects(document, key: str) -> list[dict]:
    its = document.get(key) if isinstance(document, dict) else None
    return [one for one in its if isinstance(one, dict)] if isinstance(its, list) else []


def compare_hashes(contents: dict[str, Content], documents: Documents, findings: Findings) -> set[str]:
    """Holds files to the hashes that documents name. Gives the paths of all files that may be in the bundle; none where the documents cannot be read."""
    recorded = _recorded(documents)
    told = set()
    for path, sha256, by in recorded:
        found = contents.get(path)
        if path in told or (found and found.sha256 == sha256):
            continue
        told.add(path)
        findings.add(file_hash(path, sha256, found.sha256, by) if found else file_missing(path, by))
    return {*(path for path, _, _ in recorded), *_UNNAMED, documents.path("dataset")} if recorded else set()
