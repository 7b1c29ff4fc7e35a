"""What a source of the recipe says of its columns; spec/import.md."""

from ..errors import LabError


def listed(names) -> list[str]:
    return [] if names is None else [names] if isinstance(names, str) else list(names)


def series_name(source: dict, column: str, key: str | None = None) -> str:
    """The file's path, then the key, then the column where there are several."""
    parts = [source["file"], *([] if key is None else [key]), *([column] if len(source["values"]) > 1 else [])]
    return ":".join(parts)


def key_of(cells: list[str]) -> str:
    return cells[0] if len(cells) == 1 else ":".join(cell.replace("\\", "\\\\").replace(":", "\\:") for cell in cells)


def header_names(cells: list[str]) -> list[str]:
    """Names of columns from a header: an empty one is called after its place, one that occurs again is numbered."""
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        base = name = cell.strip() or f"column {place}"
        number = 2
        while name in names:
            name = f"{base} ({number})"
            number += 1
        names.append(name)
    return names


def place_of(source: dict, columns: list[str], name: str) -> int:
    if name not in columns:
        raise LabError("column-unknown", f'{source["file"]} has no column "{name}". Its columns are {", ".join(columns[:20])}.', file=source["file"])
    return columns.index(name)
