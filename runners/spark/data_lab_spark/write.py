"""Writes the rows of a run as partitioned Parquet: beside their place first, into it when all are there."""

import posixpath
from collections.abc import Callable
from dataclasses import replace

from .checks.splits import spans
from .documents.json_text import object_text
from .engine.folders import Folders
from .engine.output import Out
from .engine.parquet import Made
from .engine.sink import Target, write_sources, write_stages
from .errors import LabError
from .follow import Ran, cleaning
from .safe_path import safe_paths
from .storage import Storage
from .written import Written, WrittenFile, WrittenSeries, WrittenStage

#: Where files lie until all are written.
STAGING = "_unfinished"
#: Where rows are written in it.
_ROWS = "rows"
#: What lies at the top of a bundle.
TOP = ("data", "labels", "README.md", "croissant.json", "mlflow_dataset.py", "ro-crate-metadata.json")
#: Puts a document (path below the output, text) beside the rows before these go to their place.
Put = Callable[[str, str], None]


def stages_of(recipe: dict, resampled: bool) -> list[str]:
    """The stages that are written, in the order of the run."""
    there = ["clean", "resampled"] if resampled else ["clean"]
    asked = recipe["export"].get("stages")
    return [kind for kind in there if (kind in asked if asked else kind == there[-1])]


def free(storage: Storage) -> None:
    """Raises LabError `output-exists` where something of a bundle is there already; removes what a run that did not end has left."""
    if not storage.exists("data"):
        storage.undo(STAGING)
    there = [name for name in TOP if storage.exists(name)]
    if there:
        named = ", ".join(storage.full(name) for name in there)
        raise LabError("output-exists", f"Expected an output without {', '.join(TOP)}; {named} {'is' if len(there) == 1 else 'are'} there. Name another folder, or remove it.")


def write(ran: Ran, output: str, beside: Callable[[Written, Put], None] | None = None) -> Written:
    """
    Writes the rows below `data/processed`. All lies in a staging folder of the output until it is complete; then one rename of a folder brings it into its place, so that a run that fails
    or is killed leaves no part of a bundle. `beside`: writes what else belongs to the bundle, told what was written; without it the recipe alone is. Raises LabError `output-exists`.
    """
    storage = Storage(ran.passes.spark, output)
    free(storage)
    there = storage.exists("")
    try:
        written = _write(ran, storage, beside)
        storage.remove(f"{STAGING}/{_ROWS}")
        storage.into_place(STAGING)
        return written
    except BaseException:
        storage.undo(STAGING)
        if not there and not storage.names(""):
            storage.remove("")
        raise


def _write(ran: Ran, storage: Storage, beside: Callable[[Written, Put], None] | None) -> Written:
    recipe = ran.recipe
    target = Target(storage, f"{STAGING}/{_ROWS}", recipe["export"]["codec"], recipe["export"]["smallest"])
    stages, sources = _stages(ran, target), _sources(ran, target)
    storage.move([(f"{STAGING}/{_ROWS}/{staged}", f"{STAGING}/{file.path}") for _, files in (*stages, *sources) for staged, file in files])
    written = Written(storage.root, [replace(one, files=[file for _, file in files]) for one, files in stages], [replace(one, files=[file for _, file in files]) for one, files in sources])

    def put(path: str, text: str) -> None:
        storage.put(f"{STAGING}/{path}", text)

    if beside is None:
        put("data/metadata/recipe.json", object_text(recipe))
    else:
        beside(written, put)
    return written


def _resamples(recipe: dict) -> bool:
    return any("resample" in step and not step.get("off") for step in recipe["steps"])


def last_of(recipe: dict) -> str:
    """The last stage that a recipe makes."""
    return "resampled" if _resamples(recipe) else "clean"


def roots(recipe: dict) -> list[tuple[str, str]]:
    """The stages that a run of this recipe writes, and their folders below the output."""
    kinds = stages_of(recipe, _resamples(recipe))
    return [(kind, posixpath.join("data/processed", *([kind] if len(kinds) > 1 else []))) for kind in kinds]


def refuse_nothing(recipe: dict) -> None:
    """Raises LabError `nothing-to-export` where the recipe asks for resampled rows alone and makes none."""
    if not roots(recipe):
        raise LabError("nothing-to-export", "Expected resampled rows to export, for export.stages names no others; no step of the recipe resamples. Add a step that resamples, or export the cleaned rows.")


