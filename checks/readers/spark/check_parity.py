"""On a cluster of two workers: recipes come as spec/parity says and as the lab makes random ones, NAB's folder as its bundle though an executor is killed, and a long series is cut by time."""

import json
import sys
import tempfile
import zipfile
from pathlib import Path

import pyarrow.dataset as ds

sys.path.insert(0, str(Path(__file__).parent))

from cluster import MASTER, java_missing, two_workers  # noqa: E402
from events import logging_to, tasks  # noqa: E402
from on_cluster import long_series, recipes  # noqa: E402
from on_cluster.killed import executors, one_executor_killed  # noqa: E402
from support import Bundle  # noqa: E402

CASES = Path("spec/parity")
RANDOM = Path("reports/readers/parity/random.json")
NAB = Path("reports/readers/runs/nab.zip")
#: Rows of a stretch, so that series of the recipes are cut here and there.
CUT = 8
#: Rows of the long series: three stretches as they are cut otherwise.
LONG = 2_200_000
#: Bytes of what a task gives to the driver: counts, not rows, of which each has sixteen bytes or more.
RESULT = 64 << 10


def cut_at(rows):
    """From now on series of files are cut in stretches of about so many rows. Gives what they were cut in."""
    from data_lab_spark.engine import ordered, unit

    before = ordered.TARGET_ROWS
    unit.cut_counts.__defaults__ = (rows,)
    ordered.TARGET_ROWS = rows
    return before


def check_recipes(report, spark, scratch):
    """The cases of spec/parity, and random recipes; long enough series are cut."""
    report.claim("there are random recipes that the lab has run", RANDOM.is_file(), f"{RANDOM} is written by checks/readers/variants/randomRecipes.ts")
    print(json.loads(RANDOM.read_text("utf-8"))["about"])
    runs, refused = recipes.read([*sorted(CASES.glob("*.json")), RANDOM])
    report.claim("there are cases of each kind, and 200 random recipes", len(runs) >= 220 and len(refused) >= 15, f"{len(runs)} and {len(refused)}")
    before = cut_at(CUT)
    recipes.compare(report, spark, runs, scratch)
    cut_at(before)
    recipes.compare_refused(report, spark, refused, scratch)
    recipes.compare_raised(report, spark)


def check_nab(report, spark, scratch):
    """NAB's folder from files to Parquet, as the lab's bundle has it; one of the executors is killed meanwhile."""
    from data_lab_spark.run import run, write

    root = Path(tempfile.mkdtemp(dir=scratch))
    with zipfile.ZipFile(NAB) as archive:
        archive.extractall(root)
    bundle, output = Bundle("nab", root), root / "out"
    recipe = (root / "data/metadata/recipe.json").read_text("utf-8")
    with one_executor_killed(spark, "nab", 12) as killed:
        write(run(spark, recipe, str(root / "data/raw")), str(output))
    report.equal("an executor was killed while NAB's folder was run", len(killed), 1)
    for stage in bundle.stages:
        _same(report, f"NAB's folder, {stage['stage']}", output / stage["path"], root / stage["path"], stage["stage"])


def _same(report, what, output, wanted, stage):
    columns = ["series", "timestamp", "value", "is_anomaly", "anomaly_type", "anomaly_id", "observations" if stage == "resampled" else "outlier", "filled"]
    order = [("series", "ascending"), ("timestamp", "ascending"), ("value", "ascending")]
    a, b = (ds.dataset(folder, format="parquet").to_table(columns=columns).sort_by(order).to_pandas() for folder in (output, wanted))
    report.equal(f"{what}: as many rows", len(a), len(b))
    if len(a) != len(b):
        return
    report.claim(f"{what}: there are rows of many series", a["series"].nunique() > 2)
    for column in columns:
        x, y = a[column], b[column]
        alike = (x == y) | (x.isna() & y.isna())
        if column == "value":
            alike |= (x - y).abs() <= 1e-9 * y.abs()
        report.claim(f"{what}: {column} is the same in each row", alike.all(), f"{(~alike).sum()} differ, such as {a[~alike].head(1).to_dict('records')} where {b[~alike].head(1).to_dict('records')} is expected")


def check_long(report, spark, scratch):
    """A long series of one file; what its tasks did is claimed once the log is whole."""
    from data_lab_spark.run import run, write

    folder = Path(tempfile.mkdtemp(dir=scratch))
    long_series.write_file(folder / "long.csv", LONG)
    ran = run(spark, long_series.recipe("long.csv"), str(folder))
    report.claim("the long series is cut", len(ran.passes.job.units) >= 3, f"{len(ran.passes.job.units)} stretches")
    write(ran, str(folder / "out"))


def claim_long(report, its):
    """`its`: tasks of the run of the long series."""
    done = [one for one in its if one.ok]
    report.equal("both executors work on the long series", len({one.executor for one in done}), 2)
    share = together(done)
    report.claim("they do so at the same time", share > 0.4, f"{share:.0%} of it")
    report.claim("no task gives rows of it to the driver", max(one.result for one in done) < RESULT, f"{max(one.result for one in done)} bytes")
    report.claim("no task is given the whole series", 0 < max(one.received for one in done) < 0.75 * LONG, f"{max(one.received for one in done)} of {LONG} rows")


def together(its):
    """Of the time in which tasks ran, the share in which two executors had one."""
    moments = sorted({moment for one in its for moment in (one.start, one.end)})
    busy = both = 0.0
    for a, b in zip(moments, moments[1:]):
        having = {one.executor for one in its if one.start <= a and one.end >= b}
        busy += (b - a) if having else 0
        both += (b - a) if len(having) > 1 else 0
    return both / busy if busy else 0.0


def check(report, bundles):
    if java_missing(report):
        return
    log = Path(tempfile.mkdtemp(dir=bundles.scratch))

    def part(name, action):
        context = spark.sparkContext
        context.setJobGroup(name, name)
        report.attempt(f"{name} runs to its end", action)

    with two_workers({**logging_to(log), "spark.sql.files.maxPartitionBytes": "16m"}) as spark:
        report.equal(f"{MASTER} has two executors", len(executors(spark.sparkContext.applicationId)), 2)
        part("recipes", lambda: check_recipes(report, spark, bundles.scratch))
        part("nab", lambda: check_nab(report, spark, bundles.scratch))
        part("long", lambda: check_long(report, spark, bundles.scratch))
    by_group = {name: [one for one in tasks(log) if one.group == name] for name in ("recipes", "nab", "long")}
    lost = [one for one in by_group["nab"] if not one.ok]
    report.claim("tasks of the killed executor were begun anew", lost, f"{len(by_group['nab'])} tasks, all of which ended well")
    claim_long(report, by_group["long"])
