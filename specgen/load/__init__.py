"""From files to typed objects: reading, layering, typing, and saying what is wrong with each."""
