"""Runs on Spark grow well: long series are cut, two cores work on them, no rows come to the driver, files and memory stay bounded, and what fails on the way changes nothing."""

import hashlib
import json
import os
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent))

from events import busy, logging_to, tasks  # noqa: E402

RUNNER = Path("runners/spark")
CORES = 2
#: Rows of the long series.
FEW, MANY = 1_100_000, 4_400_000
#: Bytes of results of one task: no rows, of which each has eight bytes or more.
RESULT = 64 << 10
WORKER_MB = 700


def recipe(rows, series=("s1",), step="1s", export=(), **more):
    """The standard work in little: waves, noise, gaps, anomalies; cleaned, and resampled to means."""
    signal = [{"constant": {"value": 50}}, {"sine": {"period": "1d", "amplitude": 20}}, {"sine": {"period": "1h", "amplitude": 5}}]
    source = {"start": "2023-01-01T00:00:00Z", "step": step, "rows": rows, "signal": signal, "noise": [{"gaussian": {"sd": 3}}], "faults": {"missing": {"as": "empty", "random": 0.01}}}

    def injection(kind, length, name):
        return {"id": f"{kind}-{name}", "series": name, "draw": {"count": max(1, rows // 40_000), "apart": "5min"}, "shapes": [{"kind": kind, "length": length, "strength": {"absolute": 20}}]}

    return {
        "recipe": 1,
        "seed": 7,
        "generated": [{"synthetic": name, **source} for name in series],
        "injections": [injection(kind, length, name) for name in series for kind, length in (("spike", step), ("level-shift", "20min"))],
        "steps": [{"missing": {"fill": "drop"}}, {"outliers": {"rule": "zscore", "threshold": 3, "then": "interpolate", "protect": True}}, {"resample": {"every": "1h", "with": "mean"}}],
        "export": {"raw": False, "stages": ["clean", "resampled"], **dict(export)},
        **more,
    }


class Runs:
    """Runs of recipes in one session, each in a folder of its own."""

    def __init__(self, spark, scratch):
        self.spark, self.scratch = spark, scratch

    def __call__(self, given, output=None):
        from data_lab_spark.run import run, write

        output = output or str((Path(tempfile.mkdtemp(dir=self.scratch)) / "out").resolve())
        started = time.time()
        written = write(run(self.spark, json.dumps(given), str(self.scratch)), output)
        return Done(Path(output), written, started, time.time())


class Done:
    def __init__(self, output, written, started, ended):
        self.output, self.written, self.started, self.ended = output, written, started, ended

    def files(self, kind):
        return next(one.files for one in self.written.stages if one.kind == kind)

    def table(self, kind, output=None):
        root = next(one.root for one in self.written.stages if one.kind == kind)
        return ds.dataset((output or self.output) / root, format="parquet").to_table().sort_by([("series", "ascending"), ("timestamp", "ascending")])

    def hashes(self):
        return {file.path: file.sha256 for file in self.written.files}


class Memory:
    """The most that one Python process which this one's JVM started held, in MB, while it is watched."""

    def __enter__(self):
        self.most, self._open = 0.0, True
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._open = False
        self._thread.join()

    def _watch(self):
        while self._open:
            for pid in workers():
                try:
                    self.most = max(self.most, int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6)
                except OSError:
                    pass
            time.sleep(0.05)


def workers():
    """Process ids of the Python workers below this process."""
    parents = {}
    for one in Path("/proc").iterdir():
        if one.name.isdigit():
            try:
                stat = (one / "stat").read_text()
            except OSError:
                continue
            name, rest = stat[stat.index("(") + 1 : stat.rindex(")")], stat[stat.rindex(")") + 2 :].split()
            parents[int(one.name)] = (int(rest[1]), name)

    def below(pid):
        while pid in parents:
            pid = parents[pid][0]
            if pid == os.getpid():
                return True
        return False

    return [pid for pid, (_, name) in parents.items() if name.startswith("python") and pid != os.getpid() and below(pid)]


def same_rows(report, what, a, b):
    report.claim(f"{what}: the same rows", a.num_rows > 0 and a.num_rows == b.num_rows and all(a[name].combine_chunks().equals(b[name].combine_chunks().cast(a.schema.field(name).type)) for name in a.column_names))


def in_order(files, output):
    """Whether the rows of each folder are in order of series and time, from its first file to its last."""
    for folder in {(output / file.path).parent for file in files}:
        table = pa.concat_tables(pq.read_table(path, columns=["series", "timestamp"], partitioning=None) for path in sorted(folder.iterdir(), key=lambda one: int(one.stem.split("-")[1])))
        names, times = table["series"].to_pylist(), table["timestamp"].cast(pa.int64()).to_pylist()
        pairs = list(zip(names, times))
        if pairs != sorted(pairs):
            return False
    return True


def claim_files(report, what, done, kind, folders):
    files = done.files(kind)
    there = {path.relative_to(done.output).as_posix() for path in (done.output / "data/processed").rglob("*.parquet") if kind in path.parts}
    report.equal(f"{what}: {kind} files are those that are told", there, {file.path for file in files})
    report.equal(f"{what}: one {kind} file in each folder", (len(files), len({file.path.rpartition("/")[0] for file in files})), (folders, folders))
    told = [(file.bytes, file.sha256, file.rows) for file in files]
    found = [(path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest(), pq.read_metadata(path).num_rows) for path in (done.output / file.path for file in files)]
    report.claim(f"{what}: bytes, hashes and rows of {kind} files are true", told == found)


def check_long(report, runs, log):
    """A long series: how it is cut, how its tasks run, what they hold and give."""
    from data_lab_spark.engine import unit

    with Memory() as memory:
        few = runs(recipe(FEW))
        many = runs(recipe(MANY))
    report.claim("no Python worker holds much, however long the series is", 0 < memory.most < WORKER_MB, f"{memory.most:.0f} MB")
    claim_files(report, "a long series", many, "clean", -(-MANY // 86_400))
    claim_files(report, "a long series", many, "resampled", -(-MANY // 86_400))
    report.claim("a long series: rows are in order in each folder", in_order(many.files("clean"), many.output))
    stages = {}
    for one in tasks(log):
        stages.setdefault(one.stage, []).append(one)
    of_few = [its for its in stages.values() if few.started <= its[0].start < few.ended]
    of_many = [its for its in stages.values() if many.started <= its[0].start < many.ended]
    report.equal("as many passes over a long series as over a shorter one: what steps ask, what they do, and the rows that are written", (len(of_few), len(of_many)), (3, 3))
    report.claim("tasks grow with the rows", all(len(its) >= MANY // unit.TARGET_ROWS > len(shorter) for its, shorter in zip(of_many, of_few)), f"{[len(its) for its in of_few]}, {[len(its) for its in of_many]}")
    shares = [round(busy(its, CORES), 2) for its in of_many]
    report.claim("two cores are busy with one series", max(shares) > 0.6 and min(shares) > 0.5, f"{shares} of their time")
    report.claim("no task gives rows to the driver", all(one.result < RESULT for its in of_many for one in its), f"{max(one.result for its in of_many for one in its)} bytes")
    report.equal("rows of a generated series go to no other task", sum(one.shuffled for its in of_many for one in its), 0)
    return many


def check_killed(report, runs, undisturbed):
    """A worker that is killed while it writes: its task begins anew, and the bundle is the same to the byte."""
    output = Path(tempfile.mkdtemp(dir=runs.scratch)) / "out"
    killed = []

    def kill():
        staging = str((output / "_unfinished").resolve())
        while not killed:
            for pid in workers():
                try:
                    opened = [os.readlink(one) for one in Path(f"/proc/{pid}/fd").iterdir()]
                except OSError:
                    continue
                if any(one.startswith(staging) for one in opened):
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)
                    break

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    done = runs(recipe(MANY), str(output.resolve()))
    report.claim("a worker was killed while it wrote", killed)
    killed.append(None)
    thread.join()
    report.claim("what was written is the same to the byte", done.hashes() == undisturbed.hashes())
    there = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    report.equal("nothing of the task that died is left", there, {*done.hashes(), "data/metadata/recipe.json"})


def check_many(report, runs):
    """Many short series: the rows of a folder are brought together, and are those that one task would write."""
    given = recipe(6000, tuple(f"s{k}" for k in range(9)), "7min", {"partition": ["year", "month"]})
    for k, source in enumerate(given["generated"]):
        source["step"] = f"{7 + k}min"
    # A long one beside them is in other tasks.
    given["generated"].append({**recipe(1_500_000)["generated"][0], "synthetic": "long", "step": "2s"})
    together = runs(given)
    claim_files(report, "many series", together, "clean", len({file.path.rpartition("/")[0] for file in together.files("clean")}))
    report.claim("many series: rows are in order in each folder", in_order(together.files("clean"), together.output))
    alone = runs({**given, "export": {**given["export"], "partition": []}})
    for kind in ("clean", "resampled"):
        same_rows(report, f"many series, {kind}: by folder and without", together.table(kind), alone.table(kind))


def check_elsewhere(report, runs, spark):
    """A system that tasks reach by Spark alone: Spark's writer gives the same rows."""
    folder = Path(tempfile.mkdtemp(dir=runs.scratch)).resolve()
    spark.sparkContext._jsc.hadoopConfiguration().set("fs.viewfs.mounttable.lab.link./there", folder.as_uri())
    given = recipe(200_000, export={"raw": True})
    here, there = runs(given), runs(given, "viewfs://lab/there/out")
    for kind in ("clean", "resampled"):
        same_rows(report, f"elsewhere, {kind}: by Spark's writer", here.table(kind), there.table(kind, folder / "out"))
    raw = here.written.sources[0].root
    a, b = (ds.dataset(root / raw, format="parquet").to_table() for root in (here.output, folder / "out"))
    same_rows(report, "elsewhere, raw: by Spark's writer", a, b)
    report.equal("elsewhere: as many files", len(list((folder / "out").rglob("*.parquet"))), len(list(here.output.rglob("*.parquet"))))


def check_splits(report, runs):
    """Splits: each row in the folder of its time, by the extent of the rows of its stage."""
    done = runs(recipe(120_000, ("s1", "s2"), splits=[{"name": "train", "share": 0.7}, {"name": "test"}]))
    for kind in ("clean", "resampled"):
        root = done.output / f"data/processed/{kind}"
        table = ds.dataset(root, format="parquet", partitioning=ds.partitioning(pa.schema([("split", pa.string())]), flavor="hive")).to_table()
        for series in ("s1", "s2"):
            mine = table.filter(pc.equal(table["series"], series))
            times = mine["timestamp"].cast(pa.int64()).to_numpy()
            cut = times.min() + np.floor(0.7 * (times.max() - times.min()) + 0.5)
            wanted = np.where(times < cut, "train", "test").tolist()
            report.claim(f"splits: {kind} rows of {series} lie in theirs", mine["split"].to_pylist() == wanted and len(set(wanted)) == 2)


def check_twins(report, runs):
    """Generated series as they were made, in several files or one, and without their anomalies."""
    done = runs(recipe(90_000, ("s1", "s2"), export={"raw": True, "twin": True}))
    tables = {(one.kind, one.series): pa.concat_tables(pq.read_table(done.output / file.path) for file in one.files) for one in done.written.sources}
    for series in ("s1", "s2"):
        raw, twin = tables["raw", series], tables["twin", series]
        times = raw["timestamp"].cast(pa.int64()).to_numpy()
        report.claim(f"{series} as it was made: all rows in order", len(times) == 90_000 and (np.diff(times) == 1_000_000).all() and raw["timestamp"].equals(twin["timestamp"]))
        labelled = raw["is_anomaly"].to_numpy()
        report.claim(f"twin of {series}: no row has a label", labelled.any() and not twin["is_anomaly"].to_numpy().any())
        a, b = raw["value"].to_numpy(), twin["value"].to_numpy()
        other = ~((a == b) | (np.isnan(a) & np.isnan(b)))
        report.claim(f"twin of {series}: other values where anomalies are, and nowhere else", other.any() and not (other & ~labelled).any())


def check_sizes(report, scratch):
    """Files end at their size, groups of rows at theirs, and what waits is bounded."""
    from data_lab_spark.engine import output, parquet
    from data_lab_spark.steps.piece import Rows

    parquet.FILE_BYTES = 4 << 20
    root = Path(tempfile.mkdtemp(dir=scratch))
    files = parquet.Files(str(root), "one", ["clean"], "snappy", False)
    draws, waited = np.random.default_rng(1), 0
    for start in range(0, 3_000_000, 100_000):
        rows = Rows.of(np.arange(start, start + 100_000) * 1_000_000, draws.normal(size=100_000))
        files.add(output.Lot(0, "", output.batch_of("clean", "s", rows, None)))
        waited = max(waited, files._waiting)
    made = files.end()
    report.claim("files end at their size", len(made) > 3 and all(4 << 20 <= one.bytes < 8 << 20 for one in made[:-1]), f"{[one.bytes for one in made]}")
    metadata = [pq.read_metadata(root / one.path) for one in made]
    sizes = [one.row_group(k).num_rows for one in metadata for k in range(one.num_row_groups)]
    report.claim("groups of rows end at theirs", max(sizes) <= parquet.GROUP_ROWS and len(sizes) < 3_000_000 / 100_000, f"{sizes}")
    report.claim("what waits to be written is bounded", waited <= parquet.WAITING_ROWS, f"{waited} rows")
    times = pa.concat_tables(pq.read_table(root / one.path) for one in made)["timestamp"].cast(pa.int64()).to_numpy()
    report.claim("all rows are there, in order", len(times) == 3_000_000 and (np.diff(times) == 1_000_000).all())


def check(report, bundles):
    import shutil

    if shutil.which("java") is None:
        report.claim("Java 17 is here for Spark", os.environ.get("CI") != "true", "Debian: apt-get install default-jre-headless")
        print("Java is not here: nothing was run on Spark")
        return
    sys.path.insert(0, str(RUNNER))
    from data_lab_spark.session import open_session

    log = Path(tempfile.mkdtemp(dir=bundles.scratch))
    spark = open_session(f"local[{CORES},4]", {"spark.ui.enabled": "false", "spark.driver.host": "localhost", "spark.sql.shuffle.partitions": "4", "spark.driver.maxResultSize": "16m", **logging_to(log)})
    spark.sparkContext.setLogLevel("OFF")
    runs = Runs(spark, bundles.scratch)
    try:
        long_ = check_long(report, runs, log)
        check_killed(report, runs, long_)
        check_many(report, runs)
        check_splits(report, runs)
        check_elsewhere(report, runs, spark)
        check_twins(report, runs)
        check_sizes(report, bundles.scratch)
    finally:
        spark.stop()
