"""`anomalies_v{n}.json`: every label by series and time."""

from collections.abc import Iterator

from ..recipe.times import format_instant
from .json_text import code_units, compact
from .labels import Followed


def instant(us: int) -> str:
    """ISO 8601 UTC; a fraction of a second has six digits."""
    text = format_instant(us)
    head, dot, fraction = text.removesuffix("Z").partition(".")
    return f"{head}.{fraction.ljust(6, '0')}Z" if dot else text


def anomaly_entries(labels: list[Followed]) -> Iterator[dict]:
    """The labels by series and time; one that lost all its rows stays, with 0 rows."""
    for one in sorted(labels, key=lambda its: (code_units(its.label.series), its.label.start, code_units(its.label.id))):
        label, kept = one.label, one.kept
        start = instant(label.start)
        told = {key: label.entry.get(key) for key in ("severitySigma", "requested", "realised", "seed", "injection", "detector", "note", "confidence")}
        yield {
            "timestamp": start,
            "type": label.type,
            "id": label.id,
            "series": label.series,
            "start": start,
            "end": instant(label.end),
            "labelStart": instant(kept.start) if kept else None,
            "labelEnd": instant(kept.last) if kept else None,
            "origin": label.origin,
            "file": label.entry.get("file"),
            "rows": kept.rows if kept else 0,
            "rowsByStep": one.rows,
            "changedByStep": one.changed,
            "emptiedBy": one.emptied_by,
            **told,
        }


def anomaly_line(entry: dict) -> str:
    return compact(entry)
