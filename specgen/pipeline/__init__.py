"""The order of things, and the only place that knows it."""
