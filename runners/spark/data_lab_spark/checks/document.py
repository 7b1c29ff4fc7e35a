"""`checks_v{n}.json`, as the lab lays it out; spec/checks.schema.json."""

import json
import math
import re
from functools import lru_cache
from importlib import resources

from jsonschema import Draft202012Validator

from ..errors import LabError
from .text import js_number
from .types import CheckResult, Example

_LONE = re.compile("[\ud800-\udfff]")
_LEFT_OUT = ("files_present", "windows_in_label_files")


def json_text(value) -> str:
    """JSON without space, as JavaScript writes it: numbers with the shortest digits, null for what is not finite."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true" if value else "false"
    if isinstance(value, str):
        return _LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
    if isinstance(value, (int, float)):
        return js_number(value) if isinstance(value, int) or math.isfinite(value) else "null"
    if isinstance(value, dict):
        return "{" + ",".join(f"{json_text(key)}:{json_text(item)}" for key, item in value.items()) + "}"
    return "[" + ",".join(map(json_text, value)) + "]"


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


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(resources.files("data_lab_spark").joinpath("schema/checks.schema.json").read_text("utf-8")))


def checks_document(results: list[CheckResult], accept: list[str], version: int = 1) -> str:
    """The text of the document, an entry a line. Raises LabError `document-invalid` where it would not follow its schema."""
    entries = [entry(result, accept) for result in results]
    error = next(_validator().iter_errors({"format": 2, "version": version, "checks": entries}), None)
    if error is not None:
        raise LabError("document-invalid", f"The document of checks does not follow its schema at {error.json_path}: {error.message}. Please report it, with the recipe.", error.json_path)
    lines = ",".join(f"\n    {json_text(one)}" for one in entries)
    return f'{{\n  "format": 2,\n  "version": {version},\n  "checks": [{lines}{chr(10) + "  " if lines else ""}]\n}}\n'
