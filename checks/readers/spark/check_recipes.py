"""The runner refuses the recipes that the lab refuses, by the same code and at the same place."""

import json
import sys
from pathlib import Path

RUNNER = Path("runners/spark")
REFUSED = Path("reports/readers/parity/refused.json")
#: As the unit tests of the lab have them.
PATTERNS = (
    ("a*", "abc", True),
    ("*c", "abcc", True),
    ("a?c", "abc", True),
    ("a?c", "ac", False),
    ("a?c", "a\U0001f600c", True),
    ("*.csv:*", "x/y.csv:temp", True),
    ("a.c", "abc", False),
    ("*", "", True),
    ("a*b*c", "a1b2b3c", True),
    ("a*b*c", "a1b2b3", False),
    ("x[1]", "x[1]", True),
)


def check(report, bundles):
    sys.path.insert(0, str(RUNNER))
    from data_lab_spark.errors import LabError
    from data_lab_spark.recipe.load import load
    from data_lab_spark.steps.plan import is_for

    refused = json.loads(REFUSED.read_text("utf-8"))
    report.claim("there are recipes that the lab refuses", len(refused) > 40, len(refused))
    for one in refused:
        try:
            load(json.dumps(one["recipe"]))
            found = "nothing"
        except LabError as error:
            found = error.code, error.path
        report.equal(one["name"], found, (one["code"], one["path"]))
    for pattern, name, taken in PATTERNS:
        report.equal(f"a step for {pattern} takes {name}", is_for({"for": [pattern]}, name), taken)
    # By a regular expression it would take longer than anybody waits.
    report.claim("a pattern of many stars and a long name are answered at once", not is_for({"for": ["*a" * 400]}, "a" * 399 + "b" * 3000))
