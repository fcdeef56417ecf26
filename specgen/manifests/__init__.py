"""What programs read: shapes of the objects we render, one module an API, only the fields we emit.

A shape is a TypedDict: documents are plain dict literals that mypy holds against it. Whatever may
be left out is `T | None`; None is left out before anything is written. `make schemas` turns the
shapes into the JSON Schemas that every rendered document is checked against.
"""
