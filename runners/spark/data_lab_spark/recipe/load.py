"""Recipes: read, validated by the same JSON Schema as the lab's, and refused by name where Spark cannot do what they say."""

import json
import re
from functools import lru_cache
from importlib import resources

from jsonschema import Draft202012Validator, ValidationError, validators

from ..errors import LabError
from ..ingest.layout import file_names
from ..steps.rules import check_order, check_step_values
from .source import check_source
from .splits import check_splits
from .values import check_checks, check_ids, check_intervals, check_names, check_partition, check_paths

#: What of an export is not written, by its name in the recipe.
_NOT_WRITTEN = {
    "csv": "Each series as CSV is",
    "nab": "Series in the layout of NAB's corpus are",
}


def _with_defaults(base):
    """A validator that fills defaults in."""
    check = base.VALIDATORS["properties"]

    def fill(validator, properties, instance, schema):
        if validator.is_type(instance, "object"):
            for name, rule in properties.items():
                if "default" in rule:
                    instance.setdefault(name, json.loads(json.dumps(rule["default"])))
        yield from check(validator, properties, instance, schema)

    return validators.extend(base, {"properties": fill})


@lru_cache(maxsize=1)
def _validator():
    schema = json.loads(resources.files("data_lab_spark").joinpath("schema/recipe.schema.json").read_text("utf-8"))
    return _with_defaults(Draft202012Validator)(schema)


def load(text: str) -> dict:
    """A recipe with its defaults. Raises LabError `recipe-json`, `recipe-version`, `recipe-value` or `recipe-order` with the JSON path."""
    try:
        recipe = json.loads(text)
    except ValueError as error:
        raise LabError("recipe-json", f"Expected a recipe as JSON; {error}.", "$") from None
    if not isinstance(recipe, dict) or recipe.get("recipe") != 1:
        raise LabError("recipe-version", "Expected a recipe of version 1.", "$.recipe")
    error = next(iter(_validator().iter_errors(recipe)), None)
    if error is not None:
        raise _explained(error)
    _check_values(recipe)
    check_order(recipe["steps"])
    return recipe


def _explained(error: ValidationError) -> LabError:
    """What the schema does not let through, as an error for a person. A misspelt field explains the one that is missing, too."""
    rule, value = error.schema, error.instance
    if rule.get("additionalProperties") is False and isinstance(value, dict):
        known = rule.get("properties", {})
        stray = next((field for field in value if field not in known), None)
        if stray is not None:
            return LabError("recipe-field", f'There is no field "{stray[:80]}" here. Known are {", ".join(known)}.', error.json_path + _property(stray))
    if error.validator == "required":
        field = next(name for name in error.validator_value if name not in value)
        return LabError("recipe-value", f'The field "{field}" is missing. Add it.', error.json_path + _property(field))
    return LabError("recipe-value", f"{error.message}.", error.json_path)


def _property(name: str) -> str:
    return f".{name}" if re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII) else f"[{json.dumps(name, ensure_ascii=False)}]"


def _check_values(recipe: dict) -> None:
    """In the lab's order, so that of several faults both name the same."""
    check_paths(recipe)
    for index, source in enumerate(recipe["sources"]):
        check_source(source, f"$.sources[{index}]")
    check_step_values(recipe["steps"])
    check_names(recipe)
    check_ids(recipe["injections"], "$.injections")
    for kind in ("annotations", "edits"):
        check_ids(recipe[kind], f"$.{kind}")
        check_intervals(recipe[kind], f"$.{kind}")
    check_splits(recipe.get("splits") or [])
    check_checks(recipe.get("checks") or [])
    check_partition(recipe["export"]["partition"])


def _not_here(path: str, what: str) -> LabError:
    return LabError("not-on-spark", f"{what} Run this recipe in the page or by lab, or change it.", path)


def refuse(recipe: dict) -> None:
    """Raises LabError `not-on-spark` for what this runner cannot do, before anything runs."""
    for index, source in enumerate(recipe["sources"]):
        path = f"$.sources[{index}]"
        for name in file_names(source):
            if name.rsplit("/", 1)[-1].startswith(("_", ".")):
                raise _not_here(f"{path}.file", f"{name} has a name that Spark passes over, for it begins with a point or an underscore.")
    for index, source in enumerate(recipe["generated"]):
        if "copy" in source and recipe["export"].get("twin"):
            raise _not_here("$.export.twin", f"{source['name']} is a copy, whose rows without anomalies are not written here.")
    made = [source["synthetic"] for source in recipe["generated"] if "synthetic" in source]
    origins = {source["name"]: source["copy"] for source in recipe["generated"] if "copy" in source}
    for index, one in enumerate(recipe["injections"]):
        shapes = ([one["shape"]] if "shape" in one else one["shapes"]) + [changed["shape"] for changed in one.get("changed", {}).values() if "shape" in changed]
        for shape in shapes:
            other = shape.get("with")
            if other is not None and not one.get("off") and other.split("/")[0] not in made and other != origins.get(one["series"]):
                raise _not_here(f"$.injections[{index}]", f"{other} is read from a file; anomalies relate to generated series here, those of a copy also to what it was copied from.")
    for name, what in _NOT_WRITTEN.items():
        if recipe["export"].get(name):
            raise _not_here(f"$.export.{name}", f"{what} not written here yet.")
