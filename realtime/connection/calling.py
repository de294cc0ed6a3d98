"""`publish`, `history`, `rpc`, `send` and `ping`: what a connected client asks for."""

import msgspec

from realtime.connection.questions import (
    CallRpc,
    Deliver,
    History,
    Publish,
    ReadHistory,
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
from realtime.protocol.replies import EmptyResult, HistoryResult, Reply, RpcResult


def publish(state: State, request: PublishRequest) -> Conversation:
    """Publish to a channel whose subscribers may; answered once it is kept and on its way."""
    if not granted(state, request.channel).publish:
        raise Refusal(PERMISSION_DENIED)
    data = bytes(request.data)
    if not data:
        raise Refusal(BAD_REQUEST)
    yield [Publish(request.channel, data)]
    return Outcome(Reply(id=0, publish=EmptyResult()))


def history(state: State, request: HistoryRequest) -> Conversation:
    """Read from a channel's stream, where its subscribers may."""
    if not granted(state, request.channel).history:
        raise Refusal(PERMISSION_DENIED)
    most = state.limits.history_publications
    limit = most if request.limit < 0 else min(request.limit, most)
    [answer] = yield [ReadHistory(request.channel, limit, request.since, request.reverse)]
    assert isinstance(answer, History)
    result = HistoryResult(list(answer.publications), answer.top.epoch, answer.top.offset)
    return Outcome(Reply(id=0, history=result))


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


def unavailable(state: State, request: ChannelRequest) -> Conversation:
    """Presence, and tokens of subscriptions that expire: not offered on this server."""
    del state
    yield from ()
    raise Refusal(NOT_AVAILABLE if request.channel else MALFORMED)


def granted(state: State, channel: str) -> ChannelOptions:
    """Return what the connection may do on a channel it has joined; nothing on any other."""
    if not channel:
        raise Refusal(MALFORMED)
    subscription = state.subscriptions.get(channel)
    if subscription is None or subscription.options is None:
        raise Refusal(PERMISSION_DENIED)
    return subscription.options
