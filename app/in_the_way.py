"""Says what is in the way of a command in one line: what it is, and what to do."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from app.korean import ImportRefusedError
from app.platform.data_directory import DataDirectoryError
from app.platform.database import DatabaseUnreachableError
from app.platform.embedded_postgres import EmbeddedServerError
from app.platform.listening import PortInUseError
from app.platform.migration import SchemaBehindError, UnknownMigrationError
from app.platform.redis import RedisUnreachableError
from app.platform.sealing import SealingError
from app.platform.settings import SettingsError
from app.platform.supervisor import RunEndedError

# What can be in the way of a run: each says in one line what it is and what to do.
IN_THE_WAY = (
    DataDirectoryError,
    DatabaseUnreachableError,
    EmbeddedServerError,
    ImportRefusedError,
    PortInUseError,
    RedisUnreachableError,
    RunEndedError,
    SchemaBehindError,
    SealingError,
    SettingsError,
    UnknownMigrationError,
)


@contextmanager
def what_is_in_the_way_in_one_line(*others: type[Exception]) -> Iterator[None]:
    """Say what is in the way of a run, also where a task group wrapped it, and exit with 1.

    `others` are what can be in the way of this command alone.
    """
    kinds: tuple[type[Exception], ...] = (*IN_THE_WAY, *others)
    fault: BaseException | None = None
    try:
        yield
    except* kinds as group:
        fault = _first_in(group)
    if fault is not None:
        print("dorandoran:", " ".join(str(fault).split()), file=sys.stderr)
        raise SystemExit(1)


def _first_in(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
