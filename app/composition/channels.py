"""Who may connect, and what channels there are (realtime.md, Channels)."""

from collections.abc import Mapping
from uuid import UUID

from app.accounts.access.access import Access
from app.accounts.errors import AccountSuspended, SessionEnded
from app.accounts.errors import TokenExpired as AccessExpired
from app.platform.commands import Command
from app.platform.errors import Forbidden, NotFound, Problem, Unavailable
from app.platform.permissions import Permission, require
from app.platform.principal import Principal
from app.rooms.access import own_room
from realtime import (
    NO_STREAM,
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
OPERATIONS = "ops"
PERMISSION_DENIED = 103
UNKNOWN_CHANNEL = 102
SESSION_ENDED = (4501, "session ended")
SUSPENDED = (4502, "account not active")
# Come back, and be asked anew what you may hear.
ROLE_CHANGED = (4001, "role changed")
# Come back: a token that counts no longer is answered as one that has expired.
TOKEN_REVOKED = (4002, "token revoked")


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
        except AccountSuspended as error:
            raise ClientDisconnect(*SUSPENDED) from error
        except SessionEnded as error:
            raise ClientDisconnect(*SESSION_ENDED) from error
        except Unavailable as error:
            # The token may be good: whoever brings it comes again.
            raise client_error(error) from error
        except Problem as error:
            raise TokenInvalid from error
        return Identity(
            user=str(principal.user_id),
            session=str(principal.session_id),
            expires_at=expires.timestamp(),
            principal=principal,
        )


class Channels:
    """A learner's own channel, the rooms that are theirs, and `ops` for who runs the service."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def subscribe(self, identity: Identity, channel: str, token: str) -> ChannelOptions:
        """Return what the caller may do with `channel`. Raises `ClientError`."""
        if channel == OPERATIONS:
            return await self._operations(identity)
        if not channel.startswith(ROOM_PREFIX):
            raise ClientError(UNKNOWN_CHANNEL, "there is no such channel")
        try:
            room_id = UUID(channel.removeprefix(ROOM_PREFIX))
            await own_room(principal_of(identity), room_id)
        except (ValueError, NotFound, Forbidden) as error:
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
        if channel == OPERATIONS:
            return NO_STREAM
        return ROOM_STREAM if channel.startswith(ROOM_PREFIX) else PERSONAL_STREAM

    async def _operations(self, identity: Identity) -> ChannelOptions:
        try:
            caller = await self._access.current(principal_of(identity))
            require(caller, Permission.SEE_OPERATIONS)
        except Unavailable as error:
            raise client_error(error) from error
        except Problem as error:
            raise ClientError(PERMISSION_DENIED, error.detail) from error
        return ChannelOptions(stream=NO_STREAM)


def principal_of(identity: Identity) -> Principal:
    """Return who a socket's identity is to our rooms."""
    if not isinstance(identity.principal, Principal):
        raise TypeError("a socket's identity carries no principal")
    return identity.principal


def client_error(problem: Problem) -> ClientError:
    """Return a problem as the channel engine answers it."""
    return ClientError(problem.code, problem.detail, problem.temporary)


def rpc_handler(command: Command, access: Access) -> RpcHandler:
    """Return a command as the channel engine calls it; problems become its errors.

    It is run for the caller as they are now: a socket may be older than a change of role.
    """

    async def handle(identity: Identity, data: bytes) -> bytes:
        try:
            return await command(await access.current(principal_of(identity)), data)
        except AccountSuspended as error:
            raise ClientDisconnect(*SUSPENDED) from error
        except SessionEnded as error:
            raise ClientDisconnect(*SESSION_ENDED) from error
        except Problem as problem:
            raise client_error(problem) from problem

    return handle
