"""The checks that every bundle has; none of them stops a run."""

from dataclasses import dataclass, field

from ..measure.stage import StageFacts
from ..recipe.times import microseconds
from ..steps.plan import is_for
from .distances import Distances
from .text import count, duration_text, fine_percent, moment, plural
from .types import CheckResult, Need, Tally
from .verdicts import tally_verdict

#: More than this share of filled values does not pass.
FILLED_SHARE = 0.05
_USUAL_LONGEST = 3
COVERS = Need("labels", rule="covers")


@dataclass
class LeftOut:
    """What of the recipe and its labels the bundle does not hold: files that were not there, and by series windows that no label file can hold."""

    awaited: list[str] = field(default_factory=list)
    lost_windows: dict[str, int] = field(default_factory=dict)


def filled_limit(steps: list[dict], series: str, step: int | None) -> int | None:
    """The longest filled stretch that the recipe asks for: the longest gap that one of its steps says it fills, else three steps of the series; None where that is not known."""
    stated = []
    for one in steps:
        if one.get("off") or not is_for(one, series):
            continue
        missing, resample = one.get("missing", {}), one.get("resample", {})
        longest = missing.get("longest", resample.get("longest"))
        if longest is not None and {missing.get("fill"), resample.get("empty")} & {"linear", "forward"}:
            stated.append(microseconds(longest))
    return max(stated) if stated else None if step is None else _USUAL_LONGEST * step


def few_filled(facts: StageFacts, limit: int | None) -> bool:
    if facts.filled > FILLED_SHARE * facts.rows:
        return False
    return facts.longest is None or limit is None or facts.longest.length <= limit


def _filled_text(facts: StageFacts) -> str:
    share = fine_percent(facts.filled / facts.rows if facts.rows else 0.0)
    longest = facts.longest
    stretch = f", the longest stretch {duration_text(longest.length)} from {moment(longest.start)}" if longest else ""
    return f"{share} ({count(facts.filled)} of {count(facts.rows)}){stretch}"


def stage_results(kind: str, series: str, facts: StageFacts, distances: Distances, limit: int | None, written: int | None) -> list[CheckResult]:
    """The checks of the rows of one series at one stage. `limit`: the longest stretch of filled rows; `written`: how many were written, None where that is not known."""

    def result(name: str, of: str, expectation: str, holds: bool, observed: str, **found) -> CheckResult:
        return CheckResult(f"built-in: {name}", of, expectation, kind, "warn", holds, observed, True, series, **found)

    ordered, missing, gaps = facts.duplicates == 0, facts.missing, distances.gaps
    results = [
        result("times in UTC", "expect_times_to_be_utc", "all timestamps in UTC", True, "UTC"),
        result("times increase", "expect_column_values_to_be_increasing", "timestamps strictly increase", ordered, "they do" if ordered else "they do not"),
        result("no gaps", "expect_gaps_to_be_at_most", "no gaps", gaps == 0, plural(gaps, "gap"), rows=max(0, facts.rows - 1), unexpected=gaps),
        result("regular step", "expect_step_to_be_regular", "distances between timestamps are equal", facts.regular, "they are" if facts.regular else "they are not"),
        result(
            "few values filled",
            "filled_stretches",
            "at most 5 % of values filled in, none in a stretch longer than the recipe asks for",
            few_filled(facts, limit),
            _filled_text(facts),
            value=facts.filled / facts.rows if facts.rows else 0,
        ),
        result("no missing values", "expect_column_values_to_not_be_null", "no missing values", missing == 0, f"{count(missing)} missing", rows=facts.rows, unexpected=missing),
    ]
    if written is not None:
        observed = f"{count(written)} of {count(facts.rows)} rows"
        results.append(result("rows written", "expect_table_row_count_to_be_between", "as many rows written as processed", written == facts.rows, observed, value=written))
    return results


def label_result(kind: str, series: str, tally: Tally) -> CheckResult:
    """Whether each label of a series covers a row."""
    found = tally_verdict(tally, None, "without a row", "label")
    return CheckResult(
        "built-in: labels cover rows",
        "expect_labels_to_cover_rows",
        "each label covers at least one row",
        kind,
        "warn",
        found.holds,
        found.observed,
        True,
        series,
        None,
        found.rows,
        found.unexpected,
        found.examples,
    )


def left_out_results(kind: str, left_out: LeftOut) -> list[CheckResult]:
    """What a bundle is without."""
    files = [
        CheckResult("built-in: files of the recipe", "files_present", "every file of the recipe is there", kind, "warn", False, f"{file} is awaited", True) for file in left_out.awaited
    ]
    windows = [
        CheckResult(
            "built-in: windows in label files",
            "windows_in_label_files",
            "every window in the label files",
            kind,
            "warn",
            False,
            f"{plural(lost, 'window')} lost: the times of its rows come twice",
            True,
            series,
        )
        for series, lost in left_out.lost_windows.items()
    ]
    return [*files, *windows]
