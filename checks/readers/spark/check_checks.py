"""Checks of every kind, evaluated on Spark, come to the lab's document of checks: verdicts, texts, counts and examples exactly, statistics to 1e-9. What nobody accepted stops a run before anything is written."""

import copy
import json
import math
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from check_spark import RUNNER, RUNS, SETTINGS, opened  # noqa: E402

CHECKED = RUNS / "checked"
#: A statistic differs in its last digits at most.
CLOSE = 1e-9


def same(a, b):
    """Whether two values of JSON are the same, numbers with a fraction to 1e-9."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if {type(a), type(b)} in ({float}, {float, int}):
        return math.isclose(a, b, rel_tol=CLOSE, abs_tol=1e-12)
    return type(a) is type(b) and a == b


def differences(found, wanted):
    """Fields in which two entries differ."""
    return [key for key in sorted({*found, *wanted}) if not same(found.get(key, ...), wanted.get(key, ...))]


def unlike(entries, wanted):
    """Where documents have other entries than they should, or in another order."""
    if len(entries) != len(wanted):
        return [(len(entries), len(wanted), "entries")]
    return [(found, other, keys) for found, other in zip(entries, wanted) if (keys := differences(found, other))]


def laid_out(text, wanted):
    """Lines that are not the lab's, byte for byte, though the values are the same."""
    pairs = [(a, b) for a, b in zip(text.split("\n"), wanted.split("\n")) if a != b]
    return [(a, b) for a, b in pairs if not a.startswith("    {") or json.loads(a.rstrip(",")) == json.loads(b.rstrip(","))]


def faults(entries):
    """Changes to a document, each of which has to be found: (what, entries)."""
    for what, key, change in (
        ("a verdict", "pass", lambda value: not value),
        ("a text", "observed", lambda value: value + "!"),
        ("a count", "unexpected", lambda value: value + 1),
        ("an example", "examples", lambda value: value[1:]),
        ("a statistic", "value", lambda value: value * (1 + 1e-8)),
    ):
        planted = copy.deepcopy(entries)
        one = next(one for one in planted if one.get(key) not in (None, [], 0))
        one[key] = change(one[key])
        yield what, planted
    yield "an entry left out", entries[1:]
    yield "entries in another order", [entries[1], entries[0], *entries[2:]]


def cut_at(rows):
    """From now on series are cut in stretches of about so many rows, so that much lies between two of them."""
    from data_lab_spark import run
    from data_lab_spark.engine import ordered, unit

    run.cut_grids = lambda grids, first: [unit.cut_grid(first + place, one.start, one.step, one.rows, rows) for place, one in enumerate(grids)]
    unit.cut_counts.__defaults__ = (rows,)
    ordered.TARGET_ROWS = rows


def check(report, bundles):
    if shutil.which("java") is None:
        print("Java is not here: checks were not evaluated on Spark")
        return
    sys.path.insert(0, str(RUNNER))
    from data_lab_spark.checks.document import checks_document
    from data_lab_spark.checks.evaluate import measure, rows_written
    from data_lab_spark.checks.kinds import KINDS
    from data_lab_spark.errors import LabError
    from data_lab_spark.run import run
    from data_lab_spark.session import open_session
    from data_lab_spark.write import STAGING, write

    spark = open_session("local[2]", SETTINGS)
    spark.sparkContext.setLogLevel("OFF")
    seen, failing = set(), set()
    for name, rows in (("clean", 250), ("resampled", 1 << 20)):
        cut_at(rows)
        bundle = opened(CHECKED / f"{name}.zip", bundles.scratch)
        recipe = bundle.json("data/metadata/recipe.json")
        ran = run(spark, json.dumps(recipe), str((bundle.root / "data/raw").resolve()))
        cut = {one.name: len(one.units) for one in ran.passes.job.series}
        report.claim(f"{name}: series are cut", rows > 300 or all(units > 1 for units in cut.values()), cut)
        checked = measure(ran)
        accept = recipe["export"]["accept"]
        checked.refuse()
        texts = []
        output = str(Path(tempfile.mkdtemp(dir=bundles.scratch)) / "out")
        write(ran, output, lambda written, put: texts.append(checks_document(checked.results(rows_written(spark, written, STAGING)), accept)))
        wanted = (bundle.root / "data/metadata/checks_v1.json").read_text("utf-8")
        entries, others = json.loads(texts[0])["checks"], json.loads(wanted)["checks"]
        bad = unlike(entries, others)
        report.claim(f"{name}: each entry is the lab's, in its order", not bad, f"{len(bad)} differ, such as {bad[:2]}")
        odd = laid_out(texts[0], wanted)
        report.claim(f"{name}: what has the lab's values has its bytes", not odd, f"{odd[:1]}")
        equal = sum(a == b for a, b in zip(texts[0].split("\n"), wanted.split("\n")))
        print(f"{name}: {equal} of {len(others) + 5} lines are the lab's byte for byte; {checked.passes} passes over the rows")
        seen |= {one["kind"] for one in entries if not one["builtIn"]}
        failing |= {one["kind"] for one in entries if not one["builtIn"] and not one["pass"]}
        for what, planted in faults(entries):
            report.rejects(f"{name}: {what}, planted, is found", lambda planted=planted: not unlike(planted, others))
        if name == "resampled":
            ran.recipe = {**ran.recipe, "export": {**ran.recipe["export"], "accept": []}}
            lab = json.loads((CHECKED / "refused.json").read_text("utf-8"))["error"]
            try:
                checked.refuse()
                report.claim("what nobody accepted stops the run", False)
            except LabError as error:
                report.equal("what nobody accepted stops the run, as the lab says it", (error.code, error.path, error.message), (lab["code"], lab["path"], lab["message"]))
    report.equal("checks of every kind were evaluated", seen, set(KINDS))
    report.claim("nearly every kind failed somewhere", len(failing) >= len(KINDS) - 2, f"{sorted(set(KINDS) - failing)} never did")
    spark.stop()
