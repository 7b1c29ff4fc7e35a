"""What is run on a cluster of two workers: recipes with what must come of them, many at a time; long series; executors that are killed."""
