"""What a server does to a connection unasked: subscribe it to a channel."""

from realtime.connection.effects import Send
from realtime.connection.questions import Join, Joined
from realtime.connection.state import Conversation, Outcome, Refusal, State
from realtime.connection.subscribing import admit
from realtime.connection.subscription import Subscription
from realtime.policy import ChannelOptions
from realtime.protocol.commands import SubscribeRequest
from realtime.protocol.publications import Position
from realtime.protocol.pushes import SubscribePush, encode_publication, encode_subscribe


def subscribe_from_server(
    state: State, channel: str, options: ChannelOptions, since: Position | None
) -> Conversation:
    """Join a channel and tell the client; what it missed since `since` follows as publications."""
    if channel in state.subscriptions:
        return Outcome(None)
    request = SubscribeRequest(channel=channel)
    if since is not None:
        request.recover, request.offset, request.epoch = True, since.offset, since.epoch
    state.subscriptions[channel] = Subscription(server_side=True)
    try:
        [joined] = yield [Join.of(request, options)]
    except Refusal:
        state.forget(channel)
        raise
    assert isinstance(joined, Joined)
    outcome = Outcome(None, counted=False)
    budget = state.limits.recovery_bytes
    result = admit(state, channel, request, joined, recovery_bytes=budget, outcome=outcome)
    push = SubscribePush(
        result.recoverable, result.positioned, result.epoch, result.offset, options.data
    )
    outcome.after[:0] = [
        Send(encode_subscribe(channel, push)),
        *(Send(encode_publication(channel, each), counted=False) for each in result.publications),
    ]
    return outcome
