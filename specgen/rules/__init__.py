"""What must hold across fields and objects: one rule a module, each with its why and examples."""
