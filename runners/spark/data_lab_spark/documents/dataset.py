"""`dataset_v{n}.json`: what the data came from, what was done to it, and what is in the bundle; spec/dataset.schema.json."""

import hashlib

from ..follow import Ran
from ..write import last_of
from .about import about_of
from .columns import column_lineage
from .json_text import canonical
from .labels import Followed
from .names import document_paths
from .processed import File, Stage, facts_of, processed_rows
from .software import software
from .transformations import transformations
from .zones import time_zones, timed

#: Of the data set: the first, for versions before it are not read here.
VERSION = 1


def dataset_document(ran: Ran, created: str, sources: list[dict], stages: list[Stage], labels: list[Followed], checks: list[dict], files: list[File]) -> dict:
    """
    `created`: ISO 8601 UTC. `sources`: as the document has them. `stages`: those that were written, in the order of the run. `labels`: where they lie in the last of these.
    `checks`: entries of the document of checks. `files`: all of the bundle that are there.
    """
    recipe, paths = ran.recipe, document_paths(VERSION)
    passed = sum(one["pass"] for one in checks)
    described = [processed_rows(recipe, stage, facts_of(ran, stage.kind == last_of(recipe))) for stage in stages]
    earlier = {"earlierStages": described[:-1]} if len(described) > 1 else {}
    return {
        "format": 2,
        "version": VERSION,
        "previous": None,
        "name": recipe["name"],
        "created": created,
        "about": about_of(recipe),
        "software": software(ran.passes.spark.version),
        "timeZones": time_zones(timed(ran)),
        "recipe": {"path": paths["recipe"], "sha256": hashlib.sha256(canonical(recipe).encode("utf-8")).hexdigest()},
        "sources": sources,
        "transformations": transformations(ran, labels),
        "columns": column_lineage(recipe, described[-1]["stage"], described[-1]["schema"], VERSION),
        "processed": described[-1],
        **earlier,
        "files": [file.entry() for file in files],
        "checks": {"path": paths["checks"], "passed": passed, "failed": len(checks) - passed},
        "anomalies": {"path": paths["anomalies"], "count": len(labels)},
    }
