"""What spec/ says, computed in exact arithmetic: slow, obvious, and of no engine. Values are doubles; what is computed from them is a fraction
until a step ends, and then the nearest double."""
