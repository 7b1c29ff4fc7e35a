"""What Spark's event log says of the tasks of a run."""

import json
from dataclasses import dataclass
from pathlib import Path

#: Settings of a session whose log `tasks` reads.
def logging_to(folder):
    return {"spark.eventLog.enabled": "true", "spark.eventLog.dir": Path(folder).resolve().as_uri(), "spark.eventLog.compress": "false", "spark.eventLog.rolling.enabled": "false"}


@dataclass(frozen=True)
class Task:
    """
    One attempt that ended. Times in seconds; `result`: bytes that came to the driver; `shuffled`: bytes that went to other tasks; `received`: rows that came from others. `group`: of its job,
    None where it has none.
    """

    stage: int
    start: float
    end: float
    result: int
    shuffled: int
    ok: bool
    executor: str
    received: int
    group: str | None


def tasks(folder):
    """All tasks of the only session that logged to a folder, in order of their end."""
    (path,) = [one for one in Path(folder).iterdir() if not one.name.startswith(".")]
    found: list[Task] = []
    groups: dict[int, str] = {}
    for line in path.read_text("utf-8").splitlines():
        event = json.loads(line)
        if event["Event"] == "SparkListenerJobStart":
            groups |= dict.fromkeys(event["Stage IDs"], event.get("Properties", {}).get("spark.jobGroup.id"))
        elif event["Event"] == "SparkListenerTaskEnd":
            info, metrics = event["Task Info"], event.get("Task Metrics") or {}
            shuffled = metrics.get("Shuffle Write Metrics", {}).get("Shuffle Bytes Written", 0)
            ok = event["Task End Reason"]["Reason"] == "Success"
            received = metrics.get("Shuffle Read Metrics", {}).get("Total Records Read", 0)
            times = info["Launch Time"] / 1e3, info["Finish Time"] / 1e3
            found.append(Task(event["Stage ID"], *times, metrics.get("Result Size", 0), shuffled, ok, info["Executor ID"], received, groups.get(event["Stage ID"])))
    return found


def busy(its, cores):
    """The share of the cores' time, from the first start of these tasks to the last end, in which they ran."""
    begin, end = min(one.start for one in its), max(one.end for one in its)
    return sum(one.end - one.start for one in its) / max(1e-3, cores * (end - begin))
