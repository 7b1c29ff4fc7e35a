"""Local times: skipped, repeated, and of zones whose rules before 1970 differ from those after."""

from reference.recipe import microseconds
from reference.utc import Zone

from .theme import DAY, H, MIN, S, Theme, at, regular, time_text, utc


def zone(offset: int, *changes: tuple[str, int]) -> Zone:
    return Zone(offset, tuple((microseconds(moment), after) for moment, after in changes))


BERLIN = zone(3600, ("2023-03-26T01:00:00Z", 7200), ("2023-10-29T01:00:00Z", 3600), ("2024-03-31T01:00:00Z", 7200), ("2024-10-27T01:00:00Z", 3600))
BERLIN_1945 = zone(3600, ("1945-04-02T01:00:00Z", 7200), ("1945-05-24T00:00:00Z", 10800), ("1945-09-24T00:00:00Z", 7200), ("1945-11-18T01:00:00Z", 3600), ("1946-04-14T01:00:00Z", 7200))
LORD_HOWE = zone(39600, ("2023-04-01T15:00:00Z", 37800), ("2023-09-30T15:30:00Z", 39600))
APIA = zone(-36000, ("2011-04-02T14:00:00Z", -39600), ("2011-09-24T14:00:00Z", -36000), ("2011-12-30T10:00:00Z", 50400), ("2012-03-31T14:00:00Z", 46800))
NEW_YORK_1883 = zone(-17762, ("1883-11-18T17:00:00Z", -18000))
LONDON_1941 = zone(3600, ("1941-05-04T01:00:00Z", 7200), ("1941-08-10T01:00:00Z", 3600), ("1942-04-05T01:00:00Z", 7200))
TOKYO_1948 = zone(32400, ("1948-05-01T15:00:00Z", 36000), ("1948-09-11T15:00:00Z", 32400))


def themes() -> list[Theme]:
    return [skipped(), repeated(), early()]


def skipped() -> Theme:
    theme = Theme("utc-skipped", "Local times that a clock change skipped: moved forward or dropped, and giving way to a row that is there already.", {"Europe/Berlin": BERLIN, "Australia/Lord_Howe": LORD_HOWE, "Pacific/Apia": APIA})
    run = theme.run()
    for how in ("shift", "drop"):
        its = dict(zone="Europe/Berlin")
        # 02:00 to 03:00 on 31 March does not exist.
        run.series(f"{how}-half-hours", regular("2024-03-31 00:30:00", 30 * MIN, [1, 2, 3, None, 5, 6, 7, 8]), utc(how), **its)
        run.series(f"{how}-no-counterpart", at("2024-03-31 01:00:00", H, [(0, 1), (1.25, 2), (1.75, 3), (3, 4)]), utc(how), **its)
        run.series(f"{how}-edges", at("2024-03-31 02:00:00", S, [(-0.000001, 1), (0, 2), (3599.999999, 3), (3600, 4)]), utc(how), **its)
        run.series(f"{how}-twice", at("2024-03-31 02:15:00", MIN, [(0, 1), (0, 2), (10, 3), (10, None)]), utc(how), **its)
        run.series(f"{how}-one-row", at("2024-03-31 02:30:00.000001", MIN, [(0, 7.5)]), utc(how), **its)
        run.series(f"{how}-newest-first", regular("2024-03-31 04:00:00", -20 * MIN, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), utc(how), **its)
        run.series(f"{how}-half-an-hour", regular("2023-10-01 01:30:00", 10 * MIN, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), utc(how), zone="Australia/Lord_Howe")
        # The island left out 30 December 2011.
        run.series(f"{how}-a-day", regular("2011-12-29 12:00:00", 6 * H, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), utc(how), zone="Pacific/Apia")
    return theme


def repeated() -> Theme:
    theme = Theme("utc-repeated", "Local times that a clock change repeated: each choice, and each way in which the order of rows tells or does not.", {"Europe/Berlin": BERLIN, "Australia/Lord_Howe": LORD_HOWE})
    for undecided in ("earlier", "later", "drop"):
        run = theme.run(f"infer, undecided: {undecided}")
        # 02:00 to 03:00 on 29 October comes twice.
        for name, rows in _orders().items():
            run.series(name, rows, utc(undecided=undecided), zone="Europe/Berlin")
        run.series("half-an-hour", at("2023-04-02 01:00:00", 10 * MIN, [(k, k) for k in (0, 1, 2, 3, 4, 5, 3, 4, 5, 6, 7)]), utc(undecided=undecided), zone="Australia/Lord_Howe")
    run = theme.run("by the options alone")
    for how in ("earlier", "later", "drop"):
        for name in ("quarters", "hours-once", "undecided-two-steps-back"):
            run.series(f"{how}-{name}", _orders()[name], utc(ambiguous=how), zone="Europe/Berlin")
    return theme


