"""A team's namespace and what is in it before any job."""
