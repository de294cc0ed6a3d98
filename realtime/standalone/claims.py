"""What clients' tokens say (RFC 7519, and Centrifugo's claims beside it)."""

import msgspec

from realtime.errors import TokenInvalid
from realtime.protocol.publications import NOTHING, json_as_given
from realtime.server_api.override import Override


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """Of any token. `expire_at` is the end of what it opens, where that is not `exp`; 0: none."""

    sub: str = ""
    exp: float | None = None
    nbf: float | None = None
    iss: str = ""
    aud: str | list[str] = ""
    expire_at: float | None = None
    info: msgspec.Raw = NOTHING
    b64info: str = ""

    @property
    def expires_at(self) -> float | None:
        """The Unix second at which what the token opens ends; None: never."""
        return self.exp if self.expire_at is None else (self.expire_at or None)

    def is_for(self, audience: str) -> bool:
        """Whether the token is meant for this audience."""
        return audience == self.aud if isinstance(self.aud, str) else audience in self.aud


class SubscriptionClaim(msgspec.Struct, frozen=True, kw_only=True):
    """One channel of `subs`."""

    info: msgspec.Raw = NOTHING
    b64info: str = ""
    data: msgspec.Raw = NOTHING
    b64data: str = ""
    override: Override = Override()


class ConnectionClaims(Claims, frozen=True, kw_only=True):
    """Of a connection token; `channels` or `subs` are subscribed by the server."""

    channels: list[str] = []
    subs: dict[str, SubscriptionClaim] = {}
    #: Only subscription tokens have one: a client must not connect with such a token.
    channel: str = ""


class SubscriptionClaims(Claims, frozen=True, kw_only=True):
    """Of a subscription token."""

    channel: str
    #: A connection's id, in tokens of old: it is not known here, so such a token fits nobody.
    client: str = ""
    data: msgspec.Raw = NOTHING
    b64data: str = ""
    override: Override = Override()


def json_of(plain: msgspec.Raw, encoded: str) -> msgspec.Raw | None:
    """Return the JSON of a claim that may come plain or in base64; None where it has none.

    Raises:
        TokenInvalid: it is not base64 of JSON.

    """
    try:
        text = json_as_given(plain, encoded)
    except ValueError as error:
        raise TokenInvalid("info and data of a token have to be JSON") from error
    return None if text in {b"", b"null"} else msgspec.Raw(text)
