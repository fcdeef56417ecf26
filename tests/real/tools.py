"""The programs that read what we render, found or skipped for."""

import pytest

from tools.real.catalogue import TOOLS


def tool(name: str) -> str:
    """Where that program is; the calling test is skipped where it is not built."""
    one = TOOLS[name]
    if not one.path.is_file():
        pytest.skip(f"the tool {name} {one.version} is not built: make tools builds it")
    return str(one.path)
