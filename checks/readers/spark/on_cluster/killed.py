"""Kills an executor in the middle of a run."""

import os
import signal
import threading
from contextlib import contextmanager
from pathlib import Path

_BACKEND = "CoarseGrainedExecutorBackend"


def executors(application: str) -> list[int]:
    """Process ids of the executors of an application on this machine."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
        except OSError:
            # It has ended meanwhile.
            continue
        # The class of the process itself: the worker that started it has another.
        if any(word.endswith(_BACKEND) for word in words) and application in words:
            found.append(int(folder.name))
    return sorted(found)


@contextmanager
def one_executor_killed(spark, group: str, job: int):
    """Kills one of the two executors while both work on a job of the group, on the so-many-th, from 1, or a later one. Gives a list to which its process id is added."""
    killed: list[int] = []
    done = threading.Event()
    tracker = spark.sparkContext.statusTracker()

    def watch() -> None:
        while not done.wait(0.02):
            jobs = sorted(tracker.getJobIdsForGroup(group))
            if len(jobs) < job:
                continue
            info = tracker.getJobInfo(jobs[-1])
            stages = [tracker.getStageInfo(stage) for stage in (info.stageIds if info else ())]
            # One on each.
            if sum(stage.numActiveTasks for stage in stages if stage) > 1:
                victim = executors(spark.sparkContext.applicationId)[0]
                os.kill(victim, signal.SIGKILL)
                killed.append(victim)
                return

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield killed
    finally:
        done.set()
        thread.join()
