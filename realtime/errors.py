"""How an authenticator, a policy or a handler refuses a client."""

from realtime.protocol.codes import INTERNAL, Disconnect, Error


class ClientError(Exception):
    """Answer the command with this error; codes 400-1999 are the application's.

    Two of the same code, message and temporariness are equal.
    """

    def __init__(self, code: int, message: str, temporary: bool = False) -> None:
        super().__init__(code, message, temporary)
        self.error = Error(code, message, temporary)

    @classmethod
    def of(cls, error: Error) -> "ClientError":
        """Make the exception that carries one of the protocol's own errors."""
        return cls(error.code, error.message, error.temporary)

    @property
    def code(self) -> int:
        """The number a client acts on."""
        return self.error.code

    @property
    def message(self) -> str:
        """A short text for people who read logs."""
        return self.error.message

    @property
    def temporary(self) -> bool:
        """Whether the same command may succeed later."""
        return self.error.temporary

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClientError) and other.error == self.error

    def __hash__(self) -> int:
        return hash(self.error)


class ClientDisconnect(Exception):  # noqa: N818 - a decision, like StopIteration, not a fault
    """End the connection; codes 4000-4499 let the client come back, 4500-4999 do not."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(code, reason)
        self.disconnect = Disconnect(code, reason)


class TokenExpired(Exception):  # noqa: N818 - the protocol's word
    """The token was good once: the client is told to get a new one (error 109)."""


class TokenInvalid(Exception):  # noqa: N818 - the protocol's word
    """The token never was good: the client is told to stop (disconnect 3500)."""


class BrokerUnavailable(ClientError):  # noqa: N818 - the protocol's word
    """Redis does not answer: a client may try again (error 100, temporary)."""

    def __init__(self, cause: str) -> None:
        super().__init__(INTERNAL.code, INTERNAL.message, INTERNAL.temporary)
        self.cause = cause

    def __str__(self) -> str:
        return f"the broker is unavailable: {self.cause}"
