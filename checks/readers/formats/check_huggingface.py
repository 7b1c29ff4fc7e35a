"""`datasets.load_dataset(folder)` loads a bundle with Hugging Face's layout, without a network, split by split."""

import math
import os
import re
import tempfile

os.environ["HF_DATASETS_OFFLINE"] = "1"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HOME"] = tempfile.mkdtemp()

import datasets  # noqa: E402
import yaml  # noqa: E402

from support import summary  # noqa: E402

datasets.disable_progress_bars()


def head_of(root):
    """The YAML at the head of README.md; nothing where there is none."""
    found = re.match(r"---\n(.*?)\n---\n", (root / "README.md").read_text("utf-8"), re.DOTALL)
    return yaml.safe_load(found[1]) if found else None


def loaded(bundle, stage=None):
    """The splits of a stage; of the last one where none is named."""
    name = stage["stage"] if stage and len(bundle.stages) > 1 else None
    return datasets.load_dataset(str(bundle.root), name, cache_dir=tempfile.mkdtemp())


def check_bundle(report, bundle):
    for stage in [None, *bundle.stages]:
        of = stage or bundle.stages[-1]
        name = f"{bundle.name}: datasets, {of['stage']}{'' if stage else ' by default'}"
        splits = loaded(bundle, stage)
        features = next(iter(splits.values())).features
        report.equal(f"{name}: the columns", list(features), [column["name"] for column in of["schema"]])
        report.equal(f"{name}: times are microseconds in UTC", features["timestamp"].dtype, "timestamp[us, tz=UTC]")
        rows = [row for split in splits.values() for row in zip(split["series"], split["value"], split["is_anomaly"])]
        report.equal(f"{name}: rows in all", len(rows), of["rows"])
        report.equal(
            f"{name}: rows of each split in the head",
            {key: split.num_rows for key, split in splits.items()},
            {key: info.num_examples for key, info in next(iter(splits.values())).info.splits.items()},
        )
        if of is bundle.stages[-1]:
            report.equal(f"{name}: rows of each split", {key: split.num_rows for key, split in splits.items()}, bundle.expected.get("splits", {"train": len(rows)}))
            found = summary(rows)
            for key, wanted in bundle.expected.get("series", {}).items():
                report.equal(f"{name}: {key} is as it was made", found.get(key), wanted)
    title = head_of(bundle.root)["pretty_name"]
    recipe = bundle.json("data/metadata/recipe.json")
    report.equal(f"{bundle.name}: the title comes through YAML as it is", title, recipe.get("about", {}).get("title", recipe["name"]))


def check_faults(report, bundles, sound):
    def faulty(old, new):
        copy = bundles.copy(sound)
        readme = copy.root / "README.md"
        text = readme.read_text("utf-8")
        assert old in text, f"expected {old!r} in README.md to plant a fault in"
        readme.write_text(text.replace(old, new), "utf-8")
        return copy

    def loads(copy):
        splits = loaded(copy)
        return math.fsum(split.num_rows for split in splits.values()) == copy.dataset["processed"]["rows"]

    report.claim("datasets: the copy is sound before a fault is planted", loads(faulty("---", "---")))
    report.rejects("datasets: a wrong number of rows is refused", lambda: loads(faulty("num_examples: ", "num_examples: 9")))
    report.rejects("datasets: a folder that is not there is refused", lambda: loads(faulty("split=train/**", "split=other/**")))
    report.rejects("datasets: a column that no file has is refused", lambda: loads(faulty('name: "value"', 'name: "level"')))


def check(report, bundles):
    asked = [bundle for bundle in bundles.all if bundle.json("data/metadata/recipe.json")["export"].get("huggingFace")]
    report.claim("datasets: some bundle has the layout", asked)
    for bundle in asked:
        report.attempt(f"{bundle.name}: datasets loads it", lambda bundle=bundle: check_bundle(report, bundle))
    sound = next(bundle for bundle in asked if "train" in bundle.expected.get("splits", {}))
    report.attempt("datasets: faults can be planted", lambda: check_faults(report, bundles, sound))
