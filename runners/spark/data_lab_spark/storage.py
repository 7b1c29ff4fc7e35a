"""Files and folders of any system that Spark reaches, through Hadoop's FileSystem in the driver."""

import posixpath
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from py4j.java_gateway import is_instance_of
from pyspark.sql import SparkSession

#: Renames at a time: each waits for the system, hardly for this machine.
_AT_ONCE = 16
#: In a folder whose content is on its way into its place, the names of what goes first.
_PLACED = "_placed"


class Storage:
    """What lies below a folder. Paths are relative to it."""

    def __init__(self, spark: SparkSession, root: str):
        self.root = root
        self._path = spark._jvm.org.apache.hadoop.fs.Path
        self._system = self._path(root).getFileSystem(spark._jsc.hadoopConfiguration())
        # A local file's checksum lies beside it and would stay there: what is moved here was just written and is hashed.
        checked = is_instance_of(spark._sc._gateway, self._system, "org.apache.hadoop.fs.ChecksumFileSystem")
        self._mover = self._system.getRawFileSystem() if checked else self._system

    def at(self, path: str):
        return self._path(self.full(path))

    def full(self, path: str) -> str:
        return posixpath.join(self.root, path)

    def exists(self, path: str) -> bool:
        return self._system.exists(self.at(path))

    def remove(self, path: str) -> None:
        """Removes a file or a folder and all below it; nothing where it is not there."""
        self._system.delete(self.at(path), True)

    def files(self, path: str) -> list[str]:
        """The files below a folder; those whose names begin with a dot or `_` are not data."""
        found = []
        if not self.exists(path):
            return found
        top = self._system.makeQualified(self.at(path)).toUri().getPath().rstrip("/")
        listed = self._system.listFiles(self.at(path), True)
        while listed.hasNext():
            whole = listed.next().getPath().toUri().getPath()
            below = whole[len(top) + 1 :]
            if below.rpartition("/")[2][0] not in "._":
                found.append(posixpath.join(path, below))
        return found

    def move(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Renames files, many at a time. Raises OSError where the system refuses one."""
        pairs = list(pairs)
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            list(threads.map(self._mover.mkdirs, [self.at(one) for one in sorted({posixpath.dirname(to) for _, to in pairs})]))
            moved = list(threads.map(lambda pair: self._mover.rename(self.at(pair[0]), self.at(pair[1])), pairs))
        for (from_, to), done in zip(pairs, moved):
            if not done:
                raise OSError(f"{self.full(from_)} could not be renamed to {self.full(to)}")

    def qualified(self, path: str) -> str:
        """The whole path, with the name of its system."""
        return self._system.makeQualified(self.at(path)).toString()

    def into_place(self, folder: str, last: str = "data") -> None:
        """
        Brings what lies in a folder into its place beside it, `last` at the end with one rename, and removes the folder. Where that fails, nothing is in its place. What came first is listed in the
        folder, so that `undo` takes it away after a run that was killed in between. Raises OSError.
        """
        names = [name for name in self.names(folder) if name != last and not name.startswith("_")]
        self.put(f"{folder}/{_PLACED}", "\n".join(names))
        for name in [*names, last]:
            if not self._mover.rename(self.at(f"{folder}/{name}"), self.at(name)):
                self.undo(folder)
                raise OSError(f"{self.full(folder)}/{name} could not be renamed to {self.full(name)}")
        self.remove(folder)

    def create(self, path: str):
        """A stream of Java's to a new file."""
        return self._mover.create(self.at(path), False)

    def undo(self, folder: str) -> None:
        """Removes a folder, and what `into_place` brought out of it."""
        if self.exists(f"{folder}/{_PLACED}"):
            for name in self._read(f"{folder}/{_PLACED}").splitlines():
                if not self.exists(f"{folder}/{name}"):
                    self.remove(name)
        self.remove(folder)

    def names(self, path: str) -> list[str]:
        """What lies in a folder, in order; nothing where it is not there."""
        return sorted(one.getPath().getName() for one in self._system.listStatus(self.at(path))) if self.exists(path) else []

    def _read(self, path: str) -> str:
        stream = self._mover.open(self.at(path))
        try:
            return bytes(stream.readAllBytes()).decode("utf-8")
        finally:
            stream.close()

    def put(self, path: str, text: str) -> None:
        """Writes a new file."""
        stream = self.create(path)
        try:
            stream.write(bytearray(text.encode("utf-8")))
        finally:
            stream.close()
