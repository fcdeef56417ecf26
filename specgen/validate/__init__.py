"""The final check: each rendered document against its kind's schema, and its order of keys."""
