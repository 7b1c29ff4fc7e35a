"""`data-lab-spark verify`: bundles of the lab and of the runner are the same as their replay on Spark, and faults planted in them are found by name."""

import contextlib
import hashlib
import io
import json
import math
import re
import shutil
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent))
from check_spark import RUNNER, RUNS, SETTINGS, opened  # noqa: E402
from support import Bundle  # noqa: E402

CHECKED = RUNS / "checked"


def edited_rows(bundle, path, change):
    """Writes other rows into a Parquet file, with the columns that it has."""
    file = bundle.root / path
    table = pq.ParquetFile(file).read()
    rows = change(table.to_pylist())
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), file)


def rerecord(bundle, change):
    """Records the hashes anew, so that what differs has to be found by what it says. `change`: of the document of the data set."""
    path = next((bundle.root / "data/metadata").glob("dataset_v*.json"))
    dataset, others = json.loads(path.read_text("utf-8")), {}
    for its in (dataset, dataset["processed"], *dataset.get("earlierStages", [])):
        for one in its["files"]:
            content = (bundle.root / one["path"]).read_bytes()
            others[one["sha256"]] = hashlib.sha256(content).hexdigest()
            one["sha256"], one["bytes"] = others[one["sha256"]], len(content)
    change(dataset)
    texts = [(path, json.dumps(dataset, ensure_ascii=False)), *((bundle.root / name, None) for name in ("croissant.json", "ro-crate-metadata.json"))]
    for file, text in texts:
        before = file.read_bytes()
        text = text or before.decode("utf-8")
        for old, new in others.items():
            text = text.replace(old, new)
        file.write_text(text, "utf-8")
        others[hashlib.sha256(before).hexdigest()] = hashlib.sha256(file.read_bytes()).hexdigest()


def change_value(rows):
    rows[700]["value"] *= 1 + 1e-6
    return rows


def shift_label(rows):
    """Moves the end of a label by a row."""
    at = next(k for k, row in enumerate(rows) if row["is_anomaly"] and not rows[k + 1]["is_anomaly"] and rows[k + 1]["series"] == row["series"])
    for key in ("is_anomaly", "anomaly_type", "anomaly_id"):
        rows[at + 1][key] = rows[at][key]
    return rows


def parts_of(bundle, stage):
    return sorted(path.relative_to(bundle.root).as_posix() for path in (bundle.root / f"data/processed/{stage}").rglob("*.parquet"))


def plant(bundle):
    """Faults in a bundle of both stages; the findings that have to be there, as (code, file, column or JSON path)."""
    clean, resampled = parts_of(bundle, "clean"), parts_of(bundle, "resampled")
    largest = max(clean, key=lambda path: pq.read_metadata(bundle.root / path).num_rows)
    others = [path for path in clean if path != largest]
    labelled = next(path for path in [*others, *resampled] if sum(row["is_anomaly"] for row in pq.ParquetFile(bundle.root / path).read(["is_anomaly"]).to_pylist()) > 1)
    dropped, gone, swapped = [path for path in resampled if path != labelled][:3]
    edited_rows(bundle, largest, change_value)
    edited_rows(bundle, labelled, shift_label)
    edited_rows(bundle, dropped, lambda rows: rows[1:])
    edited_rows(bundle, swapped, lambda rows: [*rows[:1], rows[2], rows[1], *rows[3:]])
    checks = bundle.root / "data/metadata/checks_v1.json"
    checks.write_text(checks.read_text("utf-8").replace('"unexpected":24,', '"unexpected":23,', 1), "utf-8")
    anomalies = bundle.root / "data/metadata/anomalies_v1.json"
    anomalies.write_text(anomalies.read_text("utf-8").replace('"type":"spike"', '"type":"level-shift"', 1), "utf-8")
    raw = "data/raw/still/part-0.parquet"
    edited_rows(bundle, raw, lambda rows: [*rows[:9], {**rows[9], "value": None}, *rows[10:]])
    rerecord(bundle, lambda dataset: dataset["transformations"][1]["counts"].update(filled=-1))
    (bundle.root / gone).unlink()
    (bundle.root / "more.txt").write_text("more")
    return [
        ("rows-differ", largest, "value"),
        ("rows-differ", labelled, "is_anomaly"),
        ("rows-differ", dropped, None),
        ("rows-differ", swapped, None),
        ("document-differs", "data/metadata/checks_v1.json", ".unexpected"),
        ("document-differs", "data/metadata/anomalies_v1.json", ".type"),
        ("document-differs", "data/metadata/dataset_v1.json", ".filled"),
        ("rows-differ", raw, "value"),
        ("file-missing", gone, None),
        ("file-extra", "more.txt", None),
    ]


