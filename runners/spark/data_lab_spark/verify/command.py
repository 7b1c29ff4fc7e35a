"""The command `verify`."""

import argparse
import json
import sys
from collections.abc import Callable

from ..errors import LabError


def add_parser(commands, setting: Callable[[str], tuple[str, str]]) -> None:
    """`setting`: reads NAME=VALUE."""
    parser = commands.add_parser("verify", help="hold a bundle against its documents and a replay of its recipe")
    parser.add_argument("bundle", help="folder of the bundle; any path that Spark takes")
    parser.add_argument("--input", help="folder of raw files that the bundle was made without")
    parser.add_argument("--master", help="Spark's master, where spark-submit does not say it: local[2], spark://…")
    parser.add_argument("--conf", action="append", default=[], type=setting, metavar="NAME=VALUE", help="a setting of Spark; several times")
    parser.add_argument("--json", action="store_true", help="one JSON document on the standard output, the error too")


def verify_command(arguments: argparse.Namespace) -> int:
    """0: the same. 1: different, or not all could be checked. 2: there is no such bundle."""
    from ..session import open_session
    from .bundle import verify

    spark = open_session(arguments.master, dict(arguments.conf))
    try:
        report = verify(spark, arguments.bundle, arguments.input)
    except LabError as error:
        if arguments.json:
            print(json.dumps({"error": error.as_json()}, ensure_ascii=False))
        else:
            print(f"{error.code}: {error.message}", file=sys.stderr)
        return 2
    finally:
        spark.stop()
    print(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if arguments.json else report.text())
    return 0 if report.verdict == "same" else 1
