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


class Origin(msgspec.Struct, frozen=True, gc=False):
    """Where a client is connected, as it is told, and the IP address it came from.

    `session` and `node` are for transports whose commands come by other requests (`/emulation`);
    the session is a secret of the client's.
    """

    version: str
    session: str = ""
    node: str = ""
    #: Not told; empty where there is none, as on a unix socket.
    address: str = ""


class State:
    """Shared by the commands of one connection."""

    __slots__ = (
        "client",
        "deadlines",
        "first_ping",
        "identity",
        "limits",
        "now",
        "origin",
        "subscriptions",
    )

    def __init__(
        self, client: str, origin: Origin, limits: Limits, now: float, first_ping: float
    ) -> None:
        #: The connection's id as others see it.
        self.client = client
        self.origin = origin
        #: Monotonic seconds of the input being worked on.
        self.now = now
        self.limits = limits
        #: Seconds from `connect` to the first ping, so that not all connections ping at once.
        self.first_ping = first_ping
        self.deadlines = Deadlines(limits, now)
        #: None until `connect` has succeeded.
        self.identity: Identity | None = None
        self.subscriptions: dict[str, Subscription] = {}

    def forget(self, channel: str) -> Subscription | None:
        """Take a subscription out, with its end; None where there is none."""
        self.deadlines.expire_subscription(channel, self.now, None)
        return self.subscriptions.pop(channel, None)

    @property
    def client_side(self) -> int:
        """How many subscriptions the client asked for itself."""
        return sum(not each.server_side for each in self.subscriptions.values())


class Outcome(msgspec.Struct):
    """A command's end: its reply (its id is filled in), and what follows it on the wire.

    `reply` None: the command has no answer. `counted`: see `Send`. `ended`: channels whose
    subscription was ended from the server's side while the connection joined them.
    """

    reply: Reply | None
    after: list[Effect] = []
    counted: bool = True
    ended: list[str] = []


class Refusal(Exception):  # noqa: N818 - a decision, not a fault
    """Ends a command with an error, or the connection with a disconnect."""

    def __init__(self, reason: Error | Disconnect) -> None:
        super().__init__(reason)
        self.reason = reason


#: A command under way: yields questions that may be asked together, is sent their answers in the
#: same order (or a Refusal is thrown in when one failed), and returns how it ended.
Conversation = Generator[Sequence[Question], Sequence[Answer], Outcome]
