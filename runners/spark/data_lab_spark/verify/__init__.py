"""A bundle, of the lab or of this runner, held against its documents and against a replay of its recipe on Spark."""
