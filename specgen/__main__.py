"""`python -m specgen`: the same program as the `specgen` command."""

import sys

if not sys.flags.safe_path:
    # `-m` puts the working folder first; a project's own yaml.py or typing.py must not be imported.
    del sys.path[0]

from specgen.cli import main

if __name__ == "__main__":
    main()