def plant_again(bundle):
    """Faults that hashes and schemas tell, in a bundle of this runner."""
    raw = bundle.root / "data/raw/plain.csv"
    raw.write_text(raw.read_text("utf-8").replace(",12.5\n", ",11.5\n", 1), "utf-8")
    checks = bundle.root / "data/metadata/checks_v1.json"
    checks.write_text(checks.read_text("utf-8").replace('"severity"', '"weight"', 1), "utf-8")
    rubbish = parts_of(bundle, "clean")[0]
    (bundle.root / rubbish).write_bytes(b"PAR1 rubbish PAR1")
    return [
        ("file-hash", "data/raw/plain.csv", None),
        ("raw-changed", "plain.csv", None),
        ("document-invalid", "data/metadata/checks_v1.json", None),
        ("bytes-differ", rubbish, None),
    ]


def small(recipe):
    """Of a recipe one file and one generated series, this also without its anomalies."""
    sources = [source for source in recipe["sources"] if source["file"] == "plain.csv"]
    generated = [source for source in recipe["generated"] if source["synthetic"] == "still"]
    return {**recipe, "export": {**recipe["export"], "twin": True}, "sources": sources, "generated": generated, "injections": [one for one in recipe["injections"] if one["series"] == "still"]}


def matches(finding, wanted):
    code, file, place = wanted
    said = finding.get("column") or finding.get("path") or ""
    return finding["code"] == code and finding.get("file") == file and (place is None or said.endswith(place))


def rules(report):
    """The rules by which numbers, sentences and documents are the same, with the lab's own examples; docs/lab.md says them for people."""
    from data_lab_spark.verify.alike import _PLACES, differences, may_differ, numbers_alike, sentences_alike

    numbers = [(1e6, 1e6 + 0.0009, 1, True), (1e6, 1e6 + 0.0011, 1, False), (0, 0.9e-9, 1, True), (0, 1.1e-9, 1, False), (1e-12, 1.001e-12, 1, True)]
    numbers += [(1e-12, 1.001e-12, 1e-11, False), (0, 1.1e-9, 1e15, False), (math.nan, math.nan, 1, True), (math.nan, 0, 1, False), (math.inf, 1e308, 1, False)]
    bad = [one for one in numbers if bool(numbers_alike(np.float64(one[0]), np.float64(one[1]), one[2])) != one[3]]
    report.equal("numbers are alike to 1e-9 of the greater one, or of 1", bad, [])
    sentences = [("mean 3.14; sd 1,209.5", "mean 3.15; sd 1,209.4", True), ("mean 9.999", "mean 10", True), ("p 1.20e-9", "p 1.21e-9", True), ("−0.11", "−0.12", True)]
    sentences += [("mean 3.14", "mean 3.16", False), ("mean 2.5", "mean 3", False), ("12 rows", "13 rows", False), ("−0.11", "0.11", False), ("3.1 and 4.1", "3.1", False)]
    report.equal("sentences have the same words and whole numbers", [one for one in sentences if sentences_alike(*one[:2]) != one[2]], [])
    mean = "$.transformations[2].statistics[0].after.value.mean"
    places = [("dataset", "$.software[0].name", "a", "b", True), ("dataset", "$.softwareOf", "a", "b", False), ("dataset", "$.processed.rows", 1, 2, False), ("dataset", mean, 2, 2 + 1e-10, True)]
    places += [("dataset", mean, 2, 2 + 1e-8, False), ("dataset", mean, 2, None, False), ("dataset", "$.sources[1].path", "a", None, True), ("checks", "$.checks[0].expectation", "mean 1.25", "mean 1.26", False)]
    report.equal("documents may differ at some places alone", [one for one in places if may_differ(*one[:4]) != one[4]], [])
    found = list(differences(None, {"a": [1, {"b": True}], "c": 0}, {"a": [1, {"b": 1}, 2], "d-e": 0}))
    report.equal("each difference of two documents is told", [one[0] for one in found], ["$.a[1].b", "$.a[2]", "$.c", '$["d-e"]'])
    lines = Path("docs/lab.md").read_text("utf-8").split("\n")
    for kind, its in _PLACES.items():
        words = [re.sub(r"^\$\.|\.\*\*$|\[\*\]", "", place).split(".") for places in its.values() for place in places]
        absent = [one for one in words if not any(line.startswith(f"| `{kind}") and all(f"`{word}`" in line for word in one) for line in lines)]
        report.equal(f"docs/lab.md has each place of {kind} that may differ", absent, [])


