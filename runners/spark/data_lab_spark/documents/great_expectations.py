"""`great_expectations/{stage}.suite.json`: the checks of a run as a suite of Great Expectations 1.x, for the Parquet files of one stage; text for text as the lab writes it."""

import math
from dataclasses import dataclass

from ..checks.kinds import KINDS
from ..checks.plan import Planned
from ..checks.splits import spans
from ..measure.stage import StageFacts
from ..recipe.times import format_instant
from .json_text import compact
from .names import FOLDER

#: Kinds that are expectations of it, about the column `value` where nothing else is said.
_AS_IT_IS = (
    "expect_column_values_to_not_be_null",
    "expect_column_values_to_be_between",
    "expect_column_values_to_be_in_set",
    "expect_column_mean_to_be_between",
    "expect_column_median_to_be_between",
    "expect_column_stdev_to_be_between",
)
_SHARES = {"expect_filled_share_to_be_between": "filled", "expect_anomaly_share_to_be_between": "is_anomaly"}
_TRAIN = "expect_split_without_anomalies"


def suite_path(stage: str) -> str:
    return f"{FOLDER}/great_expectations/{stage}.suite.json"


@dataclass(frozen=True)
class _Series:
    name: str
    facts: StageFacts


@dataclass(frozen=True)
class _Expectation:
    type: str
    kwargs: dict


def _compare(column: str, operator: str, parameter) -> dict:
    return {"type": "comparison", "column": {"name": column}, "operator": operator, "parameter": parameter}


def _about(conditions: list[dict], said: _Expectation) -> dict:
    """An expectation about the rows for which conditions hold."""
    if not conditions:
        return {"type": said.type, "kwargs": said.kwargs}
    condition = conditions[0] if len(conditions) == 1 else {"type": "and", "conditions": conditions}
    return {"type": said.type, "kwargs": {**said.kwargs, "row_condition": condition}}


def _in_its_words(check: Planned) -> _Expectation | str:
    """The same in Great Expectations' words, without the rows that it is about; or why there are none."""
    kind, options = check.kind, check.options
    if kind in _AS_IT_IS:
        return _Expectation(kind, {"column": "value", **options})
    if kind in _SHARES:
        return _Expectation("expect_column_mean_to_be_between", {"column": _SHARES[kind], **options})
    if kind == "expect_table_row_count_to_be_between":
        return _Expectation(kind, options)
    if kind == "expect_column_quantile_values_to_be_between":
        # Its name for type 7; without it, the nearest value is taken.
        return _Expectation(kind, {"column": "value", **options, "allow_relative_error": "linear"})
    if kind == "expect_column_values_to_be_increasing":
        return "Great Expectations compares a row with the one before it, which may be of another series" if check.together else _Expectation(kind, {"column": "timestamp", **options})
    if kind == "expect_column_values_to_be_unique":
        if not check.together:
            return _Expectation(kind, {"column": "timestamp", **options})
        rest = {key: value for key, value in options.items() if key != "column"}
        return _Expectation("expect_compound_columns_to_be_unique", {"column_list": ["series", "timestamp"], **rest})
    if kind == _TRAIN:
        return "a split ends at another time in each series" if check.together else _Expectation("expect_column_values_to_be_in_set", {"column": "is_anomaly", "value_set": [False]})
    return "Great Expectations has no word for it"


def _conditions(check: Planned, one: _Series | None, count: int, splits: list[dict]) -> list[dict]:
    """The rows of a series, of a split of it, or (None) of those of several of `count` series."""
    if one is None:
        return [] if len(check.series) == count else [_compare("series", "IN", check.series)]
    own = [_compare("series", "==", one.name)]
    if check.kind != _TRAIN:
        return own
    from_, to = spans(splits, one.facts.first, one.facts.last)[_split(check)] if one.facts.rows else (-math.inf, math.inf)
    if from_ > -math.inf:
        own.append(_compare("timestamp", ">=", format_instant(int(from_))))
    if to < math.inf:
        own.append(_compare("timestamp", "<", format_instant(int(to))))
    return own


def _split(check: Planned) -> str:
    return check.options.get("split", "train")


def _expectations(stage: str, checks: list[Planned], series: list[_Series], splits: list[dict]) -> tuple[list[dict], list[dict]]:
    """One expectation for each series; what cannot be said is named with the reason."""
    lines, apart = [], []
    by_name = {one.name: one for one in series}
    for check in checks:
        said = _in_its_words(check) if check.stage == stage else f"the {check.stage} rows are not exported"
        if not isinstance(said, str) and check.kind == _TRAIN and _split(check) not in [split["name"] for split in splits]:
            said = "the recipe has no such split"
        if not isinstance(said, str) and not check.series:
            said = "it is about no series"
        if isinstance(said, str):
            sentence = KINDS[check.kind].sentence(check.options)
            named = {"id": check.id, "kind": check.kind, "expectation": sentence, "severity": check.severity, "stage": check.stage}
            apart.append({**named, "options": check.options, "reason": said})
            continue
        for one in [None] if check.together else [by_name[name] for name in check.series]:
            meta = {"id": check.id, "kind": check.kind, **({} if one is None else {"series": one.name})}
            lines.append({**_about(_conditions(check, one, len(series), splits), said), "severity": "critical" if check.severity == "fail" else "warning", "meta": meta})
    for one in series:
        lines += _built_ins(one)
    return lines, apart


def _built_ins(one: _Series) -> list[dict]:
    """What of the built-in suite Great Expectations has words for."""
    if not one.facts.rows:
        return []
    rows = one.facts.rows
    said = {
        "built-in: times increase": _Expectation("expect_column_values_to_be_increasing", {"column": "timestamp", "strictly": True}),
        "built-in: no missing values": _Expectation("expect_column_values_to_not_be_null", {"column": "value"}),
        "built-in: rows written": _Expectation("expect_table_row_count_to_be_between", {"min_value": rows, "max_value": rows}),
    }
    of = [_compare("series", "==", one.name)]
    return [{**_about(of, words), "severity": "warning", "meta": {"id": name, "series": one.name, "builtIn": True}} for name, words in said.items()]


def suite_text(name: str, stage: str, checks: list[Planned], facts: list[tuple[str, StageFacts]], splits: list[dict]) -> str:
    """`name`: of the data set; `checks`: those of the stage, and those of stages that are not written; `facts`: of each series' rows. An expectation a line."""
    lines, apart = _expectations(stage, checks, [_Series(*one) for one in facts], splits)
    meaning = "spec/checks.md of the lab; the rest of the suite, and every verdict, is in the document of checks"
    meta = {"anomaly_data_lab": {"format": 1, "stage": stage, "checked_with": "1.24", "meaning": meaning, "not_expressed": apart}}
    body = ",".join(f"\n    {compact(line)}" for line in lines)
    return f'{{\n  "name": {compact(f"{name}: {stage} rows")},\n  "expectations": [{body}{chr(10) + "  " if lines else ""}],\n  "meta": {compact(meta)}\n}}\n'
