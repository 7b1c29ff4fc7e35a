"""Runs one check of the exported bundles and writes what it claims.

usage: run.py GROUP/check_NAME.py [--bundle ZIP_OR_FOLDER [--expected expected.json]] [--variants FOLDER] --report report.json

A check is a file with a function `check(report, bundles)` (support.py: `Report`, `Bundles`). Each runs in a process of its own, in the virtual
environment of its group: the folder that it lies in, with its requirements.txt.

expected.json (each member optional): {"rows": n, "series": {name: {"rows": n, "missing": n, "sum": x, "anomalies": n}},
"partitioning": ["year", ...], "raw": {path in the bundle: sha256}, "splits": {name: rows}}. Sums are exact (math.fsum over the values). A variant
is a zip with such a file of the same name beside it.
"""

import argparse
import importlib.util
import json
import sys
import tempfile
from pathlib import Path

from support import Bundles, Report


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("check", type=Path)
    parser.add_argument("--bundle", type=Path)
    parser.add_argument("--expected", type=Path)
    parser.add_argument("--variants", type=Path)
    parser.add_argument("--report", type=Path, required=True)
    options = parser.parse_args()
    report = Report()
    spec = importlib.util.spec_from_file_location(options.check.stem, options.check)
    with tempfile.TemporaryDirectory() as scratch:
        bundles = report.attempt(
            "the bundles can be unpacked", lambda: Bundles(scratch, options.bundle, options.expected, options.variants)
        )
        if bundles:
            report.equal("the zips are whole", bundles.broken, [])

            def run():
                module = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(module)
                module.check(report, bundles)

            report.attempt(f"{options.check.stem} runs to its end", run)
    passed = sum(entry["ok"] for entry in report.checks)
    failed = len(report.checks) - passed
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(json.dumps({"passed": passed, "failed": failed, "checks": report.checks}, indent=2), "utf-8")
    print(f"{options.check.stem}: {passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
