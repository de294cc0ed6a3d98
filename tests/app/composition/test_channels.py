"""Who may connect, hear and ask, as they are now: a socket may be older than a change of role."""

from uuid import uuid4

import pytest

from app.accounts.errors import AccountSuspended, SessionEnded, TokenExpired, TokenInvalid
from app.composition.channels import Authentication, Channels, rpc_handler
from app.platform.commands import Command
from app.platform.errors import Problem, Unavailable
from app.platform.permissions import Permission
from app.platform.principal import Principal
from realtime import ClientDisconnect, ClientError, Identity
from realtime import TokenExpired as RealtimeTokenExpired
from realtime import TokenInvalid as RealtimeTokenInvalid

LEARNER = Principal(uuid4(), uuid4(), "user", 2000, "en", second_factor=True)
ADMINISTRATOR = Principal(
    LEARNER.user_id, LEARNER.session_id, "admin", 2000, "en", second_factor=True
)


class AccessDouble:
    """Says that everybody is `now`, or raises it."""

    def __init__(self, now: Principal | Problem) -> None:
        self._now = now

    async def current(self, principal: Principal) -> Principal:
        del principal
        if isinstance(self._now, Problem):
            raise self._now
        return self._now

    async def principal_for_token(self, token: str) -> object:
        del token
        assert isinstance(self._now, Problem)
        raise self._now


def socket_of(principal: Principal) -> Identity:
    return Identity(str(principal.user_id), principal=principal)


def channels(now: Principal | Problem) -> Channels:
    return Channels(AccessDouble(now))  # type: ignore[arg-type]


async def test_an_administrator_hears_of_operations_and_nothing_of_it_is_kept() -> None:
    options = await channels(ADMINISTRATOR).subscribe(socket_of(ADMINISTRATOR), "ops", "")
    assert options.stream.size == 0
    assert not options.publish
    assert channels(ADMINISTRATOR).stream("ops") == options.stream


@pytest.mark.parametrize(
    "now",
    [
        LEARNER,
        Principal(LEARNER.user_id, LEARNER.session_id, "admin", 2000, "en"),
        SessionEnded("over"),
    ],
)
async def test_who_is_none_any_more_or_has_one_factor_does_not(now: Principal | Problem) -> None:
    with pytest.raises(ClientError) as refused:
        await channels(now).subscribe(socket_of(ADMINISTRATOR), "ops", "")
    assert refused.value.error.code == 103


@pytest.mark.parametrize("channel", ["ops:", "operations", "OPS", "ops/1", ""])
async def test_there_is_one_such_channel(channel: str) -> None:
    with pytest.raises(ClientError) as refused:
        await channels(ADMINISTRATOR).subscribe(socket_of(ADMINISTRATOR), channel, "")
    assert refused.value.error.code == 102


async def test_a_command_runs_for_the_caller_as_they_are_now() -> None:
    async def role(principal: Principal, data: bytes) -> bytes:
        return principal.role.encode() + data

    async def call(now: Principal | Problem, needs: Permission) -> bytes:
        handler = rpc_handler(Command(role, needs), AccessDouble(now))  # type: ignore[arg-type]
        return await handler(socket_of(ADMINISTRATOR), b"!")

    assert await call(LEARNER, Permission.TALK) == b"user!"
    assert await call(ADMINISTRATOR, Permission.SEE_OPERATIONS) == b"admin!"
    with pytest.raises(ClientError) as refused:
        await call(LEARNER, Permission.SEE_OPERATIONS)
    assert (refused.value.error.code, refused.value.error.temporary) == (403, False)
    with pytest.raises(ClientError) as waits:
        await call(Unavailable("away"), Permission.TALK)
    assert (waits.value.error.code, waits.value.error.temporary) == (503, True)
    for problem, code in ((SessionEnded("over"), 4501), (AccountSuspended("no"), 4502)):
        with pytest.raises(ClientDisconnect) as closed:
            await call(problem, Permission.TALK)
        assert closed.value.disconnect.code == code


@pytest.mark.parametrize(
    ("problem", "raised"),
    [
        (TokenExpired("late"), RealtimeTokenExpired),
        (TokenInvalid("none"), RealtimeTokenInvalid),
        (Unavailable("away"), ClientError),
    ],
)
async def test_a_token_that_does_not_count_is_said_so(
    problem: Problem, raised: type[Exception]
) -> None:
    with pytest.raises(raised):
        await Authentication(AccessDouble(problem)).authenticate("token")  # type: ignore[arg-type]


@pytest.mark.parametrize(("problem", "code"), [(SessionEnded, 4501), (AccountSuspended, 4502)])
async def test_a_session_that_is_over_may_not_come_back(problem: type[Problem], code: int) -> None:
    with pytest.raises(ClientDisconnect) as closed:
        await Authentication(AccessDouble(problem("over"))).authenticate("token")  # type: ignore[arg-type]
    assert closed.value.disconnect.code == code
