"""The kinds of checks as one table: what each says, what has to be measured for it, and what it makes of that."""

from collections.abc import Callable
from dataclasses import dataclass

from ..recipe.times import microseconds
from .text import duration_text, fine_percent, js_number, number_text, plural, significant
from .types import Answer, Count, Limits, Moments, Need, Quantiles, Share, Tally, Verdict
from .verdicts import limits_text, not_measured, statistic_verdict, tally_verdict


@dataclass(frozen=True)
class Kind:
    """Of options: what is expected as a sentence without a full stop, the need, and (of options and answer) the verdict."""

    sentence: Callable[[dict], str]
    need: Callable[[dict], Need]
    verdict: Callable[[dict, Answer], Verdict]


def _column(options: dict, absent: str = "value") -> str:
    return options.get("column", absent)


def _mostly(options: dict) -> str:
    mostly = options.get("mostly", 1)
    return "" if mostly == 1 else f" in at least {significant(100 * float(mostly))} % of rows"


def _member(value) -> str:
    return value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else js_number(value)


def _list(values: list) -> str:
    shown = ", ".join(_member(value) for value in values[:5])
    return shown if len(values) <= 5 else f"{shown} and {len(values) - 5} others"


def typed(value) -> tuple:
    """A member of a set with its type; numbers as doubles."""
    return ("flag", value) if isinstance(value, bool) else ("text", value) if isinstance(value, str) else ("number", float(value))


def _per_row(sentence, need, word: str, one: str = "row") -> Kind:
    return Kind(sentence, need, lambda options, answer: tally_verdict(answer, options.get("mostly"), word, one))


def _statistic(of: type, sentence: str, need, pick, text, shown: Callable[[float], str] = number_text) -> Kind:
    """`sentence`: with the column in the place of `{}`."""
    return Kind(
        lambda options: f"{sentence.format(_column(options))} {limits_text(Limits.of(options), shown)}",
        need,
        lambda options, answer: statistic_verdict(answer, of, pick, Limits.of(options), text),
    )


def _moments(name: str, pick) -> Kind:
    return _statistic(Moments, f"{name} of {{}}", lambda options: Need("moments", _column(options)), pick, lambda value: f"{name} {number_text(value)}")


def _share(column: str, sentence: str, word: str) -> Kind:
    def verdict(options: dict, answer: Answer) -> Verdict:
        def text(value: float) -> str:
            return f"{fine_percent(value)} {word} ({plural(answer.part, 'row')} of {significant(answer.whole, 12)})"

        return statistic_verdict(answer, Share, lambda found: found.part / found.whole if found.whole else 0.0, Limits.of(options), text)

    percent = lambda share: f"{significant(100 * float(share))} %"  # noqa: E731
    return Kind(lambda options: f"{sentence} {limits_text(Limits.of(options), percent)}", lambda options: Need("share", column), verdict)


def _ranges(options: dict) -> list[tuple[float, Limits]]:
    asked = options["quantile_ranges"]
    ranges = [*asked["value_ranges"], *[[None, None]] * len(asked["quantiles"])]
    return [(at, Limits(low, high)) for at, (low, high) in zip(asked["quantiles"], ranges)]


def _quantiles_verdict(options: dict, answer: Answer) -> Verdict:
    if not isinstance(answer, Quantiles):
        found = not_measured(answer)
        return Verdict(False, "no values") if found.observed == "not measured" else found
    if answer.count == 0:
        return Verdict(False, "no values")
    holds = all(limits.hold(value) for (_, limits), value in zip(_ranges(options), answer.values))
    return Verdict(bool(holds), "; ".join(number_text(value) for value in answer.values), answer.values[0] if len(answer.values) == 1 else None)


def _utc_verdict(options: dict, answer: Answer) -> Verdict:
    verdict = tally_verdict(answer, None, "in local time")
    if isinstance(answer, Tally) and answer.unexpected == 0:
        verdict.observed = "UTC"
    return verdict


def _with_extreme(verdict: Verdict, answer: Answer, text: Callable[[float], str], unit: float) -> Verdict:
    if isinstance(answer, Tally) and answer.extreme is not None:
        verdict.observed = f"{verdict.observed}; {text(answer.extreme)}" if answer.unexpected > 0 else text(answer.extreme)
        verdict.value = answer.extreme / unit
    return verdict


def _gaps_verdict(options: dict, answer: Answer) -> Verdict:
    return _with_extreme(tally_verdict(answer, None, "longer", "distance"), answer, lambda us: f"longest distance {duration_text(us)}", 1e6)


def _effect_verdict(options: dict, answer: Answer) -> Verdict:
    verdict = tally_verdict(answer, None, "weaker", "injected anomaly", "injected anomalies")
    return _with_extreme(verdict, answer, lambda effect: f"least effect {plural(effect, 'deviation')}", 1.0)


