"""Values with units: each keeps the text it was written in, because it is emitted as written."""
