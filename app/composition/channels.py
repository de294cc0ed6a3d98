"""Who may connect, and what channels there are (realtime.md, Channels)."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from app.accounts.access.access import Access
from app.accounts.errors import SessionEnded
from app.accounts.errors import TokenExpired as AccessExpired
from app.platform.errors import NotFound, Problem
from app.platform.principal import Principal
from app.rooms.access import own_room
from realtime import (
    ChannelOptions,
    ClientDisconnect,
    ClientError,
    Identity,
    RpcHandler,
    StreamOptions,
    TokenExpired,
    TokenInvalid,
    When,
)

DAYS = 86_400
# How long positions are remembered, for every stream of ours.
META_SECONDS = 30 * DAYS
ROOM_STREAM = StreamOptions(size=2_000, ttl=15 * 60, meta_ttl=META_SECONDS)
PERSONAL_STREAM = StreamOptions(size=100, ttl=DAYS, meta_ttl=META_SECONDS)

ROOM_PREFIX = "room:"
PERSONAL_PREFIX = "#"
PERMISSION_DENIED = 103
UNKNOWN_CHANNEL = 102
SESSION_ENDED = (4501, "session ended")


def room_channel(room_id: UUID) -> str:
    """Return the channel of everything that happens in a room."""
    return f"{ROOM_PREFIX}{room_id}"


class Authentication:
    """Turns an access token into the identity of a socket."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def authenticate(self, token: str) -> Identity:
        """Return whose token it is.

        Raises `TokenExpired`, `TokenInvalid`, and `ClientDisconnect` where its session ended.
        """
        try:
            principal, expires = await self._access.principal_for_token(token)
        except AccessExpired as error:
            raise TokenExpired from error
        except SessionEnded as error:
            raise ClientDisconnect(*SESSION_ENDED) from error
        except Problem as error:
            raise TokenInvalid from error
        return Identity(
            user=str(principal.user_id),
            session=str(principal.session_id),
            expires_at=expires.timestamp(),
            principal=principal,
        )


class Channels:
    """A learner's own channel, and the rooms that are theirs."""

    async def subscribe(self, identity: Identity, channel: str, token: str) -> ChannelOptions:
        """Return what the caller may do with `channel`. Raises `ClientError`."""
        if not channel.startswith(ROOM_PREFIX):
            raise ClientError(UNKNOWN_CHANNEL, "there is no such channel")
        try:
            room_id = UUID(channel.removeprefix(ROOM_PREFIX))
            await own_room(principal_of(identity), room_id)
        except (ValueError, NotFound) as error:
            raise ClientError(PERMISSION_DENIED, "this room is not yours, or was left") from error
        return ChannelOptions(stream=ROOM_STREAM, recover=When.ALWAYS)

    async def outside(self, identity: Identity, channel: str) -> ChannelOptions:
        """Return what one may do without joining: nothing."""
        del identity, channel
        return ChannelOptions()

    def server_side(self, identity: Identity) -> Mapping[str, ChannelOptions]:
        """Return the learner's personal channel."""
        channel = f"{PERSONAL_PREFIX}{identity.user}"
        return {channel: ChannelOptions(stream=PERSONAL_STREAM, recover=When.ALWAYS)}

    def stream(self, channel: str) -> StreamOptions:
        """Return how much of `channel` is kept."""
        return ROOM_STREAM if channel.startswith(ROOM_PREFIX) else PERSONAL_STREAM


def principal_of(identity: Identity) -> Principal:
    """Return who a socket's identity is to our rooms."""
    if not isinstance(identity.principal, Principal):
        raise TypeError("a socket's identity carries no principal")
    return identity.principal


def rpc_handler(command: Callable[[Principal, bytes], Awaitable[bytes]]) -> RpcHandler:
    """Return a command as the channel engine calls it; problems become its errors."""

    async def handle(identity: Identity, data: bytes) -> bytes:
        try:
            return await command(principal_of(identity), data)
        except Problem as problem:
            raise ClientError(problem.code, problem.detail, problem.temporary) from problem

    return handle
