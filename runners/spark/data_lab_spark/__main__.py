"""`data-lab-spark run recipe.json --input FOLDER --output FOLDER`, and `data-lab-spark verify BUNDLE`."""

import argparse
import json
import posixpath
import sys
from pathlib import Path

from .errors import LabError
from .verify.command import add_parser as add_verify
from .verify.command import verify_command


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="data-lab-spark", description="Runs recipes of the Anomaly Data Lab on Spark.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="run a recipe and write its rows")
    run.add_argument("recipe", help="path of the recipe on this machine")
    run.add_argument("--input", required=True, help="folder of the files that the recipe names; any path that Spark takes")
    run.add_argument("--output", required=True, help="folder to write to; it must have no data/ yet")
    run.add_argument("--master", help="Spark's master, where spark-submit does not say it: local[2], spark://…")
    run.add_argument("--conf", action="append", default=[], metavar="NAME=VALUE", help="a setting of Spark; several times")
    run.add_argument("--json", action="store_true", help="one JSON document on the standard output, the error too")
    add_verify(commands)
    return parser.parse_args(given)


def main(given: list[str] | None = None) -> int:
    """0: written. 1: the recipe or the data do not allow it. 2: wrong usage."""
    arguments = _arguments(given)
    if arguments.command == "verify":
        return verify_command(arguments)
    from .run import run, write
    from .session import open_session
    from .storage import Storage
    from .write import free

    spark = open_session(arguments.master, dict(one.split("=", 1) for one in arguments.conf))
    try:
        free(Storage(spark, arguments.output))
        ran = run(spark, Path(arguments.recipe).read_text("utf-8"), arguments.input)
        written = write(ran, arguments.output)
    except LabError as error:
        if arguments.json:
            print(json.dumps({"error": error.as_json()}))
        else:
            print(f"{error.code}: {error.message}", file=sys.stderr)
        return 1
    finally:
        spark.stop()
    lost = [label.id for label in ran.labels if ran.kept[label.id] is None]
    if arguments.json:
        print(json.dumps({"stages": [{"stage": one.kind, "path": one.root, "files": len(one.files), "rows": one.rows} for one in written.stages], "series": len(ran.passes.job.series), "labels": len(ran.labels), "lost": lost}))
    else:
        print(f"Wrote {', '.join(posixpath.join(written.output, one.root) for one in written.stages)}: {len(ran.passes.job.series)} series, {len(ran.labels)} labels ({len(lost)} without a row).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
