"""`subscribe`, `sub_refresh` and `unsubscribe`: coming to a channel, staying, and leaving it."""

from math import ceil

from realtime.connection.effects import Announce, Leave, Recovery
from realtime.connection.questions import Join, Joined, Part, Renew, Renewed
from realtime.connection.state import Conversation, Outcome, Refusal, State
from realtime.connection.subscription import Subscription
from realtime.protocol.codes import (
    ALREADY_SUBSCRIBED,
    BAD_REQUEST,
    EXPIRED,
    LIMIT_EXCEEDED,
    MALFORMED,
    NOT_AVAILABLE,
    PERMISSION_DENIED,
    UNRECOVERABLE_POSITION,
    Error,
)
from realtime.protocol.commands import (
    REJECT_UNRECOVERED,
    ChannelRequest,
    SubRefreshRequest,
    SubscribeRequest,
)
from realtime.protocol.replies import EmptyResult, Reply, SubRefreshResult, SubscribeResult
from realtime.protocol.tags_filter import compile_filter


def subscribe(state: State, request: SubscribeRequest) -> Conversation:
    """Join a channel; the reply goes out before any publication."""
    channel = request.channel
    if not channel:
        raise Refusal(MALFORMED)
    if request.type:
        raise Refusal(NOT_AVAILABLE)
    if len(channel) > state.limits.channel_length:
        raise Refusal(BAD_REQUEST)
    if channel in state.subscriptions:
        raise Refusal(ALREADY_SUBSCRIBED)
    if state.client_side >= state.limits.channels:
        raise Refusal(LIMIT_EXCEEDED)
    state.subscriptions[channel] = subscription_of(request)
    try:
        [joined] = yield [Join.of(request)]
    except Refusal:
        state.forget(channel)
        raise
    assert isinstance(joined, Joined)
    if joined.expires_in is not None and joined.expires_in <= 0:
        return refused(state, channel, EXPIRED)
    if request.tf is not None and not joined.options.tags_filter:
        return refused(state, channel, BAD_REQUEST)
    outcome = Outcome(None)
    budget = state.limits.recovery_bytes
    result = admit(state, channel, request, joined, recovery_bytes=budget, outcome=outcome)
    if result.was_recovering and not result.recovered and request.flag & REJECT_UNRECOVERED:
        outcome = refused(state, channel, UNRECOVERABLE_POSITION)
        outcome.after.append(Recovery(recovered=False, publications=0))
        return outcome
    outcome.reply = Reply(id=0, subscribe=result)
    outcome.counted = not result.recovered
    return outcome


def subscription_of(request: SubscribeRequest) -> Subscription:
    """Reserve a place; live publications are held there until the channel is joined."""
    if request.tf is None:
        return Subscription(server_side=False)
    try:
        return Subscription(server_side=False, matches=compile_filter(request.tf))
    except ValueError as error:
        raise Refusal(BAD_REQUEST) from error


def refused(state: State, channel: str, error: Error) -> Outcome:
    """Give a place up that the channel was already joined for."""
    state.forget(channel)
    return Outcome(Reply(id=0, error=error), [Leave(channel)])


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
    result, live = subscription.join(request, joined, recovery_bytes)
    if joined.expires_in is not None:
        result.expires, result.ttl = True, ceil(joined.expires_in)
        state.deadlines.expire_subscription(channel, state.now, joined.expires_in)
    if result.was_recovering:
        outcome.after.append(Recovery(result.recovered, len(result.publications)))
    outcome.after.extend(live)
    if joined.options.announced:
        outcome.after.append(Announce(channel))
    if subscription.ended is not None:
        outcome.ended.append(channel)
    return result


def sub_refresh(state: State, request: SubRefreshRequest) -> Conversation:
    """Take a later token of a subscription that would expire."""
    channel = request.channel
    if not channel:
        raise Refusal(MALFORMED)
    if channel not in state.subscriptions:
        raise Refusal(PERMISSION_DENIED)
    if request.type:
        raise Refusal(NOT_AVAILABLE)
    if not request.token:
        raise Refusal(BAD_REQUEST)
    [answer] = yield [Renew(channel, request.token)]
    assert isinstance(answer, Renewed)
    if answer.expires_in is not None and answer.expires_in <= 0:
        raise Refusal(EXPIRED)
    if channel in state.subscriptions:  # it may have ended meanwhile
        state.deadlines.expire_subscription(channel, state.now, answer.expires_in)
    result = SubRefreshResult(answer.expires_in is not None, ceil(answer.expires_in or 0))
    return Outcome(Reply(id=0, sub_refresh=result))


def unsubscribe(state: State, request: ChannelRequest) -> Conversation:
    """Leave a channel; succeeds also where the client is not subscribed.

    Where others can see who is here, the client is told once it is no longer among them.
    """
    channel = request.channel
    if not channel:
        raise Refusal(MALFORMED)
    subscription = state.forget(channel)
    outcome = Outcome(Reply(id=0, unsubscribe=EmptyResult()))
    if subscription is None or subscription.options is None:
        return outcome
    if subscription.options.listed or subscription.options.announced:
        yield [Part(channel)]
    else:
        outcome.after.append(Leave(channel))
    return outcome
