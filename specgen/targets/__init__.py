"""From typed subjects to documents: one module an artefact, pure functions."""
