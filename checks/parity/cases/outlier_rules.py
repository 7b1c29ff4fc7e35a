"""Values that stand out: each rule, what is done with them, of the whole series and of windows."""

from .theme import MIN, S, Theme, at, missing, outliers, regular

BASE = 1704067200 * S
_WAVY = [10.5, 11.25, 9.75, 10.125, None, 48.5, 10.0625, 9.875, 11.5, 10.75, -30.25, 10.375, 9.625, 10.875, 11.125, 52.25, 9.5, 10.25, None, 11.0625, 9.9375, 10.8125, 55.5, 54.25]
_LABELS = [(BASE + 5 * MIN, BASE + 6 * MIN, "spike"), (BASE + 21 * MIN, BASE + 23 * MIN, "rise")]
_ACTS = ("flag", "remove", "interpolate", "clip")


def themes() -> list[Theme]:
    return [whole(), windows(), short_windows(), corners()]


def whole() -> Theme:
    theme = Theme("outliers-whole", "Each rule over the whole series, with everything that may be done, protecting labelled rows and not.")
    run = theme.run()
    for rule, threshold in (("zscore", 1.75), ("iqr", 1.5), ("hampel", 3)):
        for then in _ACTS:
            for protect in (True, False):
                run.series(f"{rule}-{then}-{'protected' if protect else 'open'}", regular("2024-01-01", MIN, _WAVY), outliers(rule, threshold, then, protect), labels=_LABELS)
    return theme


def windows() -> Theme:
    theme = Theme("outliers-windows", "Each rule in windows of rows, with everything that may be done, protecting labelled rows and not.")
    run = theme.run()
    for rule, threshold, window in (("zscore", 1.75, 9), ("iqr", 1.5, 7), ("hampel", 3, 7)):
        for then in _ACTS:
            for protect in (True, False):
                run.series(f"{rule}-{then}-{'protected' if protect else 'open'}", regular("2024-01-01", MIN, _WAVY), outliers(rule, threshold, then, protect, window=window), labels=_LABELS)
    return theme


def short_windows() -> Theme:
    theme = Theme("outliers-short-windows", "Windows at the ends, longer than the series, of few values, of equal values, over gaps in time and rows of one time.")
    run = theme.run()
    steps = [0, 0, 0, 4, 0, 0, 0, 0, 1, 1, 1, 1, 1, -3, 1, 1, None, None, None, None, None, 7, None, None, None, 2, 2.5, 2, 8]
    uneven = at("2023-12-31 23:59:00", S, [(0, 1), (1, 2), (1, 90), (1, 1.5), (500, 2.5), (501, 1), (502, -70), (502.5, 1.25), (503, 2), (503, None), (504, 33)])
    for rule, threshold in (("zscore", 0.875), ("iqr", 0.875), ("hampel", 1.5)):
        for window in (3, 5, 11, 99):
            run.series(f"{rule}-{window}", regular("1969-12-31 23:50:00", MIN, steps), outliers(rule, threshold, "clip", window=window))
        run.series(f"{rule}-uneven", uneven, outliers(rule, threshold, "interpolate", False, window=5))
        run.series(f"{rule}-ends", regular("2024-01-01", S, [100, 1, 2, 1.5, 2.5, 1.25, 2.25, 1.75, -100]), outliers(rule, threshold, "interpolate", window=7))
        run.series(f"{rule}-all-missing", regular("2024-01-01", S, [None] * 4), outliers(rule, threshold, "remove", window=3))
        run.series(f"{rule}-one-row", regular("2024-01-01", S, [5]), outliers(rule, threshold, "clip", window=3))
        run.series(f"{rule}-constant", regular("2024-01-01", S, [5.5] * 8), outliers(rule, threshold, "remove", window=5))
        run.series(f"{rule}-great", regular("2024-01-01", S, [1e15 + k for k in (0, 1, 2, 40, 1, 0, 2, 1, -30, 0, 1)]), outliers(rule, threshold, "clip", window=7))
        run.series(f"{rule}-removed-twice", regular("2024-01-01", S, _WAVY), outliers(rule, threshold, "remove", window=9), outliers(rule, threshold, "remove", window=9))
    run.series("all-are-outliers", regular("2024-01-01", S, [0, 1] * 6), outliers("hampel", 0.5, "interpolate", window=3))
    return theme


