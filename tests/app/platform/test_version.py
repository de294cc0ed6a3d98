"""The release has one number."""

import tomllib
from pathlib import Path

from app.platform.version import VERSION


def test_the_package_and_the_program_are_of_the_same_release() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())
    assert project["project"]["version"] == VERSION
