"""Ten million labelled rows by the tools that people use today, for bench/benchmarks/generate.ts.

python generate_peer.py pandas|gutentag ROWS ROUNDS; prints {"version": ..., "seconds": [...], "answer": {...}}. Importing does not count.
"""

import io
import json
import sys
import time
from contextlib import redirect_stderr

task, rows, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
COUNT = 500
LENGTH = 300


def with_pandas(seed):
    """Two sines, Gaussian noise, 250 spikes and 250 level shifts at drawn places, labels, as a data frame."""
    rng = numpy.random.default_rng(seed)
    seconds = numpy.arange(rows, dtype=numpy.float64)
    values = 20 * numpy.sin(2 * numpy.pi / 86400 * seconds) + 5 * numpy.sin(2 * numpy.pi / 3600 * seconds)
    values += rng.normal(0.0, 3.0, rows)
    flag = numpy.zeros(rows, dtype=bool)
    kind = numpy.zeros(rows, dtype=numpy.int8)
    starts = numpy.sort(rng.choice(rows // (2 * LENGTH), COUNT, replace=False)) * 2 * LENGTH
    for number, start in enumerate(starts):
        spike = number % 2 == 0
        end = start + (1 if spike else LENGTH)
        values[start:end] += 20.0 if spike else 9.0
        flag[start:end] = True
        kind[start:end] = 1 if spike else 2
    times = pandas.date_range("2023-01-01", periods=rows, freq="s", tz="UTC")
    return pandas.DataFrame(
        {
            "timestamp": times,
            "value": values,
            "is_anomaly": flag,
            "anomaly_type": pandas.Categorical.from_codes(kind, ["none", "spike", "level-shift"]),
        }
    )


def with_gutentag(seed):
    """One sine and GutenTAG's two simplest anomalies."""
    kinds = [
        {"position": "middle", "length": 1, "kinds": [{"kind": "extremum", "min": False, "local": False}]},
        {"position": "end", "length": LENGTH, "kinds": [{"kind": "platform", "value": 0.0}]},
    ]
    sine = {"kind": "sine", "frequency": 1.0, "amplitude": 20.0, "variance": 0.05}
    series = {"name": "s", "length": rows, "base-oscillations": [sine], "anomalies": kinds}
    with redirect_stderr(io.StringIO()):
        tag = GutenTAG.from_dict({"timeseries": [series]}, seed=seed)
        return tag.generate(return_timeseries=True)[0].timeseries


if task == "pandas":
    import numpy
    import pandas

    make, version, column = with_pandas, f"numpy {numpy.__version__}, pandas {pandas.__version__}", "value"
else:
    from importlib.metadata import version as version_of

    from gutenTAG import GutenTAG

    make, version, column = with_gutentag, f"GutenTAG {version_of('timeeval-gutenTAG')}", "value-0"

make(0)
elapsed = []
for attempt in range(rounds):
    begin = time.perf_counter()
    frame = make(attempt + 1)
    elapsed.append(time.perf_counter() - begin)
answer = {
    "rows": len(frame),
    "mean": float(frame[column].mean()),
    "deviation": float(frame[column].std()),
    "anomalous": int(frame["is_anomaly"].sum()),
}
json.dump({"version": version, "seconds": elapsed, "answer": answer}, sys.stdout)
