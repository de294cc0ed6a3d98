"""DATA_DIR, held by one run at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class DataDirectoryError(Exception):
    """DATA_DIR cannot be used; the text says what to do."""


class DataDirectoryInUseError(DataDirectoryError):
    """Another run holds DATA_DIR."""


def make_directory(directory: Path) -> None:
    """Make a directory of DATA_DIR where it is missing. Raises `DataDirectoryError`."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataDirectoryError(
            f"cannot make {directory} ({error.strerror}): set DATA_DIR to a directory of your own"
        ) from error


@contextmanager
def hold_data_directory(directory: Path) -> Iterator[None]:
    """Hold `directory` while the block runs; it is made where it is missing.

    The lock ends with the process, however it ends. Raises `DataDirectoryInUseError`, and
    `DataDirectoryError` where nothing can be written there.
    """
    make_directory(directory)
    with _lock_file(directory) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DataDirectoryInUseError(
                f"another run uses {directory}: stop it, or set DATA_DIR (and PORT) to others"
            ) from error
        yield


def _lock_file(directory: Path) -> IO[str]:
    try:
        return (directory / "lock").open("w")
    except OSError as error:
        raise DataDirectoryError(
            f"cannot write in {directory} ({error.strerror}): set DATA_DIR to a directory of yours"
        ) from error
