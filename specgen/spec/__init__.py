"""What people write: the models of the spec language, one module a kind."""
