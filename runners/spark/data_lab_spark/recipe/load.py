"""Recipes: read, validated by the same JSON Schema as the lab's, and refused by name where Spark cannot do what they say."""

import json
from functools import lru_cache
from importlib import resources

from jsonschema import Draft202012Validator, validators

from ..errors import LabError
from ..ingest.layout import file_names
from ..steps.rules import check_steps
from .splits import check_splits

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
        raise LabError("recipe-value", f"{error.message}.", error.json_path)
    check_steps(recipe["steps"])
    check_splits(recipe.get("splits") or [])
    return recipe


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
