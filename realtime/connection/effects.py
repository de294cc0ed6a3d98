"""What the connection machine wants done. Values only."""

import msgspec

from realtime.connection.questions import Question
from realtime.protocol.codes import Disconnect
from realtime.protocol.publications import Publication, encode_publication


class Send(msgspec.Struct, frozen=True, gc=False):
    """Write one line. What a recovery brings is not `counted` against a slow reader."""

    data: bytes
    counted: bool = True


class Ask(msgspec.Struct, frozen=True):
    """Find the answer and hand it to `Connection.answer` with the same ticket."""

    ticket: int
    question: Question


class Leave(msgspec.Struct, frozen=True, gc=False):
    """The connection takes no more publications of the channel."""

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


Effect = Send | Ask | Leave | Close | Finished | Recovery


class Broadcast(msgspec.Struct, frozen=True):
    """A publication on its way to many connections: its effect is made once for all of them."""

    channel: str
    epoch: str
    publication: Publication
    effects: tuple[Send]

    @classmethod
    def of(cls, channel: str, epoch: str, publication: Publication) -> "Broadcast":
        """Encode the publication."""
        frame = encode_publication(channel, publication)
        return cls(channel, epoch, publication, (Send(frame),))
