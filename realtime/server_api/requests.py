"""What may be asked of the server API. Fields that are not known are ignored, as in Centrifugo."""

import msgspec

from realtime.errors import ClientError
from realtime.nodes.selection import Selection
from realtime.protocol.codes import BAD_REQUEST, NOT_AVAILABLE
from realtime.protocol.publications import NOTHING, Position, json_as_given
from realtime.server_api.override import Override


def json_of(plain: msgspec.Raw, encoded: str) -> bytes:
    """Return JSON that comes plain or in base64, on one line; empty where there is none.

    Raises:
        ClientError: it is not base64 of JSON (107).

    """
    try:
        return json_as_given(plain, encoded)
    except ValueError as error:
        raise ClientError.of(BAD_REQUEST) from error


class _Publishing(msgspec.Struct, kw_only=True):
    """`delta` changes nothing: who may receive differences gets them for every publication."""

    data: msgspec.Raw = NOTHING
    b64data: str = ""
    skip_history: bool = False
    tags: dict[str, str] = {}
    idempotency_key: str = ""
    delta: bool = False
    version: int = 0

    def json(self) -> bytes:
        """Return what to publish.

        Raises:
            ClientError: nothing, or no JSON (107); a version, which is not kept here (108).

        """
        if self.version:
            raise ClientError.of(NOT_AVAILABLE)
        data = json_of(self.data, self.b64data)
        if not data:
            raise ClientError.of(BAD_REQUEST)
        return data


class PublishRequest(_Publishing, kw_only=True):
    """Publish to a channel."""

    channel: str = ""


class BroadcastRequest(_Publishing, kw_only=True):
    """Publish the same to several channels."""

    channels: list[str] = []


class _Selecting(msgspec.Struct, kw_only=True):
    user: str = ""
    client: str = ""
    session: str = ""

    def selection(self, spared: list[str] | None = None) -> Selection:
        """Return whose connections are meant; `session` is a client's secret, as it was told.

        Raises:
            ClientError: nobody's (107).

        """
        if not (self.user or self.client or self.session):
            raise ClientError.of(BAD_REQUEST)
        return Selection(
            user=self.user or None,
            client=self.client or None,
            stream=self.session or None,
            but_not=tuple(spared or ()),
        )


class SubscribeRequest(_Selecting, kw_only=True):
    """Subscribe connections to a channel."""

    channel: str = ""
    expire_at: float = 0
    info: msgspec.Raw = NOTHING
    b64info: str = ""
    data: msgspec.Raw = NOTHING
    b64data: str = ""
    recover_since: Position | None = None
    override: Override | None = None


class UnsubscribeRequest(_Selecting, kw_only=True):
    """End connections' subscriptions to a channel."""

    channel: str = ""


class DisconnectCode(msgspec.Struct, kw_only=True):
    """What the client is told."""

    code: int = 0
    reason: str = ""


class DisconnectRequest(_Selecting, kw_only=True):
    """End connections but those of `whitelist` (client ids)."""

    disconnect: DisconnectCode | None = None
    whitelist: list[str] | None = None


class RefreshRequest(_Selecting, kw_only=True):
    """Give connections another end (Unix seconds; 0: none), or end them as `expired`."""

    expired: bool = False
    expire_at: float = 0
    info: msgspec.Raw = NOTHING


class ChannelRequest(msgspec.Struct, kw_only=True):
    """Ask of a channel: presence, presence_stats, history_remove."""

    channel: str = ""


class HistoryRequest(ChannelRequest, kw_only=True):
    """Read a channel's stream; `limit` 0 for its position only, below 0 for all."""

    limit: int = 0
    since: Position | None = None
    reverse: bool = False


class ChannelsRequest(msgspec.Struct, kw_only=True):
    """Ask which channels have subscribers; `pattern` as in a shell."""

    pattern: str = ""


class InfoRequest(msgspec.Struct):
    """Ask for the nodes' figures."""


class BatchRequest(msgspec.Struct, kw_only=True):
    """Several requests, each an object of its method's name and its body."""

    commands: list[dict[str, msgspec.Raw] | None] = []
    parallel: bool = False
