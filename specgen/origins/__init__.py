"""Where a rendered value comes from: change one input, render again, see what moves."""
