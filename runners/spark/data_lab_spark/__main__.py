"""`data-lab-spark run recipe.json --input FOLDER --output FOLDER`, and `data-lab-spark verify BUNDLE`."""

import argparse
import json
import sys
from datetime import datetime, timezone
from pathlib import Path

from .errors import LabError, from_tasks
from .verify.command import add_parser as add_verify
from .verify.command import verify_command


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="data-lab-spark", description="Runs recipes of the Anomaly Data Lab on Spark.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="run a recipe and write its bundle")
    run.add_argument("recipe", help="path of the recipe on this machine")
    run.add_argument("--input", required=True, help="folder of the files that the recipe names; any path that Spark takes")
    run.add_argument("--output", required=True, help="folder to write to; no bundle may be in it")
    run.add_argument("--now", type=_time, metavar="TIME", help="the time that the bundle is to bear, in UTC such as 2026-01-31T12:00:00Z; the present where absent")
    run.add_argument("--accept", action="append", default=[], metavar="NAME", help="write the bundle although the check of this name fails; several times")
    run.add_argument("--strict", action="store_true", help="end where a file is not as the recipe has it by its SHA-256")
    run.add_argument("--master", help="Spark's master, where spark-submit does not say it: local[2], spark://…")
    run.add_argument("--conf", action="append", default=[], type=_setting, metavar="NAME=VALUE", help="a setting of Spark; several times")
    run.add_argument("--json", action="store_true", help="one JSON document on the standard output, the error too")
    add_verify(commands, _setting)
    return parser.parse_args(given)


def _time(text: str) -> str:
    try:
        datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a time in UTC such as 2026-01-31T12:00:00Z; got {text}") from None
    if "T" not in text or not text.endswith("Z"):
        raise argparse.ArgumentTypeError(f"expected a time in UTC such as 2026-01-31T12:00:00Z; got {text}")
    return text


def _setting(text: str) -> tuple[str, str]:
    name, given, value = text.partition("=")
    if not given or not name:
        raise argparse.ArgumentTypeError(f"expected NAME=VALUE; got {text}")
    return name, value


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _tell(text: str) -> None:
    print(f"{text} …", file=sys.stderr, flush=True)


def _recipe(path: str, accept: list[str]) -> dict:
    """The recipe of a file. Raises LabError `file-gone`, and what reading a recipe does; `not-on-spark` before anything runs."""
    from .checks.accept import with_accepted
    from .recipe.load import load, refuse

    try:
        text = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LabError("file-gone", f"Expected a recipe at {path}; {error}. Name a file on this machine.", file=path) from None
    recipe = load(with_accepted(text, accept))
    refuse(recipe)
    return recipe


def _run(arguments: argparse.Namespace) -> dict:
    recipe = _recipe(arguments.recipe, arguments.accept)
    from .bundle import make_bundle
    from .session import open_session

    spark = open_session(arguments.master, dict(arguments.conf))
    try:
        return make_bundle(spark, recipe, arguments.input, arguments.output, arguments.now or _now(), _tell, arguments.strict).as_json()
    finally:
        spark.stop()


def _told(found: dict) -> str:
    """For a person."""
    stages = [f"{one['path']}/: {one['rows']:,} {one['stage']} rows in {one['files']:,} files" for one in found["stages"]]
    lines = [f"Wrote {found['output']}: {found['series']:,} series, {found['labels']:,} labels ({len(found['lost']):,} without a row).", *stages]
    lines += [f"{one['file']}: {one['rejected']:,} lines could not be read as rows; dataset_v1.json says why." for one in found["rejected"]]
    lines += [f"{one['file']} has SHA-256 {one['found'][:12]}…, the recipe {one['expected'][:12]}…: the bundle names the new one." for one in found["changed"]]
    stops = [f"{'warning' if one['severity'] == 'warn' else 'accepted'}: {one['name']}{', ' + one['series'] if 'series' in one else ''}: {one['observed']}" for one in found["failed"]]
    return "\n".join([*lines, *found["warnings"], *(stops or ["All checks hold."])])


def main(given: list[str] | None = None) -> int:
    """0: written. 1: the recipe or the data do not allow it. 2: wrong usage."""
    arguments = _arguments(given)
    if arguments.command == "verify":
        return verify_command(arguments)
    try:
        with from_tasks():
            found = _run(arguments)
    except LabError as error:
        if arguments.json:
            print(json.dumps({"error": error.as_json()}))
        else:
            print(f"{error.code}: {error.message}", file=sys.stderr)
        return 1
    print(json.dumps(found, ensure_ascii=False) if arguments.json else _told(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
