"""Runs recipes of the Anomaly Data Lab on Spark."""

__version__ = "0.1.0"
