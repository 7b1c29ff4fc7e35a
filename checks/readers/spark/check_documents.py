"""The documents of whole runs, written on Spark, are the lab's: as parsed JSON, values to 1e-9; a document that does not follow its schema stops the run, and nothing is left of it."""

import json
import math
import re
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import lab  # noqa: E402
import windows  # noqa: E402
from check_spark import RUNNER, RUNS, SETTINGS, opened  # noqa: E402

NOW = "2026-01-01T00:00:00Z"
#: Bundles that are made once more on Spark.
MADE = ("documented/documents.zip", "cases.zip", "generated.zip")
DATASET, CROISSANT, CRATE, LINEAGE = "data/metadata/dataset_v1.json", "croissant.json", "ro-crate-metadata.json", "data/metadata/openlineage.ndjson"
#: What the lab writes and Spark does not, as a pattern of paths; its README.md says so.
ABSENT = r"pipeline\.(sql|py)|data\.dvc"
#: All that may differ between a document of the lab and the same of Spark: the document, the places (`[*]`: any of a list, others in `ITEMS`), and why.
EXEMPT = (
    (DATASET, "$.software", "another application wrote it"),
    (DATASET, "$.timeZones.provider", "the offsets are of another library"),
    (DATASET, "$.timeZones.note", "the offsets are of another library"),
    (DATASET, "$.files[ABSENT]", "a file that is not written"),
    *((DATASET, f"$.{files}[*].{of}", "other bytes") for files in ("files", "processed.files", "earlierStages[*].files") for of in ("bytes", "sha256")),
    (LINEAGE, "$[*].run.facets.processing_engine", "another application wrote it"),
    (LINEAGE, "$[*].outputs[*].outputFacets.outputStatistics.size", "other bytes"),
    (CROISSANT, "$.prov:wasGeneratedBy[*].prov:wasAssociatedWith", "another application wrote it"),
    (CROISSANT, "$.distribution[ABSENT]", "a file that is not written"),
    *((CROISSANT, f"$.distribution[FILE].{of}", "other bytes") for of in ("contentSize", "sha256")),
    (CRATE, "$.@graph[SOFTWARE]", "another application wrote it"),
    (CRATE, "$.@graph[ABSENT]", "a file that is not written"),
    (CRATE, "$.@graph[ROOT].hasPart[ABSENT]", "a file that is not written"),
    *((CRATE, f"$.@graph[FILE].{of}", "other bytes") for of in ("contentSize", "sha256")),
)
#: Items of a list that are named above.
ITEMS = {
    "*": lambda item: True,
    "FILE": lambda item: item["@type"] in ("cr:FileObject", "File"),
    "SOFTWARE": lambda item: item["@type"] == "SoftwareApplication",
    "ROOT": lambda item: item["@id"] == "./",
    "ABSENT": lambda item: re.fullmatch(ABSENT, item.get("path") or item.get("@id")) is not None,
}
#: It names files and software in sentences of its own.
README = "README.md"


def without(value, steps):
    """A value without what lies at a place."""
    if not steps:
        return None
    name, rest = steps[0], steps[1:]
    if name.startswith("["):
        chosen = ITEMS[name[1:-1]]
        if not rest and name == "[*]":
            raise ValueError("a list as a whole is named without items")
        if not rest:
            return [item for item in value if not chosen(item)]
        return [without(item, rest) if chosen(item) else item for item in value]
    if not isinstance(value, dict) or name not in value:
        return value
    if not rest:
        return {key: item for key, item in value.items() if key != name}
    return {**value, name: without(value[name], rest)}


def held(path, value):
    """A document without the places where it may differ."""
    for document, place, _ in EXEMPT:
        if document == path:
            value = without(value, re.findall(r"\[[^\]]+\]|[^.\[\]]+", place[1:]))
    return value


