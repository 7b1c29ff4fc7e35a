"""What goes wrong on purpose, as data: a code, a message, and where."""


class LabError(Exception):
    """`path`: JSON path in the recipe; `file`: a source. The message says what was expected, what came and what to do."""

    def __init__(self, code: str, message: str, path: str | None = None, file: str | None = None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.path = path
        self.file = file

    def __reduce__(self):
        return LabError, (self.code, self.message, self.path, self.file)

    def as_json(self) -> dict:
        given = {"code": self.code, "message": self.message, "path": self.path, "file": self.file}
        return {key: value for key, value in given.items() if value is not None}
