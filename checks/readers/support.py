"""What every check of an exported bundle uses: claims, bundles, and copies of bundles to plant faults in."""

import json
import math
import shutil
import tempfile
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path


class Report:
    """Claims about a bundle, each of which holds or does not."""

    def __init__(self):
        self.checks = []

    def claim(self, name, ok, detail=""):
        self.checks.append({"name": name, "ok": bool(ok), "detail": str(detail)})
        print(f"{'ok  ' if ok else 'FAIL'} {name}{'' if ok else f': {detail}'}", flush=True)

    def equal(self, name, observed, expected):
        self.claim(name, observed == expected, f"expected {expected!r}, got {observed!r}")

    def attempt(self, name, action):
        """Runs a part of the check; an exception is a failed claim and not the end."""
        try:
            return action()
        except Exception as error:  # noqa: BLE001
            self.claim(name, False, f"{type(error).__name__}: {error}")
            return None

    def rejects(self, name, action):
        """Claims that `action` fails: by an exception, or by an answer that is false. For bundles with a planted fault."""
        try:
            answer = action()
        except Exception:  # noqa: BLE001
            self.claim(name, True)
            return
        self.claim(name, not answer, "the planted fault was accepted")


@dataclass
class Bundle:
    """A bundle, unpacked. `expected` as in `reports/readers/expected.json`; each member is optional."""

    name: str
    root: Path
    expected: dict = field(default_factory=dict)

    def json(self, path):
        return json.loads((self.root / path).read_text("utf-8"))

    @cached_property
    def dataset(self):
        """The description of the data set, of its latest version."""
        found = list((self.root / "data/metadata").glob("dataset_v*.json"))
        latest = max(found, key=lambda path: int(path.stem.removeprefix("dataset_v")))
        return json.loads(latest.read_text("utf-8"))

    @cached_property
    def stages(self):
        """The stages of the rows that the bundle has, the last one last."""
        dataset = self.dataset
        return [*dataset.get("earlierStages", []), dataset["processed"]]


class Bundles:
    """The bundle that the end-to-end tests exported (`main`), and others with what that one lacks (`variants`), unpacked in a folder of its own."""

    def __init__(self, scratch, main=None, expected=None, variants=None):
        self.scratch = Path(scratch)
        self.broken = []
        self.main = self._open(main, expected) if main else None
        zips = sorted(Path(variants).glob("*.zip")) if variants else []
        self.variants = [self._open(path, path.with_suffix(".json")) for path in zips]

    @property
    def all(self):
        return [*([self.main] if self.main else []), *self.variants]

    def _open(self, path, expected):
        path = Path(path)
        root = path
        if path.is_file():
            root = Path(tempfile.mkdtemp(dir=self.scratch))
            with zipfile.ZipFile(path) as archive:
                damaged = archive.testzip()
                if damaged is not None:
                    self.broken.append(f"{path}: {damaged}")
                archive.extractall(root)
        facts = json.loads(Path(expected).read_text("utf-8")) if expected and Path(expected).is_file() else {}
        return Bundle(path.stem, root, facts)

    def copy(self, bundle, without=()):
        """A copy to plant a fault in; `without`: folders or files that are left out."""
        root = Path(tempfile.mkdtemp(dir=self.scratch)) / "copy"
        left_out = {bundle.root / path for path in without}
        shutil.copytree(bundle.root, root, ignore=lambda folder, names: [name for name in names if Path(folder) / name in left_out])
        return Bundle(f"{bundle.name} (copy)", root, bundle.expected)


def edit_json(path, change):
    """Changes a JSON file in place."""
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def summary(rows):
    """Counts and the exact sum of each series, from (series, value or None, is_anomaly) rows."""
    found = {}
    for series, value, flag in rows:
        entry = found.setdefault(series, {"rows": 0, "values": [], "anomalies": 0})
        entry["rows"] += 1
        entry["anomalies"] += bool(flag)
        if value is not None and value == value:
            entry["values"].append(value)
    return {
        name: {
            "rows": entry["rows"],
            "missing": entry["rows"] - len(entry["values"]),
            "sum": math.fsum(entry["values"]),
            "anomalies": entry["anomalies"],
        }
        for name, entry in found.items()
    }
