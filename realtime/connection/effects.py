"""What the connection machine wants done. Values only."""

import msgspec

from realtime.connection.questions import Question
from realtime.protocol.codes import Disconnect


class Send(msgspec.Struct, frozen=True, gc=False):
    """Write one line. What a recovery brings is not `counted` against a slow reader."""

    data: bytes
    counted: bool = True


class Ask(msgspec.Struct, frozen=True):
    """Find the answer and hand it to `Connection.answer` with the same ticket."""

    ticket: int
    question: Question


class Announce(msgspec.Struct, frozen=True, gc=False):
    """The client has been told that it joined: tell those who hear of comings and goings."""

    channel: str


class Leave(msgspec.Struct, frozen=True, gc=False):
    """The connection takes no more publications of the channel, and is no longer there."""

    channel: str


class Close(msgspec.Struct, frozen=True, gc=False):
    """Write what was sent so far, then close. Always a connection's last effect."""

    disconnect: Disconnect


class Finished(msgspec.Struct, frozen=True, gc=False):
    """For measurements: a command was answered; `error` 0 for success."""

    command: str
    seconds: float
    error: int


class Recovery(msgspec.Struct, frozen=True, gc=False):
    """For measurements: a client came back to a channel, and its position still stood or not."""

    recovered: bool
    publications: int


Effect = Send | Ask | Announce | Leave | Close | Finished | Recovery
