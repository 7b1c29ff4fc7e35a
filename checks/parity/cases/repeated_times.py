"""Rows of one time, and rows out of order."""

from .theme import DAY, MIN, S, Theme, at, duplicates, regular


def themes() -> list[Theme]:
    theme = Theme("duplicates", "Rows of one time by every choice, with and without values; rows out of order; series that keep their duplicates.")
    run = theme.run()
    many = [(0, 1.5), (1, None), (1, 4), (1, 2), (1, None), (2, 3), (2, 5), (3, None), (3, None), (0, 9), (5, 0.1), (5, 0.2), (5, 0.3), (4, 7)]
    for keep in ("first", "last", "mean"):
        run.series(f"{keep}-many", at("2024-01-01", MIN, many), duplicates(keep))
        run.series(f"{keep}-newest-first", at("2024-01-01", MIN, [(9 - k // 2, float(k)) for k in range(20)]), duplicates(keep))
        run.series(f"{keep}-great", at("2024-01-01", S, [(0, 1e15), (0, 1e15 + 1), (0, 1e15 + 2), (1, 1e308), (1, 1.5e308), (2, -1e15), (2, 1e15), (2, 0.25)]), duplicates(keep))
        run.series(f"{keep}-all-missing", at("2024-01-01", S, [(0, None), (0, None), (1, None)]), duplicates(keep))
        run.series(f"{keep}-one-row", at("1969-12-31 23:59:59.999999", S, [(0, -0.5)]), duplicates(keep))
        run.series(f"{keep}-microseconds", at("1969-12-31 23:59:59.999998", 1, [(0, 1), (1, 2), (2, 3), (1, 4), (3, 5), (2, 6)]), duplicates(keep))
        run.series(f"{keep}-one-time", at("1700-01-01", DAY, [(0, float(k)) for k in (3, 1, 2)]), duplicates(keep))
    run.series("refuse-none-there", regular("2024-01-01", S, [2, 1, None]), duplicates("refuse"))
    run.series("refuse-out-of-order", regular("2024-01-01", -S, [2, 1, None]), duplicates("refuse"))
    run.series("without-the-step", at("2024-01-01", MIN, many))
    run.series("labelled", at("2024-01-01", MIN, many), duplicates("last"), labels=[(1704067200000000 + 60_000_000, 1704067200000000 + 60_000_001, "spike"), (1704067200000000 + 150_000_000, 1704067200000000 + 200_000_000, "gap")])
    return [theme]
