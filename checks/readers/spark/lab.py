"""`lab verify`, which holds bundles of other implementations against a replay of its own."""

import hashlib
import json
import subprocess

DATASET = "data/metadata/dataset_v1.json"


def _told(root, raw):
    ended = subprocess.run(["node", "scripts/lab.mjs", "verify", str(root), "--input", str(raw), "--json"], capture_output=True, text=True)
    return json.loads(ended.stdout) if ended.stdout.startswith("{") else {"error": ended.stderr}


def _findings(told):
    return [(one["severity"], one["code"], one.get("file"), one.get("path")) for one in told.get("findings", [])]


def verified(report, name, root, raw):
    """The lab finds nothing in a bundle of Spark; `raw`: the folder of its raw files."""
    told = _told(root, raw)
    bad = [one["message"] for one in told.get("findings", []) if one["severity"] != "note"]
    report.equal(f"{name}: lab verify finds the same row by row", (told.get("verdict"), told.get("comparison"), bad[:3]), ("same", "row by row", []))


def finds(report, root, raw):
    """What is planted in a bundle of Spark, its hash recorded anew, is found by name; the bundle is as it was afterwards."""
    place = root / DATASET
    before = place.read_bytes()
    dataset = json.loads(before)
    entry = next(one for one in dataset["files"] if one["path"] == "data/metadata/anomalies_v1.json")
    catalogue = root / entry["path"]
    labels = catalogue.read_bytes()
    other = json.loads(labels)
    other["anomalies"][0]["end"] = "2100-01-01T00:00:00Z"
    catalogue.write_text(json.dumps(other), "utf-8")
    entry.update(bytes=catalogue.stat().st_size, sha256=hashlib.sha256(catalogue.read_bytes()).hexdigest())
    dataset["processed"]["rows"] += 1
    place.write_text(json.dumps(dataset), "utf-8")
    try:
        told = _findings(_told(root, raw))
    finally:
        place.write_bytes(before)
        catalogue.write_bytes(labels)
    report.claim("lab verify finds a moved label", ("error", "document-differs", entry["path"], "$.anomalies[0].end") in told, told)
    report.claim("lab verify finds a count that is one too many", ("error", "document-differs", DATASET, "$.processed.rows") in told, told)
