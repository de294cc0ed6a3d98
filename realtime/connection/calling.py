"""`publish`, `history`, `presence`, `rpc`, `send` and `ping`: what a connected client asks for."""

from collections.abc import Generator, Sequence

import msgspec

from realtime.connection.questions import (
    Allowed,
    Answer,
    CallRpc,
    CountPresence,
    Deliver,
    History,
    Look,
    PresenceCounted,
    PresenceRead,
    Publish,
    Question,
    ReadHistory,
    ReadPresence,
    Returned,
)
from realtime.connection.state import Conversation, Outcome, Refusal, State
from realtime.policy import ChannelOptions
from realtime.protocol.codes import BAD_REQUEST, MALFORMED, NOT_AVAILABLE, PERMISSION_DENIED
from realtime.protocol.commands import (
    ChannelRequest,
    HistoryRequest,
    PingRequest,
    PublishRequest,
    RpcRequest,
    SendRequest,
)
from realtime.protocol.replies import (
    EmptyResult,
    HistoryResult,
    PresenceResult,
    PresenceStatsResult,
    Reply,
    RpcResult,
)


def publish(state: State, request: PublishRequest) -> Conversation:
    """Publish to a channel, where the client may; answered once it is kept and on its way."""
    options = yield from granted(state, request.channel)
    if request.type:
        raise Refusal(NOT_AVAILABLE)
    if not options.publish:
        raise Refusal(PERMISSION_DENIED)
    data = bytes(request.data)
    if not data:
        raise Refusal(BAD_REQUEST)
    yield [Publish(request.channel, data)]
    return Outcome(Reply(id=0, publish=EmptyResult()))


def history(state: State, request: HistoryRequest) -> Conversation:
    """Read from a channel's stream, where the client may."""
    options = yield from granted(state, request.channel)
    if options.stream.size <= 0:
        raise Refusal(NOT_AVAILABLE)
    if not options.history:
        raise Refusal(PERMISSION_DENIED)
    most = state.limits.history_publications
    limit = most if request.limit < 0 else min(request.limit, most)
    [answer] = yield [ReadHistory(request.channel, limit, request.since, request.reverse)]
    assert isinstance(answer, History)
    result = HistoryResult(list(answer.publications), answer.top.epoch, answer.top.offset)
    return Outcome(Reply(id=0, history=result))


def presence(state: State, request: ChannelRequest) -> Conversation:
    """Say who is in a channel, where the client may know."""
    options = yield from granted(state, request.channel)
    may_see(options)
    [answer] = yield [ReadPresence(request.channel)]
    assert isinstance(answer, PresenceRead)
    return Outcome(Reply(id=0, presence=PresenceResult(dict(answer.clients))))


def presence_stats(state: State, request: ChannelRequest) -> Conversation:
    """Say how many are in a channel, where the client may know."""
    options = yield from granted(state, request.channel)
    may_see(options)
    [answer] = yield [CountPresence(request.channel)]
    assert isinstance(answer, PresenceCounted)
    result = PresenceStatsResult(answer.stats.clients, answer.stats.users)
    return Outcome(Reply(id=0, presence_stats=result))


def rpc(state: State, request: RpcRequest) -> Conversation:
    """Call a method of the application."""
    del state
    [answer] = yield [CallRpc(request.method, bytes(request.data) or b"null")]
    assert isinstance(answer, Returned)
    return Outcome(Reply(id=0, rpc=RpcResult(msgspec.Raw(answer.data) if answer.data else None)))


def send(state: State, request: SendRequest) -> Conversation:
    """Hand the application a message; there is no answer."""
    del state
    yield [Deliver(bytes(request.data) or b"null")]
    return Outcome(None)


def ping(state: State, request: PingRequest) -> Conversation:
    """Answer a client that wants to know whether somebody is here."""
    del state, request
    yield from ()
    return Outcome(Reply(id=0, ping=EmptyResult()))


def granted(
    state: State, channel: str
) -> Generator[Sequence[Question], Sequence[Answer], ChannelOptions]:
    """Return what the connection may do on a channel, joined or not."""
    if not channel:
        raise Refusal(MALFORMED)
    subscription = state.subscriptions.get(channel)
    if subscription is not None and subscription.options is not None:
        return subscription.options
    [answer] = yield [Look(channel)]
    assert isinstance(answer, Allowed)
    return answer.options


def may_see(options: ChannelOptions) -> None:
    """Refuse where nobody is listed, and where the client may not know who is."""
    if not options.presence:
        raise Refusal(PERMISSION_DENIED if options.listed else NOT_AVAILABLE)
