"""`data-lab-spark verify`: every hash checked, every document held to its schema, the recipe replayed and compared."""

import re
import time
from dataclasses import dataclass

from pyspark.sql import SparkSession

from ..checks.text import count, plural
from ..errors import LabError
from ..ingest.raw import raw_paths
from ..storage import Storage
from .contents import Content, contents_of, is_folder, text_of
from .documents import RECIPE, Documents, compare_hashes, read_documents, versions
from .findings import MAX_FINDINGS, Findings, data_not_compared, file_extra, not_a_bundle, rows_alike, texts_not_compared
from .raw import raw_folder
from .replay import Replayed, replay

_SAME = "same: every hash holds, and the replay gives the same rows and documents, numbers to 1e-9."
_VERDICTS = {"same": _SAME, "different": "different: the bundle is not what it says.", "unproven": "unproven: no error was found, and yet not all could be checked."}


@dataclass(frozen=True)
class Report:
    """What came of looking at a bundle; `as_json` has the fields of the lab's."""

    bundle: str
    findings: Findings
    contents: dict[str, Content]
    documents: Documents | None
    replayed: Replayed | None
    seconds: float

    @property
    def verdict(self) -> str:
        """`same`: all was checked, and the replay gave the same. `different`: an error was found. `unproven`: no error, and yet not all could be checked."""
        return self.findings.verdict(self.replayed is not None)

    def as_json(self) -> dict:
        found, dataset = self.findings.sorted(), (self.documents.dataset if self.documents else None) or {}
        return {
            "bundle": self.bundle,
            "verdict": self.verdict,
            "comparison": "row by row",
            "findings": [one.as_json() for one in found[:MAX_FINDINGS]],
            "more": max(0, len(found) - MAX_FINDINGS),
            "name": dataset.get("name"),
            "version": dataset.get("version"),
            "files": len(self.contents),
            "bytes": sum(one.bytes for one in self.contents.values()),
            "documents": self.documents.valid if self.documents else 0,
            "replayed": {"files": len(self.replayed.files), "rows": self.replayed.rows} if self.replayed else None,
            "ms": round(1000 * self.seconds),
        }

    def text(self) -> str:
        told = self.as_json()
        made = f"{plural(self.replayed.rows, 'row')} made again" if self.replayed else "nothing was made again"
        lines = [
            f"{self.bundle}: {_VERDICTS[self.verdict]}",
            f"{plural(told['files'], 'file')}, {count(told['bytes'])} bytes, hashed; {plural(told['documents'], 'document')} held to {'its schema' if told['documents'] == 1 else 'their schemas'}; {made}",
            *(f"  {one['severity']} {one['code']}: {one['message']}" for one in told["findings"]),
        ]
        return "\n".join(lines + ([f"  and {plural(told['more'], 'finding')} more"] if told["more"] else []))


def verify(spark: SparkSession, bundle: str, given: str | None = None) -> Report:
    """`bundle`: its folder; `given`: a folder of raw files that it was made without. Changes nothing. Raises LabError `source-missing` where there is no such folder."""
    began, findings = time.monotonic(), Findings()
    storage = Storage(spark, bundle)
    if not is_folder(spark, storage):
        raise LabError("source-missing", f"Expected the folder of a bundle at {bundle}; there is none. Unpack a bundle that is a zip.", file=bundle)
    contents = contents_of(spark, storage)
    missing = [what for what, there in ((RECIPE, RECIPE in contents), ("data/metadata/dataset_v….json", versions(contents))) if not there]
    if missing:
        findings.add(not_a_bundle(missing[0]))
        return Report(bundle, findings, contents, None, None, time.monotonic() - began)
    documents = read_documents(contents, lambda path: text_of(spark, storage, path), findings)
    named = compare_hashes(contents, documents, findings)
    replayed = None
    if documents.recipe is not None and documents.dataset is not None:
        raw = raw_folder(spark, documents.recipe, contents, storage, given, findings)
        if raw is not None:
            replayed = replay(spark, documents, contents, storage, raw, findings)
    if named:
        findings.add(*(file_extra(path) for path in contents if path not in named and (replayed is None or path not in replayed.files)))
    if replayed is not None:
        _tell_left(documents, contents, replayed, findings)
    return Report(bundle, findings, contents, documents, replayed, time.monotonic() - began)


def _tell_left(documents: Documents, contents: dict[str, Content], replayed: Replayed, findings: Findings) -> None:
    """What of the bundle was hashed and not held against the replay."""
    known = replayed.files | set(raw_paths(documents.recipe).values()) | {RECIPE}
    left = [path for path in contents if path not in known and not path.endswith(".parquet")]
    data = [path for path in left if re.match(r"data/processed_csv/|nab/", path)]
    texts = replayed.texts + [path for path in left if path not in data]
    if texts:
        findings.add(texts_not_compared(texts))
    if data:
        findings.add(data_not_compared(data))
    if not findings.failed():
        findings.add(rows_alike(documents.by))
