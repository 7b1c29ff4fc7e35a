"""Files of a recipe as a bundle keeps them: byte for byte, below `data/raw`."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ..engine.passes import Passes
from ..errors import LabError
from ..safe_path import safe_paths
from ..storage import Storage
from .facts import ReadFile
from .layout import file_names

#: Files that are copied at a time; each goes through the driver as a stream.
_AT_ONCE = 4


@dataclass(frozen=True)
class RawFile:
    """A file of data or of labels in a bundle. `name`: as the recipe has it; `path`: below the output, with forward slashes."""

    name: str
    path: str
    bytes: int
    sha256: str


def raw_paths(recipe: dict) -> dict[str, str]:
    """Where a bundle keeps each file of the recipe, of data and of labels, by its name in the recipe."""
    names = [name for source in recipe["sources"] for name in file_names(source)] + [source["file"] for source in recipe["labels"]]
    return {name: f"data/raw/{path}" for name, path in zip(names, safe_paths(names))}


def source_paths(recipe: dict) -> dict[str, str]:
    """Where a bundle keeps each source, by its name in the recipe: of one of several parts the folder."""
    paths = raw_paths(recipe)
    found = {}
    for source in (*recipe["sources"], *recipe["labels"]):
        first, name = file_names(source)[0], source["file"]
        below = (first[len(name) + 1 :] if first.startswith(f"{name}/") else first).count("/") + 1 if "parts" in source else 0
        found[name] = "/".join(paths[first].split("/")[: -below or None])
    return found


def put_raw(passes: Passes, storage: Storage, folder: str) -> list[RawFile]:
    """
    Copies the files of a recipe below `folder` of the storage where its export has them: `folder/data/raw/…`, in the order of the recipe; nothing else. Raises LabError `file-changed`
    where one is no more what was read.
    """
    recipe = passes.job.recipe
    if not recipe["export"]["raw"]:
        return []
    paths = raw_paths(recipe)

    def copy(one: ReadFile) -> RawFile:
        size, sha256 = _copied(passes, one.url, storage, f"{folder}/{paths[one.name]}")
        if sha256 != one.sha256:
            raise LabError("file-changed", f"{one.name} changed while it was being read, so nothing of it was kept. Run the recipe again once the file is complete.", file=one.name)
        return RawFile(one.name, paths[one.name], size, sha256)

    with ThreadPoolExecutor(_AT_ONCE) as threads:
        return list(threads.map(copy, passes.files))


def _copied(passes: Passes, url: str, storage: Storage, path: str) -> tuple[int, str]:
    """Bytes and SHA-256 of what was copied; none of it goes through Python."""
    jvm = passes.spark._jvm
    where = jvm.org.apache.hadoop.fs.Path(url)
    digest = jvm.java.security.MessageDigest.getInstance("SHA-256")
    stream = jvm.java.security.DigestInputStream(where.getFileSystem(passes.spark._jsc.hadoopConfiguration()).open(where), digest)
    try:
        out = storage.create(path)
        try:
            size = stream.transferTo(out)
        finally:
            out.close()
    finally:
        stream.close()
    return size, bytes(digest.digest()).hex()