def refuse_no_rows(ran: Ran) -> None:
    """Raises LabError `nothing-to-export` where no row is left to write."""
    kinds = {kind for kind, _ in roots(ran.recipe)}
    facts = [fact for one in ran.told for fact in ((one.clean,) if "clean" in kinds else ()) + ((one.final,) if last_of(ran.recipe) in kinds else ())]
    if not any(fact.rows for fact in facts):
        raise LabError("nothing-to-export", "Expected processed rows to export; there are none. Load a file, or relax the steps that drop every row.")


#: Files as (path below the folder of the target, what is told of them).
_Staged = list[tuple[str, WrittenFile]]


def _stages(ran: Ran, target: Target) -> list[tuple[WrittenStage, _Staged]]:
    job, recipe = ran.passes.job, ran.recipe
    stages = roots(recipe)
    outs = [_out(ran, kind) for kind, _ in stages]
    facts = [one.final if stages[0][0] == last_of(recipe) else one.clean for one in ran.told]
    extents = [(one.first, one.last) if one.rows else None for one in facts]
    made = write_stages(ran.passes, outs, target, sum(one.rows for one in facts), extents)
    by_out = _named(made, [root for _, root in stages])
    return [(WrittenStage(kind, root, [], _counts([one for one in made if one.out == k])), by_out.get(k, [])) for k, (kind, root) in enumerate(stages)]


def _counts(made: list[Made]) -> dict[str, int] | None:
    """Rows by series of all files of an output."""
    total: dict[str, int] = {}
    for one in made:
        if one.counts is None:
            return None
        for name, count in one.counts.items():
            total[name] = total.get(name, 0) + count
    return total


def _out(ran: Ran, kind: str) -> Out:
    job, final = ran.passes.job, kind == last_of(ran.recipe)
    steps = [len(its) if final else cleaning(its) for its in job.steps]
    intervals: dict[int, list] = {}
    for place, one in enumerate(job.series):
        for label in one.labels:
            kept = ran.kept[label.id]
            if not final:
                intervals.setdefault(place, []).append((label.start, label.end, label.id, label.type))
            elif kept is not None:
                intervals.setdefault(place, []).append((kept.start, kept.end, label.id, label.type))
    return Out(kind, steps, intervals, _folders(ran, final))


def _folders(ran: Ran, final: bool) -> Folders:
    """The folders of a stage: of each series its own rows say where splits begin."""
    splits = ran.recipe.get("splits") or []
    cuts: dict[int, list[int]] = {}
    for place, told in enumerate(ran.told):
        rows = told.final if final else told.clean
        if splits and rows.rows:
            cuts[place] = [int(start) for start, _ in list(spans(splits, rows.first, rows.last).values())[1:]]
    return Folders(tuple(ran.recipe["export"]["partition"]), tuple(split["name"] for split in splits), cuts)


def _sources(ran: Ran, target: Target) -> list[tuple[WrittenSeries, _Staged]]:
    """Generated series as they were made, and without their anomalies, where the recipe wants these."""
    job, export = ran.passes.job, ran.recipe["export"]
    kinds = [kind for kind, wanted in (("raw", export["raw"]), ("twin", export.get("twin"))) if wanted]
    made = [one for one in job.series if one.kind != "file"]
    if not kinds or not made:
        return []
    labels = {one.place: [(label.start, label.end, label.id, label.type) for label in one.labels] for one in made}
    outs = [Out(kind, [0] * len(job.series), {place: its for place, its in labels.items() if its} if kind == "raw" else {}) for kind in kinds]
    paths = {one.place: path for one, path in zip(made, safe_paths([one.name for one in made]))}
    files: dict[tuple[int, int], list] = {}
    for one in write_sources(ran.passes, outs, target):
        files.setdefault((int(one.folder), one.out), []).append(one)
    found = []
    for one in made:
        for k, kind in enumerate(kinds):
            root = f"data/{kind}/{paths[one.place]}"
            staged = [(file.path, _file(f"{root}/part-{number}.parquet", file)) for number, file in enumerate(files.get((one.place, k), []))]
            found.append((WrittenSeries(kind, one.name, root, []), staged))
    return found


def _named(made: list[Made], roots: list[str]) -> dict[int, _Staged]:
    """By output the names of files: part-0.parquet, part-1.parquet … in each folder."""
    named: dict[int, _Staged] = {}
    last, number = None, 0
    for one in made:
        number = number + 1 if (one.out, one.folder) == last else 0
        last = one.out, one.folder
        named.setdefault(one.out, []).append((one.path, _file(posixpath.join(roots[one.out], one.folder, f"part-{number}.parquet"), one)))
    return named


def _file(path: str, made: Made) -> WrittenFile:
    return WrittenFile(path, made.bytes, made.sha256, made.rows)


__all__ = ["STAGING", "TOP", "Put", "free", "roots", "stages_of", "write"]
