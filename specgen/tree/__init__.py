"""The rendered tree: how documents become bytes, and how the bytes reach the disk."""
