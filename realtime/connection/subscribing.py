"""`subscribe` and `unsubscribe`: coming to a channel, with or without a position to go on from."""

from realtime.connection.effects import Leave, Recovery
from realtime.connection.questions import Join, Joined
from realtime.connection.state import Conversation, Outcome, Refusal, State
from realtime.connection.subscription import Subscription
from realtime.protocol.codes import (
    ALREADY_SUBSCRIBED,
    BAD_REQUEST,
    LIMIT_EXCEEDED,
    MALFORMED,
    UNRECOVERABLE_POSITION,
)
from realtime.protocol.commands import REJECT_UNRECOVERED, ChannelRequest, SubscribeRequest
from realtime.protocol.publications import Position
from realtime.protocol.replies import EmptyResult, Reply, SubscribeResult


def subscribe(state: State, request: SubscribeRequest) -> Conversation:
    """Join a channel; the reply goes out before any publication."""
    channel = request.channel
    if not channel:
        raise Refusal(MALFORMED)
    if len(channel) > state.limits.channel_length:
        raise Refusal(BAD_REQUEST)
    if channel in state.subscriptions:
        raise Refusal(ALREADY_SUBSCRIBED)
    if state.client_side >= state.limits.channels:
        raise Refusal(LIMIT_EXCEEDED)
    state.subscriptions[channel] = Subscription(server_side=False)
    try:
        [joined] = yield [Join(channel, request.token, position_of(request))]
    except Refusal:
        del state.subscriptions[channel]
        raise
    assert isinstance(joined, Joined)
    outcome = Outcome(None)
    budget = state.limits.recovery_bytes
    result = admit(state, channel, request, joined, recovery_bytes=budget, outcome=outcome)
    unrecovered = result.was_recovering and not result.recovered
    if unrecovered and request.flag & REJECT_UNRECOVERED:
        del state.subscriptions[channel]
        refused = Reply(id=0, error=UNRECOVERABLE_POSITION)
        return Outcome(refused, [Leave(channel), Recovery(recovered=False, publications=0)])
    outcome.reply = Reply(id=0, subscribe=result)
    outcome.counted = not result.recovered
    return outcome


def admit(
    state: State,
    channel: str,
    request: SubscribeRequest,
    joined: Joined,
    *,
    recovery_bytes: int,
    outcome: Outcome,
) -> SubscribeResult:
    """Make a reserved subscription live; what follows the reply is added to `outcome`."""
    subscription = state.subscriptions[channel]
    result, live, lost = subscription.join(request, joined, recovery_bytes)
    if result.was_recovering:
        outcome.after.append(Recovery(result.recovered, len(result.publications)))
    for broadcast in live:
        outcome.after.extend(broadcast.effects)
    if lost:
        outcome.lost.append(channel)
    return result


def position_of(request: SubscribeRequest) -> Position | None:
    """Where the client wants to go on from; None for a first subscription."""
    return Position(request.offset, request.epoch) if request.recover else None


def unsubscribe(state: State, request: ChannelRequest) -> Conversation:
    """Leave a channel; succeeds also where the client is not subscribed."""
    if not request.channel:
        raise Refusal(MALFORMED)
    outcome = Outcome(Reply(id=0, unsubscribe=EmptyResult()))
    if state.subscriptions.pop(request.channel, None) is not None:
        outcome.after.append(Leave(request.channel))
    yield from ()
    return outcome
