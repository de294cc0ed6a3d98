"""`connect` and `refresh`: who a connection belongs to, and for how long."""

from math import ceil

from realtime.connection.questions import Authenticate, Authenticated, Join, Joined
from realtime.connection.state import Conversation, Outcome, Refusal, State
from realtime.connection.subscribing import admit
from realtime.connection.subscription import Subscription, size_of
from realtime.protocol.codes import CONNECTION_EXPIRED, INVALID_TOKEN, MALFORMED, TOKEN_EXPIRED
from realtime.protocol.commands import ConnectRequest, RefreshRequest, SubscribeRequest
from realtime.protocol.replies import ConnectResult, RefreshResult, Reply, SubscribeResult


def connect(state: State, request: ConnectRequest) -> Conversation:
    """Authenticate, subscribe to the server's channels (recovering them), reply."""
    [answer] = yield [Authenticate(request.token)]
    assert isinstance(answer, Authenticated)
    if answer.expires_in is not None and answer.expires_in <= 0:
        raise Refusal(TOKEN_EXPIRED)
    state.deadlines.expire(state.now, answer.expires_in)
    requests = {channel: recovery_of(request, channel) for channel in answer.channels}
    for channel in requests:
        state.subscriptions[channel] = Subscription(server_side=True)
    outcome = Outcome(None)
    subs: dict[str, SubscribeResult] = {}
    if requests:
        joins = yield [
            Join.of(requests[channel], options) for channel, options in answer.channels.items()
        ]
        outcome.counted = False
        budget = state.limits.recovery_bytes
        for channel, joined in zip(requests, joins, strict=True):
            assert isinstance(joined, Joined)
            asked = requests[channel]
            given = admit(state, channel, asked, joined, recovery_bytes=budget, outcome=outcome)
            subs[channel] = given
            budget -= size_of(given.publications)
    state.identity = answer.identity
    state.deadlines.connected(state.now, state.first_ping)
    result = ConnectResult(
        client=state.client,
        version=state.origin.version,
        expires=answer.expires_in is not None,
        ttl=ceil(answer.expires_in or 0),
        subs=subs,
        ping=ceil(state.limits.ping_interval),
        pong=True,
        data=answer.identity.data,
        session=state.origin.session,
        node=state.origin.node,
    )
    outcome.reply = Reply(id=0, connect=result)
    return outcome


def recovery_of(request: ConnectRequest, channel: str) -> SubscribeRequest:
    """Take a client's position in a channel that the server subscribes, and nothing else."""
    asked = request.subs.get(channel, SubscribeRequest())
    return SubscribeRequest(
        channel=channel, recover=asked.recover, epoch=asked.epoch, offset=asked.offset
    )


def refresh(state: State, request: RefreshRequest) -> Conversation:
    """Take a later token of the same user; any other ends the connection, as in Centrifugo."""
    if not request.token:
        raise Refusal(MALFORMED)
    [answer] = yield [Authenticate(request.token, renewal=True)]
    assert isinstance(answer, Authenticated)
    assert state.identity is not None
    if answer.identity.user != state.identity.user:
        raise Refusal(INVALID_TOKEN)
    if answer.expires_in is not None and answer.expires_in <= 0:
        raise Refusal(CONNECTION_EXPIRED)
    state.identity = answer.identity
    state.deadlines.expire(state.now, answer.expires_in)
    result = RefreshResult(
        client=state.client,
        version=state.origin.version,
        expires=answer.expires_in is not None,
        ttl=ceil(answer.expires_in or 0),
    )
    return Outcome(Reply(id=0, refresh=result))
