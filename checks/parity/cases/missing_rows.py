"""Rows without a value, with a sentinel, or out of range."""

from .theme import DAY, MIN, S, Theme, at, missing, regular

_HOLES = [None, None, 10, None, 13, -999, -999, -999, 21.5, 1e6, 22, None, None, None, None, -4, None]


def themes() -> list[Theme]:
    return [fills(), corners()]


def fills() -> Theme:
    theme = Theme("missing-fills", "Every way to fill, with sentinels, least and greatest values, and the longest gap that is filled.")
    run = theme.run()
    base = 1704067200 * S
    for fill in ("linear", "forward", "drop", "leave"):
        run.series(f"{fill}-plain", regular("2024-01-01", MIN, _HOLES), missing(fill), labels=[(base, base + 4 * MIN, "dip"), (base + 11 * MIN, base + 15 * MIN, "gone")])
        run.series(f"{fill}-sentinel", regular("2024-01-01", MIN, _HOLES), missing(fill, [-999, 1e6]))
        run.series(f"{fill}-range", regular("2024-01-01", MIN, _HOLES), missing(fill, min=-10, max=22))
        run.series(f"{fill}-all-three", regular("2024-01-01", MIN, _HOLES), missing(fill, [-999, 22], min=-1000, max=22), labels=[(base + 5 * MIN, base + 7 * MIN, "dip")])
        for longest in ("2min", "4min", "299s", "5min"):
            run.series(f"{fill}-longest-{longest}", regular("2024-01-01", MIN, _HOLES), missing(fill, [-999], longest=longest))
        run.series(f"{fill}-uneven", at("2024-01-01", S, [(0, 1), (1, None), (10, None), (90, None), (100, 2), (100.000001, None), (100.000004, -3)]), missing(fill))
    run.series("two-of-one-time", at("2024-01-01", S, [(0, 1), (1, 5), (1, None), (1, 9), (2, None), (3, 4)]), missing("linear"))
    run.series("empty-between-one-time", at("2024-01-01", S, [(0, 1), (0, None), (0, 3)]), missing("linear", longest="1s"))
    return theme


def corners() -> Theme:
    theme = Theme("missing-corners", "All missing, one row, a constant, great and tiny numbers, before 1970; several steps after one another.")
    run = theme.run()
    for fill in ("linear", "forward", "drop", "leave"):
        run.series(f"{fill}-all-missing", regular("1969-12-31 23:59:58", S, [None] * 5), missing(fill))
        run.series(f"{fill}-all-sentinels", regular("1969-12-31 23:59:58", S, [7] * 5), missing(fill, [7]), labels=[(-2 * S, 1 * S, "stuck")])
        run.series(f"{fill}-one-row", at("2024-01-01", S, [(0, 3)]), missing(fill, longest="1s"))
        run.series(f"{fill}-one-empty-row", at("2024-01-01", S, [(0, None)]), missing(fill))
        run.series(f"{fill}-great", regular("1931-05-05 05:05:05.000005", DAY, [1e15, None, None, 1e15 + 1, None, -1e15, None, 1.7e308, None, -1.7e308]), missing(fill))
        run.series(f"{fill}-tiny", regular("1969-12-31", MIN, [1e-300, None, 3e-300, None, None, 5e-324, None]), missing(fill, [0]))
        run.series(f"{fill}-zeros", regular("2024-01-01", MIN, [0.0, -0.0, 1, None, 0.5]), missing(fill, [0], min=-0.0))
    run.series("twice", regular("2024-01-01", MIN, _HOLES), missing("linear", longest="2min"), missing("forward", [-999], longest="3min"))
    run.series("range-then-drop", regular("2024-01-01", MIN, _HOLES), missing("linear", [-999], max=100), missing("drop"))
    run.series("between-minima", regular("2024-01-01", MIN, [0.1, 0.3, 0.2, 0.30000000000000004, 0.1]), missing("leave", [0.2], min=0.1, max=0.3))
    return theme
