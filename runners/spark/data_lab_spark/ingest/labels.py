"""Files of labels in NAB's shape, and to which series their entries belong; spec/import.md, docs/nab.md."""

import json
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from ..errors import LabError
from ..labels import Label
from ..recipe.times import instant
from .times import reader_of
from .zone import to_utc_earlier

_READ = reader_of({"format": "iso"})


@dataclass
class Entry:
    """[start, end) in microseconds UTC, under the name that the file gives the series."""

    key: str
    start: int
    end: int
    shape: str


def _time(text, path: str, file: str) -> int:
    found = _READ(text.strip()) if isinstance(text, str) else ""
    if isinstance(found, str):
        raise LabError("labels-shape", f"{file}: expected a time at {path}, got {text!r}. Correct the file.", path, file)
    return found[0]


def read_entries(text: str, source: dict) -> list[Entry]:
    """The entries of a file. Raises LabError `labels-shape` for one that is no label, unless those are skipped."""
    file = source["file"]
    try:
        value = json.loads(text)
    except ValueError as error:
        raise LabError("labels-shape", f"{file}: expected JSON; {error}.", file=file) from None
    if not isinstance(value, dict) or not all(isinstance(one, list) for one in value.values()):
        raise LabError("labels-shape", f"{file}: expected an object of lists.", file=file)
    entries: list[Entry] = []
    for key, items in value.items():
        ends = -(2**62)
        seen: set = set()
        for place, item in enumerate(items):
            path = f"$[{json.dumps(key)}][{place}]"
            try:
                window = isinstance(item, list)
                if window and len(item) != 2:
                    raise LabError("labels-shape", f"{file}: expected a start and an end at {path}.", path, file)
                start = _time(item[0] if window else item, path, file)
                last = _time(item[1], path, file) if window else start
                if last < start or (start, last, window) in seen or (window and start < ends):
                    raise LabError("labels-shape", f"{file}: expected windows in order at {path}, none twice.", path, file)
            except LabError:
                if source.get("bad") == "skip":
                    continue
                raise
            seen.add((start, last, window))
            if window:
                ends = last
            entries.append(Entry(key, start, last + 1, "window" if window else "point"))
    zone = source.get("zone", "UTC")
    if zone != "UTC":
        for entry in entries:
            start, last = to_utc_earlier(zone, np.array([entry.start, entry.end - 1], np.int64)).tolist()
            entry.start, entry.end = start, max(start, last) + 1
    return entries


def _ends(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[k:]) for k in range(len(parts))]


class _Matcher:
    """Finds the name that a key means: the equal one, else the only one that matches by its end."""

    def __init__(self, names: list[str]):
        self.all = set(names)
        self.by_end: dict[str, str | None] = {}
        for name in self.all:
            for end in _ends(name)[1:]:
                self.by_end[end] = None if end in self.by_end else name

    def find(self, key: str) -> str | None:
        if key in self.all:
            return key
        longer = self.by_end.get(key, "")
        if longer is None:
            return None
        matching = [end for end in _ends(key) if end in self.all] + ([longer] if longer else [])
        return matching[0] if len(matching) == 1 else None


def attach(entries: list[Entry], series: list[tuple[str, str]], file: str) -> list[Label]:
    """Labels of series, given as (name, file). Ids count within series and shape."""
    names, files = _Matcher([name for name, _ in series]), _Matcher([of for _, of in series])
    labels, counts = [], {}
    for entry in entries:
        name = names.find(entry.key)
        of = None if name is not None else files.find(entry.key)
        for one in [name] if name is not None else [each for each, its in series if its == of]:
            prefix = f"{one}#{entry.shape}-"
            counts[prefix] = counts.get(prefix, 0) + 1
            labels.append(Label(f"{prefix}{counts[prefix]}", one, entry.start, entry.end, "anomaly", entry.shape, "imported", {"file": file}))
    return labels


def join(files: list[list[Label]], changed: set[str]) -> list[Label]:
    """Labels of several files: a point within a window of another file for the same series is that window's anomaly. The window has its time as a stated position, and the point is left out."""
    joined = []
    windows = [_Windows(labels) for labels in files]
    for place, labels in enumerate(files):
        others = [one for other, one in enumerate(windows) if other != place]
        for label in labels:
            window = next(filter(None, (one.holding(label) for one in others)), None) if label.shape == "point" and label.id not in changed else None
            if window is None:
                joined.append(label)
            else:
                window.points = sorted({*window.points, label.start})
    return joined


class _Windows:
    """The windows of a file by series, in order of their starts."""

    def __init__(self, labels: list[Label]):
        self.by_series: dict[str, list[Label]] = {}
        for label in labels:
            if label.shape == "window":
                self.by_series.setdefault(label.series, []).append(label)
        self.starts, self.reach = {}, {}
        for series, its in self.by_series.items():
            its.sort(key=lambda one: one.start)
            self.starts[series] = [one.start for one in its]
            #: Of each the latest end of it and all before it.
            self.reach[series] = list(accumulate((one.end for one in its), max))

    def holding(self, point: Label) -> Label | None:
        """The window of the point's series that it lies in; of several the one that starts last."""
        its = self.by_series.get(point.series, [])
        for k in range(bisect_right(self.starts.get(point.series, []), point.start) - 1, -1, -1):
            if point.start < its[k].end:
                return its[k]
            if self.reach[point.series][k] <= point.start:
                return None
        return None


def collect(of_files: list[Label], injected: list[Label], recipe: dict, names: set[str]) -> list[Label]:
    """All labels: those of files with a person's changes, those of injections, and those made by hand."""
    edits = {edit["id"]: edit for edit in recipe["edits"]}
    labels = []
    for label in of_files:
        edit = edits.get(label.id, {})
        if edit.get("removed"):
            continue
        label.start = instant(edit["start"]) if "start" in edit else label.start
        label.end = instant(edit["end"]) if "end" in edit else label.end
        label.type = edit.get("type", label.type)
        label.entry |= {key: edit[key] for key in ("note", "confidence") if key in edit}
        labels.append(label)
    labels += injected
    for one in recipe["annotations"]:
        if one["series"] in names:
            entry = {key: one[key] for key in ("note", "confidence", "detector") if key in one}
            labels.append(Label(one["id"], one["series"], instant(one["start"]), instant(one["end"]), one["type"], one["shape"], one["origin"], entry))
    for place, label in enumerate(labels):
        label.place = place
    return labels
