"""Every test of the Korean engine has the analyser loaded, once per run."""

import pytest

from app.korean import load


@pytest.fixture(scope="session", autouse=True)
def _loaded_analyser() -> None:
    load()
