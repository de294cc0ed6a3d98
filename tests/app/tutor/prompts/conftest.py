"""The Korean engine, loaded once for the prompts' facts."""

import pytest

from app.korean import load


@pytest.fixture(scope="session", autouse=True)
def korean() -> None:
    load()
