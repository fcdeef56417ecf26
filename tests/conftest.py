"""Options of the test suite."""

import pytest
from hypothesis import settings

settings.register_profile("specgen", deadline=None)  # a busy machine is no fault
settings.load_profile("specgen")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="write what the golden projects render to now into tests/golden",
    )
