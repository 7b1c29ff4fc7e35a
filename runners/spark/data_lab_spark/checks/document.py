"""`checks_v{n}.json`, as the lab lays it out; spec/checks.schema.json."""

from ..documents.json_text import compact, list_pieces
from ..documents.validate import check_document
from .types import CheckResult, Example

_LEFT_OUT = ("files_present", "windows_in_label_files")


def _example(one: Example) -> dict:
    return {"timestamp": one.timestamp, "value": one.value, **({} if one.series is None else {"series": one.series})}


def entry(result: CheckResult, accept: list[str]) -> dict:
    """A result as the document has it, its fields in the lab's order. `accept`: `export.accept` of the recipe."""
    named = {"id": result.id, "kind": result.kind, "expectation": result.expectation}
    series = {} if result.series is None else {"series": result.series}
    placed = {"stage": result.stage, "severity": result.severity}
    tally = {} if result.rows is None else {"rows": result.rows, "unexpected": result.unexpected}
    if result.kind in _LEFT_OUT:
        return {**placed, "pass": result.holds, "builtIn": True, **named, **series, "observed": result.observed}
    if result.built_in and result.examples is None:
        value = {} if result.value is None else {"value": result.value}
        return {**named, **series, **placed, "observed": result.observed, **value, **tally, "pass": result.holds, "builtIn": True}
    if result.examples is not None:
        tally["examples"] = [_example(one) for one in result.examples]
    # A statistic that does not exist is null.
    value = {"value": result.value} if result.value is not None or result.rows is None else {}
    made = {**named, **series, **placed, "pass": result.holds, "observed": result.observed, **tally, **value, "builtIn": result.built_in}
    stops = not (result.holds or result.built_in or result.severity == "warn")
    return made | ({"accepted": result.id in accept} if stops else {})


def checks_document(results: list[CheckResult], accept: list[str], version: int = 1) -> str:
    """The text of the document, an entry a line. Raises LabError `document-invalid` where it would not follow its schema."""
    entries = [entry(result, accept) for result in results]
    check_document(f"data/metadata/checks_v{version}.json", "checks", {"format": 2, "version": version, "checks": entries})
    return "".join(list_pieces("checks", version, map(compact, entries)))
