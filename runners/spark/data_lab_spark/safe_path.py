"""Paths that every system can write and none takes out of its folder, made of any names."""

import re
import unicodedata

#: Names that Windows keeps for devices, whatever their extension.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_REFUSED = re.compile('[\x00-\x1f\x7f-\x9f<>:"|?*\\\\\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_LONGEST = 120


def _part(part: str) -> str:
    """One part of a path: characters that some system refuses become `_`, and neither `..` nor a device remains."""
    plain = _REFUSED.sub("_", unicodedata.normalize("NFC", part))
    ended = re.sub(r"[. ]+\Z", lambda tail: "_" * len(tail[0]), plain)
    ended = re.sub(r"\A +", "_", ended)
    named = f"_{ended}" if _RESERVED.match(ended) else ended
    if len(named) <= _LONGEST:
        return named
    found = re.search(r"\.[A-Za-z0-9]{1,8}\Z", named)
    extension = found[0] if found else ""
    return named[: _LONGEST - len(extension)] + extension


def safe_path(name: str) -> str:
    """A relative path with forward slashes."""
    parts = [_part(part) for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    return "/".join(parts) if parts else "_"


def _parents(path: str) -> list[str]:
    parts = path.lower().split("/")
    return ["/".join(parts[:k]) for k in range(1, len(parts))]


def safe_paths(names: list[str]) -> list[str]:
    """A safe path for each name, in order, no two alike even where upper and lower case are one: the later becomes `a~2.csv`. No path is a folder of another."""
    taken: set[str] = set()
    folders: set[str] = set()

    def free(path: str) -> bool:
        return path.lower() not in taken and path.lower() not in folders and not any(one in taken for one in _parents(path))

    made = []
    for name in names:
        wanted = path = safe_path(name)
        found = re.fullmatch(r"(.*?)(\.[^./]*)?", wanted, re.DOTALL)
        stem, extension = found[1], found[2] or ""
        number = 2
        while not free(path):
            path = f"{stem}~{number}{extension}"
            if any(one in taken for one in _parents(wanted)):
                path = path.replace("/", "~")
            number += 1
        taken.add(path.lower())
        folders.update(_parents(path))
        made.append(path)
    return made