def differences(found, wanted, at="$"):
    """Places at which two values differ: whole numbers at all, others by more than 1e-9."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        for key in {**wanted, **found}:
            if key in found and key in wanted:
                yield from differences(found[key], wanted[key], f"{at}.{key}")
            else:
                yield f"{at}.{key}: {'one more' if key in found else 'absent'}"
    elif isinstance(found, list) and isinstance(wanted, list):
        if len(found) != len(wanted):
            yield f"{at}: {len(found)} items, not {len(wanted)}"
        for k, (one, other) in enumerate(zip(found, wanted)):
            yield from differences(one, other, f"{at}[{k}]")
    elif found != wanted or isinstance(found, bool) != isinstance(wanted, bool):
        numbers = all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in (found, wanted))
        if not (numbers and float in (type(found), type(wanted)) and math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-9)):
            yield f"{at}: {found!r}, not {wanted!r}"


def parsed(path):
    text = path.read_text("utf-8")
    if path.suffix == ".ndjson":
        return [json.loads(line) for line in text.splitlines()]
    return json.loads(text) if path.suffix == ".json" else text


def documents_of(root):
    """Paths of all but the rows."""
    paths = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    return {path for path in paths if not re.fullmatch(r"data/(processed|raw|twin)/.*part-\d+\.parquet", path)}


def reading(readme):
    return readme.partition("## Reading it")[2].partition("- `data/metadata/openlineage.ndjson`")[0]


def compare(report, name, root, wanted):
    there = documents_of(root)
    report.equal(f"{name}: the files of the lab's bundle are there, but for those that are named", there, {path for path in documents_of(wanted) if not re.fullmatch(ABSENT, path)})
    same = 0
    for path in sorted(path for path in there if path != README and not path.endswith(".parquet")):
        if (root / path).read_bytes() == (wanted / path).read_bytes():
            same += 1
            continue
        bad = list(differences(held(path, parsed(root / path)), held(path, parsed(wanted / path))))
        report.claim(f"{name}: {path} is the lab's", not bad, f"{len(bad)} differ, such as {bad[:3]}")
    print(f"{name}: {same} of {len(there)} files are the lab's byte for byte")
    report.claim(f"{name}: many are so byte for byte", same >= 10, f"{same} are")
    application = [one["name"] for one in json.loads((root / DATASET).read_text("utf-8"))["software"] if one["role"] == "application"]
    report.equal(f"{name}: the application is named", application, ["data-lab-spark"])
    readme, other = ((folder / README).read_text("utf-8") for folder in (root, wanted))
    report.equal(f"{name}: README.md has the lab's head for Hugging Face", readme[: readme.index("# ")], other[: other.index("# ")])
    report.equal(f"{name}: README.md says how it is read in the lab's words", reading(readme), reading(other))
    for absent in ("pipeline.sql", "pipeline.py", "data.dvc"):
        report.claim(f"{name}: README.md says that {absent} is not here", absent in readme.partition("## What is not here")[2])


def faults(report, root, wanted):
    """Faults in documents that the comparison has to find."""
    dataset, other = parsed(root / DATASET), parsed(wanted / DATASET)
    planted = [
        ("a mean off by 1e-6", "mean", lambda one: one["transformations"][1]["statistics"][0]["after"]["value"].update(mean=one["transformations"][1]["statistics"][0]["after"]["value"]["mean"] * (1 + 1e-6))),
        ("a row more", "rows", lambda one: one["processed"]["series"][0].update(rows=one["processed"]["series"][0]["rows"] + 1)),
        ("a step left out", "transformations", lambda one: one["transformations"].pop()),
        ("another source's hash", "sha256", lambda one: one["sources"][0].update(sha256="0" * 64)),
        ("another sentence", "sentence", lambda one: one["columns"][0].update(sentence="?")),
    ]
    for what, where, plant in planted:
        copy = json.loads(json.dumps(dataset))
        plant(copy)
        bad = list(differences(held(DATASET, copy), held(DATASET, other)))
        report.claim(f"{what}, planted, is found", len(bad) > 0 and any(where in one for one in bad), bad[:2])


def wrong_documents(report, spark, bundle, scratch):
    """Documents that do not follow their schemas stop the run; nothing of it is left."""
    from data_lab_spark import bundle as bundles
    from data_lab_spark.documents import put
    from data_lab_spark.errors import LabError
    from data_lab_spark.recipe.load import load

    made = put.dataset_document, put.anomaly_entries
    recipe = load((bundle.root / "data/metadata/recipe.json").read_text("utf-8"))
    recipe = {**recipe, "sources": [], "labels": [], "annotations": [one for one in recipe["annotations"] if one["series"] == "still"], "edits": []}
    recipe["injections"], recipe["generated"] = [], [one for one in recipe["generated"] if one["synthetic"] == "still"]
    cases = (
        ("dataset_document", lambda *given: {**made[0](*given), "format": 3}, "$.format", DATASET),
        ("anomaly_entries", lambda *given: ({**one, "rows": -1} for one in made[1](*given)), "$.anomalies[0].rows", "data/metadata/anomalies_v1.json"),
    )
    for name, wrong, path, file in cases:
        output = Path(tempfile.mkdtemp(dir=scratch)) / "out"
        before = getattr(put, name)
        setattr(put, name, wrong)
        try:
            bundles.make_bundle(spark, recipe, ".", str(output), NOW)
            report.claim(f"a wrong {file} stops the run", False, "it was written")
        except LabError as error:
            report.equal(f"a wrong {file} stops the run, with its place", (error.code, error.path, error.file), ("document-invalid", path, file))
        finally:
            setattr(put, name, before)
        report.claim(f"nothing is left after a wrong {file}", not output.exists(), sorted(output.rglob("*"))[:5] if output.exists() else "")
    output = Path(tempfile.mkdtemp(dir=scratch)) / "out"
    report.attempt("the same run without a fault is written", lambda: bundles.make_bundle(spark, recipe, ".", str(output), NOW))
    try:
        bundles.make_bundle(spark, recipe, ".", str(output), NOW)
        report.claim("a bundle that is there is not touched", False)
    except LabError as error:
        report.equal("a bundle that is there is not touched", error.code, "output-exists")


def without_rows(report, spark, scratch):
    """A run that leaves no row ends before anything is written."""
    from data_lab_spark.bundle import make_bundle
    from data_lab_spark.errors import LabError
    from data_lab_spark.recipe.load import load

    made = {"synthetic": "made", "start": "2023-01-01T00:00:00Z", "step": "1min", "rows": 100, "signal": [{"constant": {"value": 1}}]}
    cases = (
        ("no row is left", {"steps": [{"missing": {"max": 0, "fill": "drop"}}]}),
        ("no step makes the rows that are asked for", {"export": {"stages": ["resampled"]}}),
    )
    for name, rest in cases:
        output = Path(tempfile.mkdtemp(dir=scratch)) / "out"
        try:
            make_bundle(spark, load(json.dumps({"recipe": 1, "generated": [made], **rest})), ".", str(output), NOW)
            found = "written"
        except LabError as error:
            found = error.code
        report.equal(f"where {name}, nothing is written", (found, output.exists()), ("nothing-to-export", False))


def check(report, bundles):
    if shutil.which("java") is None:
        print("Java is not here: no documents were written on Spark")
        return
    sys.path.insert(0, str(RUNNER))
    from data_lab_spark.bundle import make_bundle
    from data_lab_spark.recipe.load import load
    from data_lab_spark.session import open_session

    windows.same_in_pieces(report)
    spark = open_session("local[2]", SETTINGS)
    spark.sparkContext.setLogLevel("OFF")
    compared = 0
    for path in (RUNS / name for name in MADE):
        if not path.exists():
            continue
        bundle = opened(path, bundles.scratch)
        recipe = bundle.json("data/metadata/recipe.json")
        output = Path(tempfile.mkdtemp(dir=bundles.scratch)) / "out"
        raw = str((bundle.root / "data/raw").resolve())
        if report.attempt(f"{bundle.name} is written on Spark", lambda: make_bundle(spark, load(json.dumps(recipe)), raw, str(output.resolve()), NOW)) is None:
            continue
        compare(report, bundle.name, output, bundle.root)
        lab.verified(report, bundle.name, output, raw)
        compared += 1
        if bundle.name == "documents":
            faults(report, output, bundle.root)
            lab.finds(report, output, raw)
            wrong_documents(report, spark, bundle, bundles.scratch)
    without_rows(report, spark, bundles.scratch)
    report.claim("documents were compared", compared > 0)
    spark.stop()