def _orders() -> dict:
    """Rows around 2023-10-29 02:00 in Berlin, numbers of minutes after 02:00."""

    def rows(*minutes: float):
        return at("2023-10-29 02:00:00", MIN, [(minute, float(place)) for place, minute in enumerate(minutes)])

    quarters = [*range(-60, 60, 15), *range(0, 120, 15)]
    return {
        "quarters": rows(*quarters),
        "quarters-newest-first": rows(*reversed(quarters)),
        "hours-twice": rows(-120, -60, 0, 0, 60, 120),
        "hours-once": rows(-120, -60, 0, 60, 120),
        "two-at-once-quarters": rows(-30, -15, 0, 0, 15, 30, 45, 60, 75),
        "first-hour-is-there": rows(-30, -15, 0, 15, 30, 45, 120, 135),
        "second-hour-is-there": rows(-90, -75, -60, 0, 15, 30, 45, 60, 75),
        "part-of-the-first": rows(-45, -30, -15, 0, 15, 30, 75, 90),
        "undecided-two-steps-back": rows(-30, 0, 30, 10, 40, 20, 50, 60, 90),
        "one-row": rows(30),
        "two-at-one-time": rows(30, 30),
        "only-the-hour": rows(0, 20, 40, 0, 20, 40),
        "at-the-end": rows(-60, -40, -20, 0, 20),
        "at-the-beginning": rows(20, 40, 60, 80, 100),
        "within-a-tenth": rows(-21, -1, 0.000001, 19, 39, 59.999999, 78),
        "beyond-a-day": rows(-1441, -1440, 30, 1500, 1501),
        "every-two-hours": rows(-240, -120, 0, 120, 240),
    }


def early() -> Theme:
    zones = {"America/New_York": NEW_YORK_1883, "Europe/Berlin": BERLIN_1945, "Europe/London": LONDON_1941, "Asia/Tokyo": TOKYO_1948}
    theme = Theme("utc-before-1970", "Zones before 1970: local mean time, two hours of summer time, summer time where there is none now.", zones)
    run = theme.run()
    # Noon of 18 November 1883 came twice: 3 minutes and 58 seconds.
    noon = [*range(-180, 60, 20), *range(-178, 240, 20)]
    run.series("mean-time", at("1883-11-18 12:00:00", S, [(k, float(n)) for n, k in enumerate(noon)]), utc(), zone="America/New_York")
    run.series("mean-time-earlier", at("1883-11-18 12:00:00", S, [(-238, 1), (-237.999999, 2), (-1, 3), (0, 4), (1, 5)]), utc(ambiguous="earlier"), zone="America/New_York")
    run.series("mean-time-later", at("1883-11-18 12:00:00", S, [(-238, 1), (-237.999999, 2), (-1, 3), (0, 4), (1, 5)]), utc(ambiguous="later"), zone="America/New_York")
    for day, name in (("1945-04-02", "spring"), ("1945-05-24", "early-summer"), ("1945-09-24", "late-summer"), ("1945-11-18", "autumn")):
        run.series(f"berlin-{name}", regular(f"{day} 00:00:00", 30 * MIN, list(range(12))), utc("shift", "infer", "later"), zone="Europe/Berlin")
    run.series("berlin-a-year", [(microseconds("1945-03-30 12:00:00") + k * 11 * DAY, k / 3) for k in range(30)], utc(), zone="Europe/Berlin")
    for day in ("1941-05-04", "1941-08-10"):
        run.series(f"london-{day}", regular(f"{day} 00:45:00.250000", 15 * MIN, list(range(14))), utc("drop", "drop"), zone="Europe/London")
    for day in ("1948-05-02", "1948-09-11", "1948-09-12"):
        run.series(f"tokyo-{day}", regular(f"{day} 00:00:00", 20 * MIN, list(range(9))), utc("shift", "later"), zone="Asia/Tokyo")
    return theme


__all__ = ["BERLIN", "themes", "time_text"]
