"""Buckets of time: aggregates, lengths, usual steps, and buckets without a value."""

from .theme import DAY, H, MIN, S, Theme, at, missing, outliers, regular, resample

HOWS = ("mean", "median", "min", "max", "sum", "count", "first", "last", "std")
_ROWS = [(0, 3), (10, None), (20, 5), (59.999999, 4), (60, 1), (130, None), (150, None), (250, 2), (250, 8), (270, 2.5), (300, 1e15), (301, 1e15 + 1), (302, -1e15), (303, 0.25), (365, 7)]


def themes() -> list[Theme]:
    return [aggregates(), lengths(), usual(), empties()]


def aggregates() -> Theme:
    theme = Theme("resample-aggregates", "Every aggregate with every policy for buckets without a value; after steps that filled and removed.")
    run = theme.run()
    for how in HOWS:
        for empty in ("linear", "forward", "null", "omit"):
            run.series(f"{how}-{empty}", at("1970-01-01 00:00:00", S, _ROWS), resample("1min", how, empty))
        run.series(f"{how}-filled", at("1969-12-31 23:59:30", S, _ROWS), missing("linear", longest="1min"), resample("20s", how, "linear"))
        run.series(f"{how}-one-row", at("2024-02-29 12:34:56.789", S, [(0, 2.5)]), resample("1h", how))
        run.series(f"{how}-all-missing", regular("2024-02-29", MIN, [None, None, None]), resample("2min", how, "forward"))
    return theme


def lengths() -> Theme:
    theme = Theme("resample-lengths", "Buckets of every unit, counted from 1970, weeks from Monday, also before 1970.")
    run = theme.run()
    walk = [float(k * 37 % 11) for k in range(40)]
    for every, step in (("1s", 250_000), ("1500ms", 400_000), ("1min", 7 * S), ("7min", 61 * S), ("90min", 17 * MIN), ("1.5h", 17 * MIN), ("1h", 13 * MIN), ("5h", 61 * MIN), ("1d", 7 * H), ("36h", 7 * H), ("6d", DAY), ("1w", DAY), ("7d", DAY), ("168h", DAY), ("0.5w", DAY), ("10080min", DAY)):
        run.series(f"around-1970-{every}", regular(f"1969-12-{'13' if step >= DAY else '30' if step > H else '31'} {'00:00:00' if step > H else '23:59:48.5'}", step, walk), resample(every))
        run.series(f"long-before-{every}", regular("1903-07-09 10:11:12.131415", step, walk[:12]), resample(every, "sum", "null"))
    run.series("edges", at("2024-01-01", S, [(0, 1), (3599.999999, 2), (3600, 3), (7199.999999, 4), (7200, 5)]), resample("1h", "mean"))
    run.series("finer-than-the-rows", regular("2024-01-01", 10 * S, [1, 2, 4, None, 3]), resample("4s"))
    return theme


def usual() -> Theme:
    theme = Theme("resample-source", "The usual step of a series: ties, gaps, jitter, no step, rows that are buckets already.")
    run = theme.run()
    # Every tenth distance is the usual one, the others differ.
    tenth = [(0, 1), (60, 2)]
    for k in range(9):
        tenth.append((tenth[-1][0] + 61 + k, float(k)))
    eleventh = [*tenth, (tenth[-1][0] + 100, 5.0), ]
    cases = {
        "regular": regular("2024-01-01 00:00:30", MIN, [1, 2, 3, 4, 5]),
        "regular-with-holes": regular("2024-01-01 00:00:30", MIN, [1, None, 3, None, 5]),
        "gap": at("2024-01-01 00:00:07", MIN, [(0, 1), (1, 2), (2, 3), (9, 4), (10, 5)]),
        "jitter": at("2024-01-01", S, [(0, 1), (61, 2), (119, 3), (180, 4), (240, 5), (299, 6), (359, 7), (421, 8)]),
        "tie": at("2024-01-01", S, [(0, 1), (90, 2), (150, 3), (240, 4), (300, 5)]),
        "origin-within": at("2024-01-01", S, [(0, 1), (7, 2), (67, 3), (127, 4), (133, 5)]),
        "of-one-time": at("2024-01-01", S, [(0, 1), (0, 2), (60, 3), (60, 4), (60, 5), (120, 6)]),
        "one-row": at("2024-01-01", S, [(0, 1)]),
        "one-time": at("2024-01-01", S, [(0, 1), (0, 3)]),
        "eight-days": regular("2024-01-01", 8 * DAY, [1, 2, 3]),
        "a-week": regular("2024-01-04", 7 * DAY, [1, 2, 3, None]),
        "a-tenth": at("2024-01-01", S, tenth),
        "less-than-a-tenth": at("2024-01-01", S, eleventh),
        "ten-buckets-a-row": at("2024-01-01", S, [(0, 1), (1, 2), (2, 3), (39, 4)]),
        "more-buckets": at("2024-01-01", S, [(0, 1), (1, 2), (2, 3), (40, 4)]),
        "microseconds": at("1969-12-31 23:59:59.999990", 1, [(0, 1), (3, 2), (6, 3), (9, None), (12, 4), (16, 5)]),
        "all-missing": regular("2024-01-01", MIN, [None, None, None]),
    }
    for name, rows in cases.items():
        run.series(f"{name}-mean", rows, resample("source", "mean", "linear"))
        run.series(f"{name}-null", rows, resample("source", "median", "null"))
        run.series(f"{name}-omit", rows, resample("source", "sum", "omit"))
        run.series(f"{name}-forward", rows, resample("source", "last", "forward"))
    for how in HOWS:
        run.series(f"already-{how}", regular("2024-01-01", MIN, [1, None, 3, 4]), resample("1min", how, "linear"))
        run.series(f"already-source-{how}", regular("2024-01-01 00:00:01", MIN, [1, None, 3, 4]), resample("source", how, "null"))
    return theme


def empties() -> Theme:
    theme = Theme("resample-longest", "Which buckets without a value are filled: by their own limit, that of the step before, or three buckets; at the ends.")
    run = theme.run()
    holes = at("2024-01-01", MIN, [(0, None), (1, 1), (3, 2), (6, 3), (10, None), (10.5, 7), (15, 4), (16, None), (17, None), (18, None)])
    for empty in ("linear", "forward"):
        for longest in ("1min", "2min", "179s", "3min", "5min", "1d"):
            run.series(f"{empty}-{longest}", holes, resample("1min", "mean", empty, longest=longest))
        run.series(f"{empty}-absent", holes, resample("1min", "mean", empty))
        run.series(f"{empty}-absent-std", at("2024-01-01", S, [(0, 1), (1, 2), (60, 5), (120, 3), (121, 4.5), (180, 9)]), resample("1min", "std", empty))
        run.series(f"{empty}-of-the-step", holes, missing(empty, longest="2min"), resample("1min", "mean", empty))
        run.series(f"{empty}-of-a-step-without", holes, missing(empty), resample("30s", "mean", empty))
        run.series(f"{empty}-of-the-last-that-fills", holes, missing("forward", longest="1s"), missing("linear", longest="4min"), missing("leave", longest="1h"), missing("drop", longest="1h"), resample("1min", "mean", empty))
        run.series(f"{empty}-own-over-the-step", holes, missing(empty, longest="1h"), resample("1min", "mean", empty, longest="2min"))
        run.series(f"{empty}-removed", holes, outliers("iqr", 0.5, "remove"), resample("1min", "max", empty))
    return theme
