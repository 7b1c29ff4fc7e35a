"""A bundle that the command writes on Spark is `same` for `lab verify`: of files with labels by `data-lab-spark run`, of the synthetic standard work by `spark-submit`."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from check_spark import RUNNER, RUNS, SETTINGS, opened  # noqa: E402

NOW = "2026-01-01T00:00:00Z"
#: Files of NAB that the samples have too.
FILES = ("speed_7578.csv", "art_daily_jumpsup.csv", "combined_windows.json")
ROWS = 200_000


def part_of(recipe):
    """A run's recipe with few of its files."""
    return {**recipe, **{kind: [one for one in recipe[kind] if one["file"].endswith(FILES)] for kind in ("sources", "labels")}}


def standard(rows):
    """The standard work of the benchmarks (bench/standard/work.ts)."""
    def injection(name, kind, length, absolute):
        shape = {"kind": kind, "length": length, "strength": {"absolute": absolute}, "direction": "up"}
        return {"id": name, "series": "s1", "draw": {"count": rows // 40_000, "apart": "5min", "seed": 1}, "shapes": [shape]}

    return {
        "recipe": 1,
        "name": "standard",
        "generated": [
            {
                "synthetic": "s1",
                "start": "2023-01-01T00:00:00Z",
                "step": "1s",
                "rows": rows,
                "seed": 1,
                "signal": [{"constant": {"value": 50}}, {"sine": {"period": "1d", "amplitude": 20}}, {"sine": {"period": "1h", "amplitude": 5}}],
                "noise": [{"gaussian": {"sd": 3}}],
                "faults": {"missing": {"as": "empty", "random": 0.01}},
            }
        ],
        "injections": [injection("spikes", "spike", "1s", 20), injection("shifts", "level-shift", "300s", 9)],
        "steps": [
            {"missing": {"fill": "drop"}},
            {"outliers": {"rule": "zscore", "threshold": 3, "then": "interpolate", "protect": True}},
            {"resample": {"every": "5min", "with": "mean"}},
        ],
        "export": {"stages": ["clean", "resampled"]},
    }


def done(command, environment):
    start = time.monotonic()
    ran = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})
    print(f"{Path(command[0]).name}: {time.monotonic() - start:.0f} s")
    return ran


def written(report, name, start, recipe, folder, scratch):
    """Runs a recipe by the command that `start` begins; the folder of the bundle."""
    output, path = scratch / f"{name}-out", scratch / f"{name}.json"
    path.write_text(json.dumps(recipe, ensure_ascii=False), "utf-8")
    environment = {"PYTHONPATH": str(RUNNER.resolve()), "PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable}
    settings = [part for key, value in SETTINGS.items() for part in ("--conf", f"{key}={value}")]
    ran = done([*start, "run", str(path), "--input", str(folder), "--output", str(output), "--now", NOW, "--json", *settings], environment)
    report.equal(f"{name}: the command ends well", (ran.returncode, ran.stderr[-500:] if ran.returncode else ""), (0, ""))
    # spark-submit puts what is told of the run before the answer.
    answer = report.attempt(f"{name}: its answer is one JSON document, in one line", lambda: json.loads(ran.stdout.splitlines()[-1]))
    if answer is None:
        return None
    files = [path for path in output.rglob("*") if path.is_file() and not path.name.startswith(".")]
    report.equal(f"{name}: the answer has the bundle's files, bytes and time", (answer["files"], answer["bytes"], answer["created"]), (len(files), sum(path.stat().st_size for path in files), NOW))
    for said in ("Reading the sources", "Writing the rows", "Writing the documents"):
        report.claim(f"{name}: it tells “{said}”", said in ran.stderr + ran.stdout, ran.stderr[-500:])
    return output


def verdict(bundle):
    """What `lab verify` says."""
    ran = done(["node", "scripts/lab.mjs", "verify", str(bundle), "--json"], {})
    found = json.loads(ran.stdout)
    return found["verdict"], found["comparison"], [one for one in found["findings"] if one["severity"] != "note"]


def other_byte(bundle):
    """Changes one byte of a file of rows."""
    path = sorted((bundle / "data/processed").rglob("*.parquet"))[0]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def check(report, bundles):
    if shutil.which("java") is None:
        print("Java is not here: no bundles were written on Spark")
        return
    scratch = Path(bundles.scratch).resolve()
    nab = opened(RUNS / "nab.zip", scratch)
    recipe = part_of(nab.json("data/metadata/recipe.json"))
    report.claim("there are files and labels of NAB", len(recipe["sources"]) > 0 and len(recipe["labels"]) > 0)
    python = [sys.executable, "-m", "data_lab_spark"]
    submit = [str(Path(sys.executable).parent / "spark-submit"), "--master", "local[2]", str(RUNNER / "submit.py")]
    for name, start, its, folder in (("nab", python, recipe, (nab.root / "data/raw").resolve()), ("standard", submit, standard(ROWS), scratch)):
        bundle = written(report, name, start, its, folder, scratch)
        if bundle is None:
            continue
        report.equal(f"{name}: lab verify", verdict(bundle), ("same", "row by row", []))
        if name == "nab":
            other_byte(bundle)
            report.equal("nab, one byte changed: lab verify", verdict(bundle)[0], "different")
