"""What each method of the server API does."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, NamedTuple

import msgspec

from realtime.broker import Published
from realtime.engine import Engine
from realtime.errors import ClientError
from realtime.policy import ChannelOptions
from realtime.protocol.codes import (
    BAD_REQUEST,
    FORCE_DISCONNECT,
    INTERNAL,
    NOT_AVAILABLE,
    UNRECOVERABLE_POSITION,
    Disconnect,
)
from realtime.server_api.requests import (
    BroadcastRequest,
    ChannelRequest,
    ChannelsRequest,
    DisconnectRequest,
    HistoryRequest,
    InfoRequest,
    PublishRequest,
    RefreshRequest,
    SubscribeRequest,
    UnsubscribeRequest,
    json_of,
)
from realtime.server_api.results import (
    ApiError,
    BroadcastResult,
    ChannelResult,
    ChannelsResult,
    EmptyResult,
    HistoryResult,
    InfoResult,
    NodeResult,
    PresenceResult,
    PresenceStatsResult,
    PublishOutcome,
    PublishResult,
    Result,
)

#: What a subscription is that the server makes for a user (a channel and a user, who may be empty).
#: Says also what the channel has: `stream` and `listed`. Raises ClientError for no such channel.
ChannelLookup = Callable[[str, str], ChannelOptions]

#: Channels of one broadcast that are published to at the same time.
_AT_ONCE = 256


class Method(NamedTuple):
    """What it takes, and what does it."""

    request: type[msgspec.Struct]
    call: Callable[[Any], Awaitable[Result]]


class Methods:
    """Every method raises ClientError with the code of what is wrong, by Centrifugo's choice."""

    def __init__(self, engine: Engine, channel: ChannelLookup) -> None:
        self._engine = engine
        self._lookup = channel
        self._publishing = asyncio.Semaphore(_AT_ONCE)
        self.by_name: dict[str, Method] = {
            "publish": Method(PublishRequest, self.publish),
            "broadcast": Method(BroadcastRequest, self.broadcast),
            "subscribe": Method(SubscribeRequest, self.subscribe),
            "unsubscribe": Method(UnsubscribeRequest, self.unsubscribe),
            "disconnect": Method(DisconnectRequest, self.disconnect),
            "refresh": Method(RefreshRequest, self.refresh),
            "presence": Method(ChannelRequest, self.presence),
            "presence_stats": Method(ChannelRequest, self.presence_stats),
            "history": Method(HistoryRequest, self.history),
            "history_remove": Method(ChannelRequest, self.history_remove),
            "channels": Method(ChannelsRequest, self.channels),
            "info": Method(InfoRequest, self.info),
        }

    async def publish(self, request: PublishRequest) -> PublishResult:
        """Publish to a channel; skipping its history where asked."""
        self._channel(request.channel)
        return await self._publish(request.channel, request.json(), request)

    async def broadcast(self, request: BroadcastRequest) -> BroadcastResult:
        """Publish to several channels; each has an outcome of its own."""
        if not request.channels:
            raise ClientError.of(BAD_REQUEST)
        data = request.json()

        async def one(channel: str) -> PublishOutcome:
            try:
                self._channel(channel)
                async with self._publishing:
                    return PublishOutcome(await self._publish(channel, data, request))
            except ClientError as error:
                return PublishOutcome(error=ApiError(error.code, error.message))

        return BroadcastResult(await asyncio.gather(*map(one, request.channels)))

    async def subscribe(self, request: SubscribeRequest) -> EmptyResult:
        """Subscribe connections, wherever they are."""
        options = self._channel(request.channel, request.user)
        if request.override is not None:
            options = request.override.of(options)
        info = json_of(request.info, request.b64info)
        data = json_of(request.data, request.b64data)
        options = replace(
            options,
            expires_at=request.expire_at or None,
            info=msgspec.Raw(info) if info else None,
            data=msgspec.Raw(data) if data else None,
        )
        await self._engine.subscribe(
            request.selection(), request.channel, options, since=request.recover_since
        )
        return EmptyResult()

    async def unsubscribe(self, request: UnsubscribeRequest) -> EmptyResult:
        """End subscriptions, wherever they are."""
        self._channel(request.channel)
        await self._engine.unsubscribe(request.selection(), request.channel)
        return EmptyResult()

    async def disconnect(self, request: DisconnectRequest) -> EmptyResult:
        """End connections, wherever they are; without a code so that they do not come back."""
        asked = request.disconnect
        disconnect = FORCE_DISCONNECT if asked is None else Disconnect(asked.code, asked.reason)
        if not 3000 <= disconnect.code < 5000:  # what a close frame may carry
            raise ClientError.of(BAD_REQUEST)
        await self._engine.disconnect_selected(request.selection(request.whitelist), disconnect)
        return EmptyResult()

    async def refresh(self, request: RefreshRequest) -> EmptyResult:
        """Give connections another end; their info stays (108 where it shall not)."""
        if request.info:
            raise ClientError.of(NOT_AVAILABLE)
        expires_at = time.time() if request.expired else request.expire_at or None
        await self._engine.refresh(request.selection(), expires_at)
        return EmptyResult()

    async def presence(self, request: ChannelRequest) -> PresenceResult:
        """Say who is in a channel."""
        if not self._channel(request.channel).listed:
            raise ClientError.of(NOT_AVAILABLE)
        return PresenceResult(await self._engine.presence(request.channel))

    async def presence_stats(self, request: ChannelRequest) -> PresenceStatsResult:
        """Say how many are in a channel."""
        if not self._channel(request.channel).listed:
            raise ClientError.of(NOT_AVAILABLE)
        stats = await self._engine.presence_stats(request.channel)
        return PresenceStatsResult(stats.clients, stats.users)

    async def history(self, request: HistoryRequest) -> HistoryResult:
        """Read a channel's stream."""
        self._kept(request.channel)
        since = request.since
        part = await self._engine.history(
            request.channel,
            since,
            None if request.limit < 0 else request.limit,
            reverse=request.reverse,
        )
        if since is not None and since.epoch not in {"", part.top.epoch}:
            raise ClientError.of(UNRECOVERABLE_POSITION)
        return HistoryResult(list(part.publications), part.top.offset, part.top.epoch)

    async def history_remove(self, request: ChannelRequest) -> EmptyResult:
        """Drop what a channel's stream keeps."""
        self._kept(request.channel)
        await self._engine.clear_history(request.channel)
        return EmptyResult()

    async def channels(self, request: ChannelsRequest) -> ChannelsResult:
        """Say which channels have subscribers."""
        counts = await self._engine.channel_counts(request.pattern)
        return ChannelsResult({name: ChannelResult(count) for name, count in counts.items()})

    async def info(self, request: InfoRequest) -> InfoResult:
        """Say how the nodes are."""
        del request
        return InfoResult(
            [
                NodeResult(
                    node.node,
                    node.name,
                    node.version,
                    node.clients,
                    node.users,
                    node.channels,
                    node.uptime,
                )
                for node in await self._engine.nodes()
            ]
        )

    def _channel(self, channel: str, user: str = "") -> ChannelOptions:
        if not channel:
            raise ClientError.of(BAD_REQUEST)
        return self._lookup(channel, user)

    def _kept(self, channel: str) -> None:
        if self._channel(channel).stream.size <= 0:
            raise ClientError.of(NOT_AVAILABLE)

    async def _publish(
        self, channel: str, data: bytes, request: PublishRequest | BroadcastRequest
    ) -> PublishResult:
        outcome = await self._engine.publish(
            channel,
            data,
            tags=request.tags,
            keep=not request.skip_history,
            idempotency_key=request.idempotency_key,
        )
        if not isinstance(outcome, Published):  # only sequences and fences have other outcomes
            raise ClientError.of(INTERNAL)
        return PublishResult(outcome.offset, outcome.epoch)
