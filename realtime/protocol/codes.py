"""Error, disconnect and unsubscribe codes of the Centrifuge client protocol.

Source: https://centrifugal.dev/docs/transports/client_protocol and /docs/server/codes.
A client comes back by itself after 3000-3499 and 4000-4499; 3500-3999 and 4500-4999 are final.
Of an application: errors 400-1999, disconnects 4000-4999.
"""

import msgspec


class Error(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a command is answered with when it failed; `temporary` invites the same again."""

    code: int
    message: str
    temporary: bool = False


class Disconnect(msgspec.Struct, frozen=True):
    """Why a connection is closed; travels as the WebSocket close code and reason."""

    code: int
    reason: str


class Unsubscribe(msgspec.Struct, frozen=True):
    """Why a subscription ended at the server; from 2500 on a client subscribes again."""

    code: int
    reason: str


INTERNAL = Error(100, "internal server error", temporary=True)
UNAUTHORIZED = Error(101, "unauthorized")
UNKNOWN_CHANNEL = Error(102, "unknown channel")
PERMISSION_DENIED = Error(103, "permission denied")
METHOD_NOT_FOUND = Error(104, "method not found")
ALREADY_SUBSCRIBED = Error(105, "already subscribed")
LIMIT_EXCEEDED = Error(106, "limit exceeded")
BAD_REQUEST = Error(107, "bad request")
NOT_AVAILABLE = Error(108, "not available")
TOKEN_EXPIRED = Error(109, "token expired")
EXPIRED = Error(110, "expired")
TOO_MANY_REQUESTS = Error(111, "too many requests", temporary=True)
UNRECOVERABLE_POSITION = Error(112, "unrecoverable position")

CONNECTION_CLOSED = Disconnect(3000, "connection closed")
SHUTDOWN = Disconnect(3001, "shutdown")
SERVER_ERROR = Disconnect(3004, "internal server error")
CONNECTION_EXPIRED = Disconnect(3005, "connection expired")
SUBSCRIPTION_EXPIRED = Disconnect(3006, "subscription expired")
SLOW = Disconnect(3008, "slow")
INSUFFICIENT_STATE = Disconnect(3010, "insufficient state")
FORCE_RECONNECT = Disconnect(3011, "force reconnect")
NO_PONG = Disconnect(3012, "no pong")
TOO_MANY_COMMANDS = Disconnect(3013, "too many requests")
INVALID_TOKEN = Disconnect(3500, "invalid token")
MALFORMED = Disconnect(3501, "bad request")
STALE = Disconnect(3502, "stale")
FORCE_DISCONNECT = Disconnect(3503, "force disconnect")
CONNECTION_LIMIT = Disconnect(3504, "connection limit")
INAPPROPRIATE_PROTOCOL = Disconnect(3506, "inappropriate protocol")
MESSAGES_NOT_AVAILABLE = Disconnect(3508, "not available")

# Not of the protocol but of WebSocket itself (RFC 6455, section 7.4.1); the SDKs know it as final.
MESSAGE_TOO_BIG = Disconnect(1009, "message size limit")

SERVER_UNSUBSCRIBE = Unsubscribe(2000, "server unsubscribe")
RESUBSCRIBE = Unsubscribe(2500, "insufficient state")
UNSUBSCRIBE_EXPIRED = Unsubscribe(2501, "subscription expired")
