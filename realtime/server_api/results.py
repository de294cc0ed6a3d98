"""What the server API answers."""

from collections.abc import Mapping

import msgspec

from realtime.protocol.publications import ClientInfo, Publication


class EmptyResult(msgspec.Struct):
    """It was done."""


class PublishResult(msgspec.Struct):
    """Where the publication is in the channel's stream; 0 and empty without one."""

    offset: int
    epoch: str


class ApiError(msgspec.Struct):
    """What went wrong; codes of the client protocol."""

    code: int
    message: str


class PublishOutcome(msgspec.Struct, omit_defaults=True):
    """Of one channel of a broadcast."""

    result: PublishResult | None = None
    error: ApiError | None = None


class BroadcastResult(msgspec.Struct):
    """One for each channel, in their order."""

    responses: list[PublishOutcome]


class PresenceResult(msgspec.Struct):
    """Who is there, by client id."""

    presence: Mapping[str, ClientInfo]


class PresenceStatsResult(msgspec.Struct):
    """How many are there."""

    num_clients: int
    num_users: int


class HistoryResult(msgspec.Struct):
    """A part of a stream, and the position of its top."""

    publications: list[Publication]
    offset: int
    epoch: str


class NodeResult(msgspec.Struct):
    """One node's figures; `uptime` in seconds."""

    uid: str
    name: str
    version: str
    num_clients: int
    num_users: int
    num_channels: int
    uptime: int


class InfoResult(msgspec.Struct):
    """All nodes that answered."""

    nodes: list[NodeResult]


class ChannelResult(msgspec.Struct):
    """How many are subscribed."""

    num_clients: int


class ChannelsResult(msgspec.Struct):
    """By channel."""

    channels: dict[str, ChannelResult]


Result = (
    EmptyResult
    | PublishResult
    | BroadcastResult
    | PresenceResult
    | PresenceStatsResult
    | HistoryResult
    | InfoResult
    | ChannelsResult
)
