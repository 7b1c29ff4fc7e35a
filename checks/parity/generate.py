"""Writes spec/parity/*.json: recipes, the texts of their files, and what must come, by the reference.

usage: generate.py [--check]: with it nothing is written, and the exit code is 1 where a file is out of date.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from cases import themes  # noqa: E402
from reference import recipe as reference  # noqa: E402
from reference.duplicates import Refused  # noqa: E402

_WIDTH = 180
TARGET = Path(__file__).parents[2] / "spec/parity"


def expected(run) -> dict:
    """What must come of a run."""
    recipe = run.recipe()
    try:
        found = reference.run(recipe, run.files, run.theme.zones)
    except Refused as refused:
        if not run.refused:
            raise
        return {"refused": refused.code}
    assert not run.refused, f"{run.theme.name}: {run.about} was expected to be refused"
    return found


def text(theme) -> str:
    """The file of a theme: a row, a step, a label on each line."""
    zones = {name: {"offset": zone.offset, "changes": [list(change) for change in zone.changes]} for name, zone in theme.zones.items()}
    runs = []
    for run in theme.runs:
        runs.append({**({"about": run.about} if run.about else {}), "recipe": run.recipe(), "files": run.files, "expected": expected(run)})
    return _lines({"about": theme.about, "zones": zones, "runs": runs}) + "\n"


def _lines(value, depth: int = 0) -> str:
    """JSON in which what fits a line stands on one, so that a source, a row, what a step counted is a line."""
    whole = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or not value or (depth > 2 and len(whole) <= _WIDTH):
        return whole
    pad, end = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict):
        inner = [f"{json.dumps(key, ensure_ascii=False)}: {_lines(one, depth + 1)}" for key, one in value.items()]
        return "{\n" + ",\n".join(pad + one for one in inner) + f"\n{end}}}"
    return "[\n" + ",\n".join(pad + _lines(one, depth + 1) for one in value) + f"\n{end}]"


def main(given: list[str]) -> int:
    files = {f"{theme.name}.json": text(theme) for theme in themes()}
    there = {path.name: path.read_text("utf-8") for path in TARGET.glob("*.json") if path.name != "parity.schema.json"}
    if "--check" in given:
        old = sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name))
        print("\n".join(old) if old else f"{len(files)} files are up to date")
        return 1 if old else 0
    TARGET.mkdir(exist_ok=True)
    for name in there.keys() - files.keys():
        (TARGET / name).unlink()
    for name, content in files.items():
        (TARGET / name).write_text(content, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
