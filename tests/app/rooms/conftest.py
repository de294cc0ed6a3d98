"""Counts what goes to the database."""

import logging
from collections.abc import Iterator

import pytest


class Statements(logging.Handler):
    """Keeps every statement that goes to the database."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        assert isinstance(record.args, tuple)
        self.seen.append(str(record.args[0]))


@pytest.fixture
def statements(database: str) -> Iterator[list[str]]:
    """Every statement that went to the database since, without BEGIN and COMMIT."""
    handler, log = Statements(), logging.getLogger("tortoise.db_client")
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    yield handler.seen
    log.removeHandler(handler)
    log.setLevel(level)
