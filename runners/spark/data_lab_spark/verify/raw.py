"""The raw files of the recipe of a bundle: its own, or those given beside it."""

from pyspark.sql import SparkSession

from ..ingest.raw import raw_paths
from ..storage import Storage
from .contents import Content, hash_of
from .findings import Findings, raw_changed, raw_missing


def _named(recipe: dict) -> list[tuple[str, str | None]]:
    """Names of all files with the SHA-256 that the recipe states."""
    sources = [one for source in recipe["sources"] for one in source.get("parts", [source])]
    return [(one["file"], one.get("sha256")) for one in [*sources, *recipe["labels"]]]


def raw_folder(spark: SparkSession, recipe: dict, contents: dict[str, Content], bundle: Storage, given: str | None, findings: Findings) -> str | None:
    """The folder that has all raw files by their names; None where there is none, or where one that was given is another file, which is told."""
    named, paths = _named(recipe), raw_paths(recipe)
    for name, sha256 in named:
        own = contents.get(paths[name])
        if own is not None and sha256 not in (None, own.sha256):
            findings.add(raw_changed(name, sha256, own.sha256, False))
    # A file whose name is no safe path lies elsewhere in the bundle, where a run does not find it.
    missing = [name for name, _ in named if paths[name] not in contents or paths[name] != f"data/raw/{name}"]
    if not missing:
        # One that was changed is replayed: what follows from it is told too.
        return bundle.full("data/raw")
    beside = Storage(spark, given) if given is not None else None
    absent = missing if beside is None else [name for name, _ in named if not beside.exists(name)]
    if absent:
        findings.add(raw_missing(absent))
        return None
    changed = [(name, sha256, got) for name, sha256 in named if sha256 is not None and (got := hash_of(spark, beside, name)[1]) != sha256]
    findings.add(*(raw_changed(*one, True) for one in changed))
    return None if changed else given
