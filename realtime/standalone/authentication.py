"""Who a connection belongs to, by its token."""

from dataclasses import replace

from realtime.errors import ClientDisconnect
from realtime.policy import ChannelOptions, Identity
from realtime.protocol.codes import MALFORMED
from realtime.standalone.claims import ConnectionClaims, SubscriptionClaim, json_of
from realtime.standalone.configuration import Configuration
from realtime.standalone.namespaces import Namespaces
from realtime.standalone.tokens import TokenReader


class TokenAuthenticator:
    """An `Authenticator`; `Identity.principal` holds the channels that a token brings."""

    def __init__(
        self, configuration: Configuration, tokens: TokenReader, namespaces: Namespaces
    ) -> None:
        self._insecure = configuration.insecure
        self._anonymous = configuration.allow_anonymous_connect_without_token
        self._tokens = tokens
        self._namespaces = namespaces

    async def authenticate(self, token: str) -> Identity:
        """See `Authenticator.authenticate`. A channel that cannot be is ClientError (102)."""
        if not token:
            if self._insecure or self._anonymous:
                return Identity("")
            raise ClientDisconnect(MALFORMED.code, MALFORMED.reason)
        claims = await self._tokens.connection(token)
        return Identity(
            claims.sub,
            expires_at=None if self._insecure else claims.expires_at,
            info=json_of(claims.info, claims.b64info),
            principal=self._channels(claims),
        )

    def _channels(self, claims: ConnectionClaims) -> dict[str, ChannelOptions]:
        subs = claims.subs or dict.fromkeys(claims.channels, SubscriptionClaim())
        return {
            channel: replace(
                claim.override.of(self._namespaces.from_server(channel, claims.sub)),
                info=json_of(claim.info, claim.b64info),
                data=json_of(claim.data, claim.b64data),
            )
            for channel, claim in subs.items()
        }
