"""What may be wrong with a bundle, with the lab's codes and sentences (docs/lab.md)."""

import json
from dataclasses import dataclass

from ..checks.text import count, plural

MAX_FINDINGS = 1000
_ORDER = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True)
class Finding:
    """`severity`: error where the bundle is not what it says, warning where something could not be shown, note. `file`: path in the bundle; `row`: from 1; `path`: in a document."""

    code: str
    severity: str
    message: str
    file: str | None = None
    row: int | None = None
    column: str | None = None
    path: str | None = None
    expected: str | None = None
    got: str | None = None

    def as_json(self) -> dict:
        return {key: value for key, value in vars(self).items() if value is not None}


class Findings:
    """Findings as they come."""

    def __init__(self):
        self.all: list[Finding] = []

    def add(self, *findings: Finding) -> None:
        self.all += findings

    def failed(self, file: str | None = None) -> bool:
        """Whether an error was found, of one file where it is given."""
        return any(one.severity == "error" and file in (None, one.file) for one in self.all)

    def verdict(self, whole: bool) -> str:
        """`whole`: whether all was checked, with a replay."""
        if self.failed():
            return "different"
        return "same" if whole and not any(one.severity == "warning" for one in self.all) else "unproven"

    def sorted(self) -> list[Finding]:
        """Errors first."""
        return sorted(self.all, key=lambda one: _ORDER[one.severity])


def _short(sha256: str) -> str:
    return f"{sha256[:12]}…"


def some(files: list[str]) -> str:
    return ", ".join(files[:5]) + (f" and {count(len(files) - 5)} more" if len(files) > 5 else "")


def not_a_bundle(missing: str) -> Finding:
    return Finding(
        "not-a-bundle",
        "error",
        f"Expected a bundle of the lab; {missing} is missing. A bundle is a folder with data/metadata/recipe.json and data/metadata/dataset_v….json; unpack one that is a zip.",
    )


def file_missing(file: str, by: str) -> Finding:
    return Finding("file-missing", "error", f"{file} is missing; {by} names it.", file)


def not_in_bundle(file: str) -> Finding:
    return Finding("file-missing", "error", f"{file} is missing; the replay makes it.", file)


def file_extra(file: str) -> Finding:
    return Finding("file-extra", "error", f"{file} is in the bundle, and no document of it names it.", file)


def file_hash(file: str, expected: str, got: str, by: str) -> Finding:
    return Finding("file-hash", "error", f"{file} has SHA-256 {_short(got)}; {by} says {_short(expected)}.", file, expected=expected, got=got)


def document_invalid(file: str, message: str, path: str | None = None) -> Finding:
    return Finding("document-invalid", "error", f"{file} does not hold to its schema: {message}", file, path=path)


def document_format(file: str) -> Finding:
    return Finding("document-format", "error", f"{file} is of another format than this version writes and checks. Verify it with the version that wrote it.", file)


def document_differs(file: str, path: str, expected: str | None, got: str | None) -> Finding:
    message = f"{file} says {'nothing' if got is None else got} at {path}; the replay gives {'nothing' if expected is None else expected}."
    return Finding("document-differs", "error", message, file, path=path, expected=expected, got=got)


def recipe_changed(file: str, expected: str, got: str) -> Finding:
    message = f"{file} is another recipe than the one that the data was made by: its SHA-256 as canonical JSON is {_short(got)}, the data set names {_short(expected)}."
    return Finding("recipe-changed", "error", message, file, expected=expected, got=got)


def raw_missing(files: list[str]) -> Finding:
    one = len(files) == 1
    message = f"The recipe was not replayed: the bundle was made without {plural(len(files), 'raw file')}, or keeps {'it' if one else 'them'} under another name, and {'it was' if one else 'they were'} not given: {some(files)}. Give all raw files beside the bundle (--input)."
    return Finding("raw-missing", "warning", message, files[0])


def raw_changed(file: str, expected: str, got: str, given: bool) -> Finding:
    """`given`: beside the bundle, so that it says nothing of the bundle."""
    message = f"{file} is not the raw file that the data was made from: its SHA-256 is {_short(got)}, the recipe names {_short(expected)}."
    return Finding("raw-changed", "warning" if given else "error", message, file, expected=expected, got=got)


def replay_failed(why: str, of_bundle: bool) -> Finding:
    """`of_bundle`: whether the bundle is at fault; else this runner cannot do its recipe."""
    return Finding("replay-failed", "error" if of_bundle else "warning", f"The recipe of the bundle could not be replayed: {why}")


def rows_differ(file: str, row: int, column: str, expected: str, got: str, where: str) -> Finding:
    """`where`: series and time of the row."""
    message = f"{file}, row {count(row)}, column {column}: the bundle has {got}, the replay {expected}{f' ({where})' if where else ''}."
    return Finding("rows-differ", "error", message, file, row, column, expected=expected, got=got)


def row_counts(folder: str, expected: int, got: int, where: str) -> Finding:
    """`where`: the first time at which the rows are not as many."""
    message = f"{folder}: the bundle has {plural(got, 'row')}, the replay {count(expected)}{f'; the first that is not in both: {where}' if where else ''}."
    return Finding("rows-differ", "error", message, folder, expected=str(expected), got=str(got))


def rows_unsorted(file: str, row: int) -> Finding:
    return Finding("rows-differ", "error", f"{file}, row {count(row)}: it comes before the row above it by series and time; the replay sorts its rows by these.", file, row)


def columns_differ(file: str, expected: str, got: str) -> Finding:
    return Finding("rows-differ", "error", f"{file} has the columns {got}; the replay makes {expected}.", file, expected=expected, got=got)


def unreadable_parquet(file: str, why: str) -> Finding:
    return Finding("bytes-differ", "error", f"{file} differs from the replay and cannot be read as Parquet: {why}", file)


def file_not_made(file: str) -> Finding:
    return Finding("file-not-made", "error", f"{file} is in the bundle, and the replay makes no such file.", file)


def rows_alike(by: str) -> Finding:
    return Finding(
        "rows-alike",
        "note",
        f"{by} wrote this bundle: its rows and documents were compared with the replay, not its bytes. Values are the same to 1e-9; series, times, labels, flags and counts exactly.",
    )


def left_out(files: list[str]) -> Finding:
    """Of the replay."""
    return Finding("left-out", "note", f"{plural(len(files), 'file')} of the replay {'is' if len(files) == 1 else 'are'} not in the bundle, and need not be: {some(files)}.")


def texts_not_compared(files: list[str]) -> Finding:
    """Texts about the data, with the words of who wrote them, and scripts."""
    return Finding("not-compared", "note", f"Hashed, and not compared with the replay, which has its own words for what {'it tells' if len(files) == 1 else 'they tell'} or makes no such file on Spark: {some(files)}.")


def version_before(version: int) -> Finding:
    return Finding("version-before", "note", f"What changed since version {version} of the data set was not compared, for that version is not at hand.")


def data_not_compared(files: list[str]) -> Finding:
    """Data in another form than rows of Parquet."""
    return Finding("not-compared", "warning", f"Hashed, and not compared with the replay, for rows are not made in this form on Spark: {some(files)}. Those in data/processed are.", files[0])


def shown(value) -> str | None:
    """A value of JSON, cut where it is long; None where there is nothing."""
    if value is ...:
        return None
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"{text[:120]}…" if len(text) > 120 else text