def _labels(sentence: str, rule: str, word: str) -> Kind:
    return Kind(lambda options: sentence, lambda options: Need("labels", rule=rule), lambda options, answer: tally_verdict(answer, None, word, "label"))


KINDS: dict[str, Kind] = {
    "expect_column_values_to_not_be_null": _per_row(
        lambda options: f"{_column(options)} is not null{_mostly(options)}", lambda options: Need("rows", _column(options), "present"), "null"
    ),
    "expect_column_values_to_be_between": _per_row(
        lambda options: f"{_column(options)} {limits_text(Limits.of(options))}{_mostly(options)}",
        lambda options: Need("rows", _column(options), "between", limits=Limits.of(options)),
        "outside",
    ),
    "expect_column_values_to_be_in_set": _per_row(
        lambda options: f"{_column(options)} is one of {_list(options['value_set'])}{_mostly(options)}",
        lambda options: Need("rows", _column(options), "in", values=tuple(typed(value) for value in options["value_set"])),
        "not of the set",
    ),
    "expect_column_values_to_be_unique": _per_row(
        lambda options: f"{_column(options, 'timestamp')} is unique in each series{_mostly(options)}",
        lambda options: Need("rows", _column(options, "timestamp"), "unique"),
        "at the time of another row",
    ),
    "expect_column_values_to_be_increasing": _per_row(
        lambda options: f"{_column(options, 'timestamp')} increases{' strictly' if options.get('strictly') else ''} from row to row{_mostly(options)}",
        lambda options: Need("rows", _column(options, "timestamp"), "increasing", strictly=bool(options.get("strictly"))),
        "not above the row before",
    ),
    "expect_table_row_count_to_be_between": _statistic(
        Count, "number of rows", lambda options: Need("count", "rows"), lambda found: found.count, lambda value: plural(value, "row")
    ),
    "expect_column_mean_to_be_between": _moments("mean", lambda found: found.mean),
    "expect_column_median_to_be_between": _statistic(
        Quantiles,
        "median of {}",
        lambda options: Need("quantiles", _column(options), at=(0.5,)),
        lambda found: found.values[0],
        lambda value: f"median {number_text(value)}",
    ),
    "expect_column_stdev_to_be_between": _moments("standard deviation", lambda found: found.sd),
    "expect_column_quantile_values_to_be_between": Kind(
        lambda options: "; ".join(f"quantile {js_number(at)} of {_column(options)} {limits_text(limits)}" for at, limits in _ranges(options)),
        lambda options: Need("quantiles", _column(options), at=tuple(float(at) for at, _ in _ranges(options))),
        _quantiles_verdict,
    ),
    "expect_times_to_be_utc": Kind(lambda options: "all times are in UTC", lambda options: Need("utc"), _utc_verdict),
    "expect_step_to_be_regular": Kind(
        lambda options: "all distances between rows are equal",
        lambda options: Need("rows", "timestamp", "step"),
        lambda options, answer: tally_verdict(answer, None, "at another distance", "distance"),
    ),
    "expect_gaps_to_be_at_most": Kind(
        lambda options: f"no gap longer than {duration_text(microseconds(options['longest']))}",
        lambda options: Need("rows", "timestamp", "gap", longest=microseconds(options["longest"])),
        _gaps_verdict,
    ),
    "expect_filled_share_to_be_between": _share("filled", "share of filled values", "filled"),
    "expect_anomaly_share_to_be_between": _share("is_anomaly", "share of rows in labelled intervals", "labelled"),
    "expect_anomaly_count_to_be_between": _statistic(
        Count, "number of labelled anomalies", lambda options: Need("count", "labels"), lambda found: found.count, lambda value: plural(value, "anomaly", "anomalies")
    ),
    "expect_labels_inside_series": _labels("labels lie between the first row and the last", "inside", "outside"),
    "expect_labels_to_cover_rows": _labels("each label covers at least one row", "covers", "without a row"),
    "expect_injected_effect_to_be_at_least": Kind(
        lambda options: f"each injected anomaly changes the values by at least {plural(float(options['deviations']), 'deviation')}",
        lambda options: Need("labels", rule="effect", least=float(options["deviations"])),
        _effect_verdict,
    ),
    "expect_split_without_anomalies": Kind(
        lambda options: f"no row of the split {options.get('split', 'train')} lies in a labelled interval",
        lambda options: Need("rows", "is_anomaly", "unlabelled", split=options.get("split", "train")),
        lambda options, answer: tally_verdict(answer, None, "labelled"),
    ),
}


def kind_of(check: dict) -> str:
    """Which kind a check of a recipe is of."""
    return next(kind for kind in KINDS if kind in check)

