"""The head of README.md with which the `datasets` library of Hugging Face loads the folder: YAML between two lines of dashes; the same text as the lab's."""

import re

from .json_text import quoted
from .partition import split_folder

_FEATURES = {"STRING": "string", "DOUBLE": "float64", "BOOLEAN": "bool", "INT32": "int32"}
_TIMESTAMP = "timestamp[us, tz=UTC]"
#: Rows of a data set in the classes of the hub, the upper bound of each; `T` beyond all.
_SIZES = [(10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"), (10**7, "1M<n<10M"), (10**8, "10M<n<100M"), (10**9, "100M<n<1B")]
_SIZES += [(10**10, "1B<n<10B"), (10**11, "10B<n<100B"), (10**12, "100B<n<1T")]
#: What YAML 1.1 takes for the end of a line (5.4) or does not take at all, and JSON lets stand.
_MARKS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def _scalar(text: str) -> str:
    """Text as a YAML scalar: a JSON string is one."""
    return _MARKS.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted(text))


def _splits(stage: dict, splits: list[str]) -> list[tuple[str, str, int]]:
    """Name, folder and rows of each split; all rows are one, train, where they are not split, as is usual on the hub. One without files would be an error of the loader."""
    if not splits:
        return [("train", stage["path"], stage["rows"])]
    found = []
    for name in splits:
        folder = f"{stage['path']}/{split_folder(name)}"
        mine = [file for file in stage["files"] if file["path"].startswith(f"{folder}/")]
        if mine:
            found.append((name, folder, sum(file["rows"] for file in mine)))
    return found


def _licence(licence: str) -> list[str]:
    """As the hub has it: an SPDX identifier in lower case, or its address."""
    if re.fullmatch(r"[A-Za-z0-9.+-]+", licence):
        return [f"license: {_scalar(licence.lower())}"]
    return ["license: other", f"license_name: {_scalar('see link')}", f"license_link: {_scalar(licence)}"]


def card_head(dataset: dict, splits: list[str]) -> str:
    """`splits`: their names in order of time."""
    about, last = dataset["about"], dataset["processed"]
    stages = [*dataset.get("earlierStages", []), last]
    rows = sum(stage["rows"] for stage in stages)
    tags = dict.fromkeys(["time-series", "anomaly-detection", *(about["keywords"] or [])])
    named = [("default" if len(stages) == 1 else stage["stage"], stage, _splits(stage, splits)) for stage in stages]
    configs, information = [], []
    for name, stage, its in named:
        configs += [f"- config_name: {_scalar(name)}", *(["  default: true"] if stage is last and len(stages) > 1 else []), "  data_files:"]
        information += [f"- config_name: {_scalar(name)}", "  features:"]
        for column in stage["schema"]:
            information += [f"  - name: {_scalar(column['name'])}", f"    dtype: {_scalar(_FEATURES.get(column['type'], _TIMESTAMP))}"]
        information.append("  splits:")
        for split, folder, count in its:
            configs += [f"  - split: {_scalar(split)}", f"    path: {_scalar(f'{folder}/**')}"]
            # The bytes are those of Arrow's tables in memory, which nothing here makes: 0 is the library's own word for unknown.
            information += [f"  - name: {_scalar(split)}", "    num_bytes: 0", f"    num_examples: {count}"]
    lines = [
        "---",
        f"pretty_name: {_scalar(dataset['name'] if about['title'] is None else about['title'])}",
        *([] if about["licence"] is None else _licence(about["licence"])),
        "tags:",
        *(f"- {_scalar(tag)}" for tag in tags),
        "size_categories:",
        f"- {_scalar(next((name for bound, name in _SIZES if rows < bound), 'n>1T'))}",
        "configs:",
        *configs,
        "dataset_info:",
        *information,
        "---",
        "",
        "",
    ]
    return "\n".join(lines)
