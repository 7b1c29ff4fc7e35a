"""NAB's windows on Spark, worked out without it: the same on grids, on lists of times, and of rows in any number of pieces."""

from types import SimpleNamespace


class InPieces:
    """Times in pieces, rows of one time in one of them, asked as tasks are."""

    def __init__(self, times, cuts):
        from data_lab_spark.documents.nab.times import Rows

        edges = [0, *sorted(int(next((k for k in range(cut, len(times)) if times[k] != times[k - 1]), len(times))) for cut in cuts), len(times)]
        self.pieces = [times[a:b] for a, b in zip(edges, edges[1:])]
        self.rows = Rows()

    def answer(self, question):
        from data_lab_spark.documents.nab.times import Asked

        asked = Asked(0, 0, question, self.rows)
        parts = []
        for number, times in enumerate(self.pieces):
            gathered = asked.begin()
            asked.see(gathered, 0, SimpleNamespace(number=number, rows=SimpleNamespace(times=times)), None)
            parts.append(gathered)
        asked.conclude(parts)
        return asked.found


def told(asking, times):
    try:
        question = next(asking)
        while True:
            question = asking.send(times.answer(question))
    except StopIteration as done:
        return done.value


def random_labels(random, times):
    from data_lab_spark.documents.nab.windows import Placed

    made = []
    for _ in range(int(random.integers(0, 7))):
        if random.random() < 0.5:
            time = int(random.integers(times[0] - 20, times[-1] + 20))
            made.append(Placed(time, time, "point", str(random.choice(["imported", "manual"])), []))
        else:
            first, last = sorted(int(one) for one in random.choice(times, 2))
            made.append(Placed(first, last, "window", "manual", [int(random.integers(first - 3, last + 3))] if random.random() < 0.4 else []))
    return made


def same_in_pieces(report):
    import numpy as np
    from data_lab_spark.documents.nab.times import Grid, Listed
    from data_lab_spark.documents.nab.windows import series_labels

    random = np.random.default_rng(1)
    unlike, windows, lost = [], 0, 0
    for k in range(400):
        rows, step, start = int(random.integers(1, 200)), int(random.integers(1, 9)), int(random.integers(-500, 500))
        grid = k % 2 == 0
        times = start + np.arange(rows) * step if grid else start + np.sort(random.integers(0, rows * step, rows))
        labels = random_labels(random, times)
        duplicates = int((np.diff(times) == 0).sum())
        ways = [InPieces(times, random.integers(1, rows + 1, pieces - 1)) for pieces in (1, 2, 4, 9)]
        ways += [Grid(rows, start, step), Listed(times)] if grid else []
        found = [told(series_labels("x", labels, duplicates), way) for way in ways]
        unlike += [labels] if any(one != found[0] for one in found) else []
        windows, lost = windows + len(found[0].windows), lost + found[0].lost
    report.claim("NAB's windows are the same on grids, lists and rows in pieces", not unlike and windows > 400 and lost > 0, f"{len(unlike)} differ, such as {unlike[:1]}; {windows} windows, {lost} lost")
