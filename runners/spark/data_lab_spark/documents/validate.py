"""Documents against their JSON Schemas, before anything of them is put in place."""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources

from jsonschema import Draft202012Validator

from ..errors import LabError
from .json_text import compact

KINDS = ("dataset", "anomalies", "checks", "recipe")
#: Items that are held against their schema at a time.
CHECKED = 500


@lru_cache(maxsize=None)
def schema_of(kind: str) -> dict:
    """The JSON Schema of a kind of document."""
    return json.loads(resources.files("data_lab_spark").joinpath(f"schema/{kind}.schema.json").read_text("utf-8"))


@lru_cache(maxsize=None)
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(kind))


def check_document(file: str, kind: str, value: dict, from_: int = 0) -> None:
    """Raises LabError `document-invalid` with the document and the JSON path. `from_`: where only some items of its list are given, the place of the first of these."""
    error = next(iter(_validator(kind).iter_errors(value)), None)
    if error is None:
        return
    place = list(error.absolute_path)
    if from_ and len(place) > 1 and isinstance(place[1], int):
        place[1] += from_
    path = "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    found = compact(error.instance)
    raise LabError(
        "document-invalid",
        f"{file} does not follow its schema at {path}: {error.validator} {compact(error.validator_value)[:200]} was expected, got {found[:200]}. "
        "Nothing was kept of the bundle. This is a mistake of the runner: please report it, with the recipe.",
        path,
        file,
    )


def checked_items(file: str, kind: str, version: int, items: Iterable[dict]) -> Iterator[dict]:
    """The items of a document of one list, each held against the schema before it is given on."""
    done, group = 0, []

    def check() -> None:
        check_document(file, kind, {"format": 2, "version": version, kind: group}, done)

    check()
    for item in items:
        group.append(item)
        if len(group) < CHECKED:
            continue
        check()
        yield from group
        done, group = done + len(group), []
    check()
    yield from group
