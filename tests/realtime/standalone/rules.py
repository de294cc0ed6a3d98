"""A policy and an authenticator made of a few lines of configuration."""

from typing import TYPE_CHECKING

import pytest

from realtime.errors import ClientError
from realtime.policy import ChannelOptions, Identity
from realtime.standalone.authentication import TokenAuthenticator
from realtime.standalone.key_ring import KeyRing
from realtime.standalone.namespaces import Namespaces
from realtime.standalone.token_keys import hmac_key
from realtime.standalone.tokens import TokenReader
from tests.realtime.served import configuration_of
from tests.realtime.signing import SECRET

if TYPE_CHECKING:
    from tests.realtime.conftest import HandMovedClock

KEPT = 'history_size = 5\nhistory_ttl = "60s"\n'
ANN, NOBODY = Identity("ann"), Identity("")


class Rules:
    """A policy and an authenticator for the namespace `ns` with these options."""

    def __init__(self, clock: "HandMovedClock", options: str, above: str = "") -> None:
        configuration = configuration_of(
            f'{above}\ntokens.hmac_secret = "{SECRET}"\n[[namespaces]]\nname = "ns"\n{options}'
        )
        tokens = TokenReader(KeyRing([hmac_key(SECRET)], None, clock), clock)
        self.policy = Namespaces(configuration, tokens)
        self.authenticator = TokenAuthenticator(configuration, tokens, self.policy)

    async def subscribe(
        self, identity: Identity, channel: str = "ns:a", token: str = ""
    ) -> ChannelOptions:
        return await self.policy.subscribe(identity, channel, token)

    async def refusal(self, identity: Identity, channel: str, token: str = "") -> int:
        with pytest.raises(ClientError) as raised:
            await self.policy.subscribe(identity, channel, token)
        return raised.value.code
