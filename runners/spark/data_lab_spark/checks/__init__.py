"""The checks of a recipe and those that every bundle has, measured on Spark; spec/checks.md."""