def order(report):
    """Rows that are not in order are found wherever the rows are cut in batches."""
    from data_lab_spark.verify.order import _runs

    rows = [(file, row, series, time) for file in (7, 5) for row, (series, time) in enumerate([("a", 1), ("a", 1), ("a", 3), ("b", 2), ("b", 9)])]
    swapped = [*rows[:7], (5, 2, "b", 2), (5, 3, "a", 3), *rows[9:]]
    names, types = ("file", "row", "series", "timestamp"), (pa.int64(), pa.int64(), pa.string(), pa.int64())
    for what, its, wanted in (("in order", rows, {7: None, 5: None}), ("swapped", swapped, {7: None, 5: 3})):
        batch = pa.RecordBatch.from_arrays([pa.array(column, kind) for column, kind in zip(zip(*its), types)], names=names)
        found = {}
        for size in (1, 2, 3, 4, len(its)):
            told = pa.Table.from_batches(_runs(batch.slice(at, size) for at in range(0, len(its), size))).to_pylist()
            found[size] = {one["file"]: one["bad_row"] for one in told}
        report.claim(f"rows that are {what} are told so in batches of any size", all(one == wanted for one in found.values()), found)


def check(report, bundles):
    if shutil.which("java") is None:
        print("Java is not here: bundles were not verified on Spark")
        return
    sys.path.insert(0, str(RUNNER))
    from data_lab_spark.__main__ import main
    from data_lab_spark.session import open_session
    from data_lab_spark.verify.bundle import verify

    rules(report)
    order(report)
    settings = ["--master", "local[2]", *(part for name, value in SETTINGS.items() for part in ("--conf", f"{name}={value}"))]
    both = opened(CHECKED / "resampled.zip", bundles.scratch)
    recipe = bundles.scratch / "recipe.json"
    recipe.write_text(json.dumps(small(both.json("data/metadata/recipe.json"))), "utf-8")
    own = Bundle("own", bundles.scratch / "own")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
        code = main(["run", str(recipe), "--input", str(both.root / "data/raw"), "--output", str(own.root), *settings])
    report.equal("a bundle is written on Spark", (code, said.getvalue() if code else ""), (0, ""))

    spark = open_session("local[2]", SETTINGS)
    spark.sparkContext.setLogLevel("OFF")
    for name, bundle in (("the lab", both), ("this runner", own)):
        told = verify(spark, str(bundle.root)).as_json()
        report.equal(f"a bundle of {name} is the same as its replay on Spark", (told["verdict"], [one for one in told["findings"] if one["severity"] != "note"]), ("same", []))
        recorded = sum(stage["rows"] for stage in bundle.stages)
        report.claim(f"all rows of a bundle of {name} were made again", told["replayed"] and told["replayed"]["rows"] >= recorded > 0, f"{told['replayed']} of {recorded}")
        report.equal(f"all files of a bundle of {name} were hashed", told["files"], sum(path.is_file() and not path.name.startswith(".") for path in bundle.root.rglob("*")))

    for name, bundle, faults in (("what is in it", both, plant), ("hashes and schemas", own, plant_again)):
        planted = bundles.copy(bundle)
        wanted = faults(planted)
        found = verify(spark, str(planted.root)).as_json()
        report.equal(f"faults in {name}: the bundle is different", found["verdict"], "different")
        for one in wanted:
            report.claim(f"faults in {name}: {one[0]} of {one[1]} is found", any(matches(finding, one) for finding in found["findings"]), found["findings"][:20])
        if faults is plant:
            errors = [finding for finding in found["findings"] if finding["severity"] == "error" and not any(matches(finding, one) for one in wanted)]
            report.equal(f"faults in {name}: no other is told", errors, [])

    bare = bundles.copy(own, ["data/raw", "data/processed"])
    answer = io.StringIO()
    with contextlib.redirect_stdout(answer):
        code = main(["verify", str(bare.root), "--json", *settings])
    codes = {one["code"] for one in json.loads(answer.getvalue())["findings"]}
    report.equal("the command ends with 1 for a bundle without rows and raw files, and says both", (code, {"file-missing", "raw-missing"} <= codes), (1, True))
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
        code = main(["verify", str(bare.root / "nowhere"), *settings])
    report.equal("the command ends with 2 where there is no bundle", (code, said.getvalue().split(":")[0]), (2, "source-missing"))
