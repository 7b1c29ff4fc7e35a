"""Recipes whose steps follow one another, are switched off or limited to some series, and recipes that are refused."""

from .clocks import BERLIN
from .theme import MIN, S, Theme, at, duplicates, missing, outliers, regular, resample, utc

BASE = 1704067200 * S


def themes() -> list[Theme]:
    return [chains(), refused()]


def chains() -> Theme:
    theme = Theme("steps-together", "All steps after one another; steps that are off; steps for some series by name and by pattern.", {"Europe/Berlin": BERLIN})
    noisy = [4, 5, None, 6, -999, 5, 4, 80, 5, 6, None, None, 4, 5, 6, 5, 4, 6, 90, 95, 5, 4, 5, 6]
    both = [(*row, ) for row in at("2023-10-29 01:00:00", MIN, [(k * 15, value) for k, value in zip([*range(8), *range(4, 20)], noisy)])]
    whole = [utc(), duplicates("mean"), missing("linear", [-999], longest="40min"), outliers("iqr", 3, "interpolate"), outliers("hampel", 4, "clip", window=5), missing("forward"), resample("20min", "mean", labels="majority")]
    labels = [(1698537600 * S + 45 * MIN, 1698537600 * S + 90 * MIN, "jump"), (1698537600 * S + 200 * MIN, 1698537600 * S + 260 * MIN, "rise")]
    run = theme.run("every step", same=whole, both=True)
    run.series("local", both, labels=labels, zone="Europe/Berlin")
    run.series("universal", both, labels=labels)
    run.series("spring", at("2024-03-31 01:00:00", MIN, [(k * 15, value) for k, value in enumerate(noisy)]), zone="Europe/Berlin")
    others = [
        utc("drop", "infer", "drop"),
        {**duplicates("last"), "for": ["a?/*.csv"]},
        {**duplicates("first"), "for": ["b*"]},
        {**missing("drop"), "off": True},
        {**missing("forward", [-999]), "for": ["*/x.csv", "b/*"]},
        {**outliers("zscore", 2, "remove", False), "for": ["a?/x.csv"]},
        {**outliers("zscore", 1, "remove"), "off": True, "for": ["*"]},
        {**outliers("hampel", 3, "flag", window=9), "for": ["*y.csv"]},
        {**resample("1h", "sum", "null"), "for": ["a1/x.csv"]},
        {**resample("30min", "count"), "for": ["a2/*"]},
        {**resample("source", "std", "omit"), "off": True},
    ]
    run = theme.run("steps for some, and steps that are off", same=others, both=True)
    for name in ("a1/x", "a1/y", "a2/x", "b/x", "b/y", "A1/x", "c.d/y"):
        run.series(name, both, labels=labels, zone="Europe/Berlin")
    run = theme.run("every option left to its default", same=[{kind: {}, "off": False} for kind in ("utc", "duplicates", "missing", "outliers", "resample")], both=True)
    run.series("local", both, labels=labels, zone="Europe/Berlin")
    run.series("twice", [*both, *both[::3]], labels=labels)
    emptying = [missing("drop", [-999]), outliers("hampel", 3, "remove"), missing("linear", min=0), resample("1min")]
    run = theme.run("a series that loses all of its rows", same=emptying, both=True)
    run.series("nothing-is-left", regular("2024-01-01", MIN, [None, -999]), labels=[(BASE, BASE + 2 * MIN, "gone")])
    run.series("beside-it", regular("2024-01-01", MIN, [3, -999, 5]), labels=[(BASE, BASE + 2 * MIN, "kept")])
    theme.run("no step at all", same=[]).series("alone", both, labels=labels)
    run = theme.run("a pattern that no series matches", same=[{**resample("1h"), "for": ["nothing*"]}, ])
    run.series("alone", both, labels=labels)
    return theme


def refused() -> Theme:
    theme = Theme("refused", "Recipes that are refused, before a run or while it reads.", {"Europe/Berlin": BERLIN})
    rows = regular("2024-01-01", MIN, [1, 2, 3])

    def refuse(about: str, *steps: dict, zone: str = "UTC", its=rows) -> None:
        theme.run(about, same=list(steps), refused=True).series("a", its, zone=zone)

    refuse("a series in local time without utc", duplicates(), zone="Europe/Berlin")
    refuse("a series in local time whose utc is for others", {**utc(), "for": ["b*"]}, zone="Europe/Berlin")
    refuse("a series in local time whose utc is off", {**utc(), "off": True}, zone="Europe/Berlin")
    refuse("utc after duplicates", duplicates(), utc())
    refuse("duplicates after missing", missing(), duplicates())
    refuse("missing after resample", resample(), missing())
    refuse("two steps duplicates", duplicates("last"), duplicates("first"))
    refuse("two steps utc of one series", {**utc(), "for": ["a.csv"]}, {**utc("drop"), "for": ["?.csv"]})
    refuse("two steps resample of one series", {**resample("1h"), "for": ["a*"]}, {**resample("2h"), "for": ["*.csv"]})
    refuse("a window in which no value can be an outlier", outliers("zscore", 3, window=9))
    refuse("a window of three quartiles", outliers("iqr", 1, window=3))
    refuse("a window of iqr that is too long", outliers("iqr", 1.5, window=1003))
    refuse("a window of hampel that is too long", outliers("hampel", 3, window=1003))
    refuse("an even window", outliers("hampel", 3, window=8))
    refuse("a least value above the greatest", missing("drop", min=2, max=1))
    refuse("a longest gap of nothing", missing("linear", longest="0min"))
    refuse("buckets of less than a second", resample("999ms"))
    refuse("buckets of more than a week", resample("8d"))
    refuse("duplicates that refuse", duplicates("refuse"), its=at("2024-01-01", MIN, [(0, 1), (1, 2), (1, None)]))
    return theme
