"""What grants come to: the rules hold specs against it, and the targets render it."""
