"""A Spark job as the operator's objects: features, each for one thing, united into one document."""
