"""The series of the standard work: what bench/standard/work.ts says of it."""

from dataclasses import dataclass

START = "2023-01-01"
LEVEL = 50.0
WAVES = ((20.0, 86_400.0), (5.0, 3_600.0))
NOISE = 3.0
MISSING = 0.01
KINDS = ("spike", "level-shift")
AMOUNTS = (20.0, 9.0)
LENGTHS = (1, 300)


@dataclass(frozen=True)
class Work:
    """How many rows, the anomalies of each kind in them, and the seed."""

    rows: int
    each: int
    seed: int

    @property
    def stride(self):
        """Rows of which each stretch has one anomaly, a third of the way in; kinds take turns."""
        return self.rows // (2 * self.each)
