"""What goes wrong on purpose, as data: a code, a message, and where."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager


class LabError(Exception):
    """`path`: JSON path in the recipe; `file`: a source. The message says what was expected, what came and what to do."""

    def __init__(self, code: str, message: str, path: str | None = None, file: str | None = None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.path = path
        self.file = file

    def __str__(self) -> str:
        """As JSON: of what a task raises Spark keeps the text alone."""
        return json.dumps(self.as_json())

    def __reduce__(self):
        return LabError, (self.code, self.message, self.path, self.file)

    def as_json(self) -> dict:
        given = {"code": self.code, "message": self.message, "path": self.path, "file": self.file}
        return {key: value for key, value in given.items() if value is not None}


#: The last line of what Python says of an exception.
_RAISED = re.compile(r"^(?:\w+\.)*LabError: (\{.*\})$", re.MULTILINE)


@contextmanager
def from_tasks() -> Iterator[None]:
    """Raises what a task raised on purpose as what it was."""
    try:
        yield
    except LabError:
        raise
    except Exception as error:
        found = _RAISED.search(str(error))
        if not found:
            raise
        told = json.loads(found[1])
        raise LabError(told["code"], told["message"], told.get("path"), told.get("file")) from error
