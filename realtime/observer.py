"""What the engine tells whoever measures and logs; it does neither itself."""

from typing import Protocol


class Caller(Protocol):
    """Who is at the other end of a connection, as far as that is known."""

    @property
    def client(self) -> str:
        """The connection's id."""
        ...

    @property
    def user(self) -> str:
        """The user of its identity; empty before `connect` has succeeded, and for an anonymous."""
        ...

    @property
    def address(self) -> str:
        """The IP address it came from, personal data; empty where there is none."""
        ...


class Observer(Protocol):
    """Every method is called on the event loop and must return at once."""

    def connection_opened(self) -> None:
        """Count a client that opened a connection, not yet authenticated."""
        ...

    def connection_closed(self, code: int, caller: Caller) -> None:
        """Count an end; the disconnect code, 3000 where the client went by itself."""
        ...

    def turned_away(self, reason: str, address: str) -> None:
        """Count a request that was refused at the door, before there was a connection.

        `reason`: `origin` (a page that may not connect), `pace` (too many of this address),
        `draining`. `address` as in `Caller`.
        """
        ...

    def command(self, name: str, seconds: float, error: int, caller: Caller) -> None:
        """Record an answered command: from its arrival to its reply; `error` 0 for success.

        Where a command ended the connection, `error` is the disconnect code.
        """
        ...

    def published(self, channel: str, subscribers: int) -> None:
        """Count a publication given to so many connections of this node."""
        ...

    def recovery(self, recovered: bool, publications: int) -> None:
        """Count a client that came back with a position: whether it stood, and what it missed."""
        ...

    def slow_disconnect(self, queued_bytes: int, caller: Caller) -> None:
        """Count a client that did not read; with what waited for it."""
        ...

    def stream_lost(self, channel: str, subscribers: int) -> None:
        """Count a gap that the stream could not fill; its subscribers are told to come again."""
        ...

    def broker_link(self, up: bool) -> None:
        """Record whether publications of other nodes arrive."""
        ...

    def failure(self, where: str, error: Exception) -> None:
        """Log an exception that a handler should not have raised; its client got error 100."""
        ...


class NullObserver:
    """Looks away."""

    def connection_opened(self) -> None:
        """Do nothing."""

    def connection_closed(self, code: int, caller: Caller) -> None:
        """Do nothing."""

    def turned_away(self, reason: str, address: str) -> None:
        """Do nothing."""

    def command(self, name: str, seconds: float, error: int, caller: Caller) -> None:
        """Do nothing."""

    def published(self, channel: str, subscribers: int) -> None:
        """Do nothing."""

    def recovery(self, recovered: bool, publications: int) -> None:
        """Do nothing."""

    def slow_disconnect(self, queued_bytes: int, caller: Caller) -> None:
        """Do nothing."""

    def stream_lost(self, channel: str, subscribers: int) -> None:
        """Do nothing."""

    def broker_link(self, up: bool) -> None:
        """Do nothing."""

    def failure(self, where: str, error: Exception) -> None:
        """Do nothing."""
