"""Paths of files as Spark tells them."""

from urllib.parse import unquote, urlparse


def key_of_path(address: str) -> str:
    """What Spark's address of a file and ours have in common: the path without scheme and host."""
    return unquote(urlparse(address).path)