def corners() -> Theme:
    theme = Theme("outliers-corners", "Constants, few values, values at a limit, no width, great and tiny numbers, all missing, everything an outlier.")
    run = theme.run()
    for rule, threshold in (("zscore", 3), ("iqr", 1.5), ("hampel", 3)):
        run.series(f"{rule}-constant", regular("2024-01-01", S, [5.5] * 12 + [None]), outliers(rule, threshold, "remove"))
        run.series(f"{rule}-all-missing", regular("2024-01-01", S, [None] * 3), outliers(rule, threshold, "interpolate"))
        run.series(f"{rule}-one-row", regular("2024-01-01", S, [5]), outliers(rule, threshold, "clip"))
        for count in (2, 3, 4, 5, 10, 11, 12):
            run.series(f"{rule}-{count}-values", regular("2024-01-01", S, [0] * (count - 1) + [1]), outliers(rule, threshold, "clip"))
        run.series(f"{rule}-great", regular("1969-12-31 23:59:50", S, [1e15 + (k * 7 % 5) for k in range(20)] + [1e15 + 100]), outliers(rule, threshold, "clip"))
        run.series(f"{rule}-tiny", regular("1969-12-31 23:59:50", S, [1e-200 * (k * 7 % 5) for k in range(20)] + [1e-198]), outliers(rule, threshold, "clip"))
        run.series(f"{rule}-wide", regular("2024-01-01", S, [1e300, -1e300, 1e299, -2e299] * 4 + [1.5e308]), outliers(rule, threshold, "flag"))
    run.series("iqr-at-the-limit", regular("2024-01-01", S, [1, 2, 3, 4, 5, 6, 7, 8, 9, 14, -4, 15, -5]), outliers("iqr", 1))
    run.series("iqr-no-width", regular("2024-01-01", S, [1] * 8 + [2, 0]), outliers("iqr", 1.5, "remove"))
    run.series("hampel-mean-deviation", regular("2024-01-01", S, [1] * 8 + [2, 0, 30]), outliers("hampel", 3, "clip"))
    run.series("hampel-even", regular("2024-01-01", S, [1, 2, 3, 4, 100, 101]), outliers("hampel", 0.5))
    for threshold in (0.25, 0.4, 0.5, 0.75):
        run.series(f"two-values-iqr-{threshold}", regular("2024-01-01", S, [1, 3]), outliers("iqr", threshold))
        run.series(f"two-values-hampel-{threshold}", regular("2024-01-01", S, [1, 3]), outliers("hampel", threshold))
    run.series("zscore-small-threshold", regular("2024-01-01", S, [1, 2, 3, 4]), outliers("zscore", 0.1, "interpolate"))
    run.series("first-and-last", regular("2024-01-01", S, [90, 1, 2, 1, 2, 1, 2, 1, 2, 91]), outliers("iqr", 1.5, "interpolate"))
    run.series("neighbours-missing", regular("2024-01-01", S, [1, 2, None, 90, None, 3, 1, 2, 1, 2, 1, 2, 1]), outliers("iqr", 1.5, "interpolate"))
    run.series("one-time", at("2024-01-01", S, [(0, 1), (1, 2), (1, 90), (1, 2.5), (2, 1), (3, 1.5), (4, 2), (5, 1)]), outliers("iqr", 1.5, "interpolate"))
    run.series("filled-then-flagged", regular("2024-01-01", S, [1, None, 2, 1, 50, None, None, 60, 2, 1, 2, 1, 2, 1, 2]), missing("linear"), outliers("hampel", 3, "interpolate"), outliers("zscore", 2, "flag"))
    run.series("flagged-twice", regular("2024-01-01", S, _WAVY), outliers("zscore", 2, "clip"), outliers("iqr", 1.5, "flag", False), labels=[(BASE, BASE + 6 * S, "a")])
    return theme
