"""Media types of files, and their paths as parts of addresses."""

from urllib.parse import quote

#: The media type by which mlcroissant knows Parquet; it knows no other.
PARQUET = "application/x-parquet"
_MEDIA = {
    "csv": "text/csv",
    "dvc": "application/yaml",
    "gz": "application/gzip",
    "json": "application/json",
    "md": "text/markdown",
    "ndjson": "application/x-ndjson",
    "parquet": PARQUET,
    "py": "text/x-python",
    "sql": "application/sql",
}


def media_of(path: str) -> str:
    """By the end of its name."""
    return _MEDIA.get(path.rsplit(".", 1)[-1].lower(), "application/octet-stream")


def uri_of(path: str) -> str:
    """A path as a relative URI."""
    return quote(path, safe="/=!'()*")
