"""Who a connection belongs to, and which channels its token brings."""

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from realtime.errors import ClientDisconnect, ClientError
from realtime.policy import ChannelOptions, When
from tests.realtime.signing import signed
from tests.realtime.standalone.rules import KEPT, NOBODY, Rules

if TYPE_CHECKING:
    from tests.realtime.conftest import HandMovedClock


async def test_without_a_token_nobody_connects_unless_it_is_allowed(
    clock: "HandMovedClock",
) -> None:
    with pytest.raises(ClientDisconnect) as raised:
        await Rules(clock, "").authenticator.authenticate("")
    assert raised.value.disconnect.code == 3501
    anonymous = Rules(clock, "", "allow_anonymous_connect_without_token = true")
    assert await anonymous.authenticator.authenticate("") == NOBODY


async def test_a_connection_is_who_its_token_says(clock: "HandMovedClock") -> None:
    end = clock.wall() + 60
    claims = {"sub": "ann", "exp": end, "info": {"name": "Ann"}, "meta": {"any": "thing"}}
    identity = await Rules(clock, "").authenticator.authenticate(signed(claims))
    assert (identity.user, identity.expires_at) == ("ann", end)
    assert identity.info == msgspec.Raw(b'{"name":"Ann"}')


async def test_a_token_brings_channels_and_the_server_adds_the_users_own(
    clock: "HandMovedClock",
) -> None:
    above = 'subscribe_to_user_personal_channel = true\npersonal_channel_namespace = "ns"'
    rules = Rules(clock, KEPT + "force_recovery = true", above)

    async def channels(claims: dict[str, Any]) -> dict[str, ChannelOptions]:
        identity = await rules.authenticator.authenticate(signed({"sub": "ann"} | claims))
        return dict(rules.policy.server_side(identity))

    assert set(await channels({"channels": ["ns:a", "b"]})) == {"ns:a", "b", "ns:#ann"}
    subs = await channels({"subs": {"ns:a": {"data": {"x": 1}, "override": {}}}})
    assert (subs["ns:a"].recover, subs["ns:a"].data) == (When.ALWAYS, msgspec.Raw(b'{"x":1}'))
    off = await channels({"subs": {"ns:a": {"override": {"force_recovery": {"value": False}}}}})
    assert off["ns:a"].recover is When.NEVER
    with pytest.raises(ClientError):
        await channels({"channels": ["other:a"]})
    assert rules.policy.server_side(NOBODY) == {}
