"""What is left of labels: which buckets they keep, and which rows are theirs."""

from .theme import DAY, H, MIN, S, Theme, at, duplicates, missing, outliers, regular, resample

BASE = 1704067200 * S


def themes() -> list[Theme]:
    return [buckets(), rows()]


def _label(first: float, end: float, kind: str, unit: int = MIN) -> tuple[int, int, str]:
    return BASE + round(first * unit), BASE + round(end * unit), kind


_MANY = [
    _label(0, 4, "at-edges"),
    _label(4, 8, "adjacent"),
    _label(9, 11, "over-an-edge"),
    _label(13, 14, "one-row"),
    _label(12.5, 12.6, "no-row"),
    _label(17, 27, "long"),
    _label(18, 22, "within"),
    _label(21, 30, "overlaps"),
    _label(-60, -1, "before"),
    _label(38, 400, "beyond-the-end"),
    _label(33, 34.0000001, "a-little"),
    (BASE + 35 * MIN, BASE + 35 * MIN + 1, "point"),
]


def buckets() -> Theme:
    theme = Theme("labels-buckets", "Which buckets a label keeps: any row, the majority, a share; at the edges of buckets, where buckets are left out, where rows were lost.")
    run = theme.run("the last stage")
    values = [float(k * 7 % 13) for k in range(40)]
    holes = [None if 8 <= k < 12 or k in (20, 21, 22, 23, 35) else value for k, value in enumerate(values)]
    for rule in (None, "any", "majority", 0.25, 0.5, 0.500001, 1):
        more = {} if rule is None else {"labels": rule}
        run.series(f"share-{rule}", regular("2024-01-01", MIN, values), resample("4min", "mean", **more), labels=_MANY)
    for rule in ("any", "majority", 0.75):
        run.series(f"holes-{rule}", regular("2024-01-01", MIN, holes), resample("4min", "mean", "omit", labels=rule), labels=_MANY)
    # As doubles 0.28 times 25 is more than 7, and 0.55 times 20 more than 11.
    for share, rows, covered in ((0.28, 25, 7), (0.55, 20, 11)):
        its = regular("2024-01-01", MIN, [float(k) for k in range(rows)])
        run.series(f"exactly-{share}", its, resample(f"{rows}min", labels=share), labels=[_label(0, covered, "enough"), _label(1, covered, "too-few")])
    run = theme.run("both stages", both=True)
    for rule in ("majority", 0.4):
        run.series(f"dropped-{rule}", regular("2024-01-01", MIN, holes), missing("drop"), resample("4min", "sum", "null", labels=rule), labels=_MANY)
        run.series(f"source-{rule}", regular("2024-01-01 00:00:30", MIN, values), resample("source", "mean", labels=rule), labels=_MANY)
        run.series(f"as-they-are-{rule}", at("2024-01-01", MIN, [(k * k / 10, float(k)) for k in range(12)]), resample("source", "mean", labels=rule), labels=_MANY)
        run.series(f"weeks-{rule}", regular("2023-12-28 12:00:00", 7 * H, values), resample("1w", "mean", labels=rule), labels=[_label(-2, 1, "over-monday", DAY), _label(0, 3.5, "half", DAY), _label(0, 3.6, "more", DAY)])
        run.series(f"uneven-{rule}", at("2024-01-01", S, [(0, 1), (1, 2), (2, 3), (10, 4), (59, 5), (60, 6), (61, 7), (119, 8), (190, 9)]), resample("1min", labels=rule), labels=[(BASE + 2 * S, BASE + 61 * S, "a"), (BASE + 61 * S, BASE + 120 * S, "b"), (BASE + 10 * S, BASE + 60 * S, "c"), (BASE + 120 * S, BASE + 180 * S, "gap")])
    return theme


def rows() -> Theme:
    theme = Theme("labels-rows", "Labels of rows: overlapping, of equal starts, of a time that several rows have, losing rows to each step.")
    run = theme.run(both=True)
    values = [float(k * 5 % 7) for k in range(20)] + [90.0, 91.0] + [float(k * 5 % 7) for k in range(8)]
    overlapping = [_label(2, 9, "long"), _label(2, 5, "short"), _label(2, 5, "same"), _label(4, 7, "middle"), _label(8.5, 12, "late"), _label(8.2, 30, "wide"), _label(1.5, 3, "early")]
    run.series("overlapping", regular("2024-01-01", MIN, values), labels=overlapping)
    run.series("ends-move", at("2024-01-01", MIN, [(k, float(k)) for k in (0, 1, 5, 6, 7, 8, 12)]), labels=[_label(2, 9, "first"), _label(3, 7, "second"), _label(4, 5.5, "third")])
    run.series("ends-move-buckets", at("2024-01-01", MIN, [(k, float(k)) for k in (0, 1, 5, 6, 7, 8, 12)]), resample("4min", "mean", "null"), labels=[_label(2, 9, "first"), _label(3, 7, "second"), _label(4, 5.5, "third")])
    run.series("duplicates", at("2024-01-01", MIN, [(0, 1), (1, 2), (1, 3), (1, None), (2, 4), (0, 5)]), duplicates("mean"), labels=[_label(1, 2, "one"), (BASE, BASE + 1, "point")])
    run.series("kept-duplicates", at("2024-01-01", MIN, [(0, 1), (1, 2), (1, 3), (1, None), (2, 4), (0, 5)]), labels=[_label(1, 2, "one"), (BASE, BASE + 1, "point")])
    run.series("dropped", regular("2024-01-01", MIN, [1, None, None, 2, 3, None, 4]), missing("drop"), labels=[_label(1, 3, "all"), _label(2, 4, "some"), _label(5, 6, "one")])
    for protect in (True, False):
        run.series(f"removed-{protect}", regular("2024-01-01", MIN, values), outliers("iqr", 1.5, "remove", protect), labels=[_label(20, 22, "all"), _label(19, 21, "some"), _label(21, 40, "rest")])
        run.series(f"removed-buckets-{protect}", regular("2024-01-01", MIN, values), outliers("iqr", 1.5, "remove", protect), resample("3min", "max", "omit", labels="majority"), labels=[_label(20, 22, "all"), _label(19, 21, "some"), _label(21, 40, "rest")])
    run.series("before-1970", regular("1969-12-31 23:58:00.000001", MIN, [1, 2, 3, 4]), resample("1min"), labels=[(-60 * S, 1, "a"), (1, 2, "b"), (1, 60 * S + 1, "c")])
    return theme
