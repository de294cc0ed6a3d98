"""A publication on its way to many connections: each form it is sent in is made once for all."""

from realtime.connection.effects import Send
from realtime.protocol.deltas import as_difference, as_whole
from realtime.protocol.publications import Publication
from realtime.protocol.pushes import encode_publication
from realtime.protocol.text_frame import text_frame


class Broadcast:
    """`before`: the data of the channel's publication before this one, where that is known."""

    __slots__ = (
        "_difference",
        "_framed",
        "_whole",
        "before",
        "channel",
        "effects",
        "epoch",
        "publication",
    )

    def __init__(
        self, channel: str, epoch: str, publication: Publication, before: bytes | None = None
    ) -> None:
        self.channel = channel
        self.epoch = epoch
        self.publication = publication
        self.before = before
        #: For those who take every publication as it is: nearly all.
        self.effects = (Send(encode_publication(channel, publication)),)
        self._framed = b""
        self._whole: tuple[Send] | None = None
        self._difference: tuple[Send] | None = None

    @property
    def framed(self) -> bytes:
        """What `effects` send, as the WebSocket frame that most sockets are given."""
        if not self._framed:
            self._framed = text_frame(self.effects[0].data)
        return self._framed

    @property
    def whole(self) -> tuple[Send]:
        """For those who take deltas, and do not have the publication before."""
        if self._whole is None:
            self._whole = self._encode(as_whole(self.publication))
        return self._whole

    @property
    def difference(self) -> tuple[Send]:
        """For those who take deltas, and have the publication before."""
        if self.before is None:
            return self.whole
        if self._difference is None:
            self._difference = self._encode(as_difference(self.publication, self.before))
        return self._difference

    def _encode(self, publication: Publication) -> tuple[Send]:
        return (Send(encode_publication(self.channel, publication)),)
