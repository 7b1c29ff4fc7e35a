"""What NAB's own Python needs for the work of bench/benchmarks/nab.ts.

python nab_peer.py CHECKOUT < task.json; prints {"seconds": ..., "answer": ...}. Reading files and importing do not count.
"""

import inspect
import json
import sys
import textwrap
import time
from datetime import datetime
from types import SimpleNamespace

import numpy
import pandas

checkout = sys.argv[1]
sys.path.insert(0, checkout)
from nab import labeler  # noqa: E402
from nab.detectors.gaussian.windowedGaussian_detector import WindowedGaussianDetector  # noqa: E402
from nab.sweeper import Sweeper  # noqa: E402
from nab.util import deepmap, strp  # noqa: E402

task = json.load(sys.stdin)
with open(f"{checkout}/config/profiles.json") as file:
    costs = json.load(file)["standard"]["CostMatrix"]
data = {f["name"]: pandas.read_csv(f["data"], parse_dates=["timestamp"]) for f in task["files"]}


def windows():
    # A name with "Known" takes labels as they are; halves of odd widths are cut off, as in Python 2, for which this code was written.
    source = textwrap.dedent(inspect.getsource(labeler.LabelCombiner.applyWindows))
    exec(source.replace("windowLength/2", "windowLength//2"), vars(labeler))
    sets = {f"Known/{name}": SimpleNamespace(data=frame) for name, frame in data.items()}
    combiner = labeler.LabelCombiner(None, SimpleNamespace(dataFiles=sets), 0.5, 0.10, 0.15, 0)
    labels = {f"Known/{f['name']}": deepmap(strp, f["labels"]) for f in task["files"]}
    combiner.knownLabels = [SimpleNamespace(windows=labels)]
    begin = time.perf_counter()
    combiner.combineLabels()
    combiner.editPoorLabels()
    labeler.applyWindows(combiner)
    combiner.checkWindows()
    seconds = time.perf_counter() - begin
    return seconds, {name.removeprefix("Known/"): pairs for name, pairs in combiner.combinedWindows.items()}


def detector():
    seconds = 0
    for f in task["files"]:
        frame = data[f["name"]]
        run = WindowedGaussianDetector(SimpleNamespace(data=frame), 0.15)
        values = frame["value"].tolist()
        begin = time.perf_counter()
        scores = [run.handleRecord({"value": value})[0] for value in values]
        seconds += time.perf_counter() - begin
        numpy.array(scores, dtype="<f8").tofile(f["out"])
    return seconds, None


def score():
    prepared = []
    for f in task["files"]:
        times = [stamp.to_pydatetime() for stamp in data[f["name"]]["timestamp"]]
        scores = pandas.read_csv(f["results"])["anomaly_score"].tolist()
        limits = [[datetime.fromisoformat(end) for end in pair] for pair in f["windows"]]
        prepared.append((times, scores, limits, f["name"]))
    begin = time.perf_counter()
    sweeper = Sweeper(0.15, costs)
    rows = [row for one in prepared for row in sweeper.calcSweepScore(*one)]
    best = max(sweeper.calcScoreByThreshold(rows), key=lambda found: found.score)
    total = sum(Sweeper(0.15, costs).scoreDataSet(*one, best.threshold)[1].score for one in prepared)
    return time.perf_counter() - begin, {"threshold": best.threshold, "score": total}


output, sys.stdout = sys.stdout, sys.stderr
elapsed, answer = {"windows": windows, "detector": detector, "score": score}[task["task"]]()
json.dump({"seconds": elapsed, "answer": answer}, output)
