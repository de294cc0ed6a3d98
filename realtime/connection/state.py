"""What a connection knows of itself while its commands are carried out."""

from collections.abc import Generator, Sequence

import msgspec

from realtime.connection.deadlines import Deadlines
from realtime.connection.effects import Effect
from realtime.connection.questions import Answer, Question
from realtime.connection.subscription import Subscription
from realtime.limits import Limits
from realtime.policy import Identity
from realtime.protocol.codes import Disconnect, Error
from realtime.protocol.replies import Reply


class State:
    """Shared by the commands of one connection."""

    __slots__ = (
        "client",
        "deadlines",
        "first_ping",
        "identity",
        "limits",
        "now",
        "subscriptions",
        "version",
    )

    def __init__(
        self, client: str, version: str, limits: Limits, now: float, first_ping: float
    ) -> None:
        #: The connection's id as others see it.
        self.client = client
        self.version = version
        #: Monotonic seconds of the input being worked on.
        self.now = now
        self.limits = limits
        #: Seconds from `connect` to the first ping, so that not all connections ping at once.
        self.first_ping = first_ping
        self.deadlines = Deadlines(limits, now)
        #: None until `connect` has succeeded.
        self.identity: Identity | None = None
        self.subscriptions: dict[str, Subscription] = {}

    @property
    def client_side(self) -> int:
        """How many subscriptions the client asked for itself."""
        return sum(not each.server_side for each in self.subscriptions.values())


class Outcome(msgspec.Struct):
    """A command's end: its reply (its id is filled in), and what follows it on the wire.

    `reply` None: the command has no answer. `counted`: see `Send`. `lost`: channels whose stream
    was lost while the connection joined them.
    """

    reply: Reply | None
    after: list[Effect] = []
    counted: bool = True
    lost: list[str] = []


class Refusal(Exception):  # noqa: N818 - a decision, not a fault
    """Ends a command with an error, or the connection with a disconnect."""

    def __init__(self, reason: Error | Disconnect) -> None:
        super().__init__(reason)
        self.reason = reason


#: A command under way: yields questions that may be asked together, is sent their answers in the
#: same order (or a Refusal is thrown in when one failed), and returns how it ended.
Conversation = Generator[Sequence[Question], Sequence[Answer], Outcome]
