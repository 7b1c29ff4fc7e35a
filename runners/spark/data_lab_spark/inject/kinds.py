"""The kinds of anomalies: what each takes, and what holds where the recipe says nothing; spec/anomalies.md, "Kinds"."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Kind:
    least: int = 1
    #: Units of its strength with the usual one, the first where none is given.
    strength: tuple[tuple[str, float], ...] = ()
    #: Its choices, with what holds where there is none.
    choices: dict = field(default_factory=dict)


_SIGMA = {"spike": 6.0, "level-shift": 3.0, "trend": 4.0, "noise-burst": 3.0}


def _sigma(kind: str) -> tuple:
    return ("sigma", _SIGMA[kind]), ("absolute", 1.0)


KINDS = {
    "spike": Kind(1, _sigma("spike"), {"direction": "either", "scope": "local"}),
    "level-shift": Kind(1, _sigma("level-shift"), {"direction": "either", "persists": False}),
    "trend": Kind(2, _sigma("trend"), {"direction": "either", "persists": False}),
    "amplitude": Kind(1, (("factor", 2.0),)),
    "variance": Kind(1, (("factor", 3.0),)),
    "frequency": Kind(1, (("factor", 2.0),)),
    "pattern": Kind(4, (), {"pattern": "flip"}),
    "pattern-shift": Kind(2, (("factor", 0.25),), {"direction": "either"}),
    "flatline": Kind(2, (), {"hold": "last"}),
    "noise-burst": Kind(1, _sigma("noise-burst")),
    "time-warp": Kind(3, (("factor", 0.8),), {"direction": "up"}),
    "missing": Kind(1, (), {"as": "empty"}),
    "correlation": Kind(3),
    "timestamps": Kind(2, (), {"fault": "duplicate"}),
}


def chosen(shape: dict, key: str):
    """A choice of a shape, or what holds where it has none; None where its kind has no such choice."""
    return shape.get(key, KINDS[shape["kind"]].choices.get(key))


def is_absent(shape: dict) -> bool:
    """Whether its rows are left out."""
    return shape["kind"] == "missing" and chosen(shape, "as") == "absent"


def strength_of(shape: dict) -> tuple[str, float | list] | None:
    """Unit and amount (or its range) of a shape's strength; None for a kind without."""
    units = KINDS[shape["kind"]].strength
    given = shape.get("strength", {})
    for unit, _ in units:
        if unit in given:
            return unit, given[unit]
    return units[0] if units else None
