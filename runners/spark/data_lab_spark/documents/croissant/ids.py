"""Names of files within the document."""

from ..media import uri_of


def id_of(path: str) -> str:
    """A path, percent-encoded but for blanks, which become `+`: mlcroissant refuses an `@id` with white space, also where that is encoded. No two paths share one."""
    return uri_of(path).replace("%20", "+")
