"""The runner refuses the recipes that the lab refuses, by the same code and at the same place."""

import json
import sys
from pathlib import Path

RUNNER = Path("runners/spark")
REFUSED = Path("reports/readers/parity/refused.json")


def check(report, bundles):
    sys.path.insert(0, str(RUNNER))
    from data_lab_spark.errors import LabError
    from data_lab_spark.recipe.load import load

    refused = json.loads(REFUSED.read_text("utf-8"))
    report.claim("there are recipes that the lab refuses", len(refused) > 40, len(refused))
    for one in refused:
        try:
            load(json.dumps(one["recipe"]))
            found = "nothing"
        except LabError as error:
            found = error.code, error.path
        report.equal(one["name"], found, (one["code"], one["path"]))
