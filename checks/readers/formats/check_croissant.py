"""mlcroissant validates croissant.json and reads the rows through it."""

import hashlib
import logging

import mlcroissant as mlc

from support import edit_json, summary

# What only the person who publishes can say; mlcroissant warns where it is missing.
OF_A_PERSON = {"license", "citeAs"}


def opened(root):
    return mlc.Dataset(jsonld=str(root / "croissant.json"))


def rows_of(dataset, records):
    """(series, value, is_anomaly, split) of each record."""
    plain = lambda value: value.decode("utf-8") if isinstance(value, bytes) else value  # noqa: E731
    for record in dataset.records(record_set=records):
        yield tuple(plain(record.get(f"{records}/{name}")) for name in ("series", "value", "is_anomaly", "split"))


def record_sets(bundle):
    """The record set and path of each stage."""
    stages = bundle.stages
    if len(stages) == 1:
        return [("rows", stages[0])]
    return [(f"{stage['stage']}-rows", stage) for stage in stages]


def wrong_hashes(root, document):
    """Files whose content is not what their entry says, or that are not there."""
    wrong = []
    for entry in document["distribution"]:
        if entry["@type"] != "cr:FileObject":
            continue
        path = root / entry["contentUrl"]
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
            wrong.append(entry["contentUrl"])
    return wrong


def check_records(report, bundle, dataset):
    for records, stage in record_sets(bundle):
        rows = list(rows_of(dataset, records))
        name = f"{bundle.name}: mlcroissant {records}"
        report.equal(f"{name}: rows in all", len(rows), stage["rows"])
        found = summary(row[:3] for row in rows)
        recorded = {entry["name"]: entry["rows"] for entry in stage["series"] if entry["rows"] > 0}
        report.equal(f"{name}: rows of each series", {key: entry["rows"] for key, entry in found.items()}, recorded)
        if stage is bundle.stages[-1]:
            for key, wanted in bundle.expected.get("series", {}).items():
                report.equal(f"{name}: {key} is as it was made", found.get(key), wanted)
            splits = {}
            for *_, split in rows:
                splits[split] = splits.get(split, 0) + 1
            report.equal(f"{name}: rows of each split", splits, bundle.expected.get("splits", {None: len(rows)}))


def check_bundle(report, bundle):
    dataset = opened(bundle.root)
    document = bundle.json("croissant.json")
    report.claim(f"{bundle.name}: mlcroissant validates croissant.json", not dataset.metadata.ctx.issues.errors)
    warnings = [text for text in dataset.metadata.ctx.issues.warnings if not any(name in text for name in OF_A_PERSON)]
    report.equal(f"{bundle.name}: mlcroissant warns of nothing that the lab knows", warnings, [])
    report.equal(f"{bundle.name}: each file of croissant.json has its hash", wrong_hashes(bundle.root, document), [])
    listed = {entry["contentUrl"] for entry in document["distribution"] if "contentUrl" in entry}
    parts = {file["path"] for stage in bundle.stages for file in stage["files"]}
    report.equal(f"{bundle.name}: croissant.json names every Parquet file", sorted(parts - listed), [])
    check_records(report, bundle, dataset)
    labels = [field for records in dataset.metadata.record_sets for field in records.fields if field.id.endswith("/is_anomaly")]
    marked = all("http://mlcommons.org/croissant/Label" in [str(kind) for kind in field.data_types] for field in labels)
    report.claim(f"{bundle.name}: is_anomaly is marked as a label", labels and marked, [field.data_types for field in labels])


def check_faults(report, bundles):
    """Faults planted in copies of one bundle."""
    sound = next(bundle for bundle in bundles.all if len(bundle.stages) == 1)

    def faulty(change):
        copy = bundles.copy(sound)
        edit_json(copy.root / "croissant.json", change)
        return copy

    def loads(copy):
        return len(list(rows_of(opened(copy.root), "rows"))) == copy.dataset["processed"]["rows"]

    def unhashed(document):
        document["distribution"][0].pop("sha256")

    def blank_id(document):
        document["recordSet"][-1]["field"][0]["@id"] = "rows/the series"

    def no_column(document):
        document["recordSet"][-1]["field"][1]["source"]["extract"]["column"] = "time"

    def narrow(document):
        for entry in document["distribution"]:
            if entry["@type"] == "cr:FileSet":
                entry["includes"] = "data/processed/*/year=1999/*.parquet"

    def other_hash(document):
        document["distribution"][0]["sha256"] = "0" * 64

    report.claim("croissant: the copy is sound before a fault is planted", loads(bundles.copy(sound)))
    report.rejects("croissant: a file without a hash is refused", lambda: loads(faulty(unhashed)))
    report.rejects("croissant: an @id with a blank is refused", lambda: loads(faulty(blank_id)))
    report.rejects("croissant: a column that no file has is refused", lambda: loads(faulty(no_column)))
    report.rejects("croissant: a pattern that finds no file is refused", lambda: loads(faulty(narrow)))

    def hashes_hold():
        copy = faulty(other_hash)
        return not wrong_hashes(copy.root, copy.json("croissant.json"))

    report.rejects("croissant: a wrong hash is refused", hashes_hold)


def check(report, bundles):
    logging.getLogger("absl").setLevel(logging.ERROR)
    for bundle in bundles.all:
        report.attempt(f"{bundle.name}: mlcroissant opens it", lambda bundle=bundle: check_bundle(report, bundle))
    report.attempt("croissant: faults can be planted", lambda: check_faults(report, bundles))
