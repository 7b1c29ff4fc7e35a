"""The cases of spec/parity, a module for each step; what they hold is made to be nasty, what comes of it is the reference's."""

from . import clocks, labels, missing_rows, outlier_rules, repeated_times, resampling, whole_recipes
from .theme import Theme


def themes() -> list[Theme]:
    """One for each file."""
    made = [*clocks.themes(), *repeated_times.themes(), *missing_rows.themes(), *outlier_rules.themes(), *resampling.themes(), *labels.themes(), *whole_recipes.themes()]
    names = [theme.name for theme in made]
    assert len(names) == len(set(names)), names
    return made
