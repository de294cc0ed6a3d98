"""Who may do what in a channel, by its namespace, its name and subscription tokens."""

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from realtime.errors import ClientDisconnect, ClientError, TokenExpired, TokenInvalid
from realtime.policy import Identity, When
from tests.realtime.signing import signed
from tests.realtime.standalone.rules import ANN, KEPT, NOBODY, Rules

if TYPE_CHECKING:
    from tests.realtime.conftest import HandMovedClock


async def test_a_channel_of_no_namespace_is_unknown(clock: "HandMovedClock") -> None:
    rules = Rules(clock, "")
    assert await rules.refusal(ANN, "other:a") == 102
    with pytest.raises(ClientError):
        await rules.policy.outside(ANN, "other:a")
    with pytest.raises(ClientError):
        rules.policy.from_server("other:a", "ann")
    assert rules.policy.stream("other:a").size == 0


async def test_subscribing_is_allowed_to_clients_and_to_nobody_in_particular(
    clock: "HandMovedClock",
) -> None:
    assert await Rules(clock, "").refusal(ANN, "ns:a") == 103
    for_clients = Rules(clock, "allow_subscribe_for_client = true")
    await for_clients.subscribe(ANN)
    assert await for_clients.refusal(NOBODY, "ns:a") == 103
    both = "allow_subscribe_for_client = true\nallow_subscribe_for_anonymous = true"
    await Rules(clock, both).subscribe(NOBODY)


async def test_a_channel_may_be_for_the_users_in_its_name(clock: "HandMovedClock") -> None:
    rules = Rules(clock, "allow_user_limited_channels = true\nallow_subscribe_for_client = true")
    await rules.subscribe(ANN, "ns:dialog#bob,ann")
    assert await rules.refusal(Identity("eve"), "ns:dialog#bob,ann") == 103
    assert await rules.refusal(NOBODY, "ns:dialog#") == 103


async def test_a_private_channel_wants_a_token(clock: "HandMovedClock") -> None:
    rules = Rules(clock, "allow_subscribe_for_client = true")
    assert await rules.refusal(ANN, "$ns:a") == 103
    await rules.subscribe(ANN, "$ns:a", signed({"sub": "ann", "channel": "$ns:a"}))


async def test_a_name_has_to_match_and_is_ascii_otherwise(clock: "HandMovedClock") -> None:
    allowed = "allow_subscribe_for_client = true\n"
    assert await Rules(clock, allowed).refusal(ANN, "ns:한국어") == 107
    korean = Rules(clock, allowed + "channel_regex = '^[가-힣]+$'")
    await korean.subscribe(ANN, "ns:한국어")
    assert await korean.refusal(ANN, "ns:a") == 107


async def test_a_token_subscribes_its_user_to_its_channel_until_its_end(
    clock: "HandMovedClock",
) -> None:
    rules = Rules(clock, "presence = true")
    end = clock.wall() + 60
    claims: dict[str, Any] = {"sub": "ann", "channel": "ns:a", "exp": end}
    claims |= {"info": {"seat": 1}, "b64data": "eyJhIjoxfQ==", "override": {"presence": {}}}
    options = await rules.subscribe(ANN, token=signed(claims))
    assert (options.expires_at, options.listed) == (end, False)
    assert (options.info, options.data) == (msgspec.Raw(b'{"seat":1}'), msgspec.Raw(b'{"a":1}'))
    for wrong in ({"channel": "ns:b"}, {"sub": "eve"}, {"client": "one"}):
        with pytest.raises(ClientDisconnect) as raised:
            await rules.subscribe(ANN, token=signed(claims | wrong))
        assert raised.value.disconnect.code == 3500
    with pytest.raises(TokenInvalid):
        await rules.subscribe(ANN, token=signed(claims, "another secret of thirty-two chars"))
    with pytest.raises(TokenInvalid):
        await rules.subscribe(ANN, token=signed(claims | {"b64info": "?"}))
    with pytest.raises(TokenExpired):
        await rules.subscribe(ANN, token=signed(claims | {"exp": end - 61}))


@pytest.mark.parametrize("what", ["publish", "presence", "history"])
async def test_each_permission_is_for_subscribers_clients_and_nobody_in_particular(
    clock: "HandMovedClock", what: str
) -> None:
    async def allowed(options: str) -> tuple[bool, bool, bool, bool]:
        rules = Rules(clock, KEPT + "presence = true\n" + options)
        inside = signed({"channel": "ns:a"}), signed({"sub": "ann", "channel": "ns:a"})
        found = [
            await rules.subscribe(ANN, token=inside[1]),
            await rules.policy.outside(ANN, "ns:a"),
            await rules.subscribe(NOBODY, token=inside[0]),
            await rules.policy.outside(NOBODY, "ns:a"),
        ]
        a, b, c, d = (getattr(each, what) for each in found)
        return a, b, c, d

    subscriber, client = f"allow_{what}_for_subscriber = true", f"allow_{what}_for_client = true"
    anonymous = f"\nallow_{what}_for_anonymous = true"
    assert await allowed("") == (False, False, False, False)
    assert await allowed(anonymous) == (False, False, False, False)
    assert await allowed(subscriber) == (True, False, False, False)
    assert await allowed(subscriber + anonymous) == (True, False, True, False)
    assert await allowed(client) == (True, True, False, False)
    assert await allowed(client + anonymous) == (True, True, True, True)


async def test_what_is_forced_needs_no_asking_and_what_is_allowed_does(
    clock: "HandMovedClock",
) -> None:
    open_to_all = "allow_subscribe_for_client = true\n"
    plain = await Rules(clock, open_to_all).subscribe(ANN)
    assert (plain.recover, plain.position, plain.join_leave) == (When.NEVER,) * 3
    for word, when in (("force", When.ALWAYS), ("allow", When.ASKED)):
        kept = f"{open_to_all}{KEPT}{word}_recovery = true\n{word}_positioning = true"
        options = await Rules(clock, kept).subscribe(ANN)
        assert (options.recover, options.position) == (when, when)
    history = "allow_history_for_client = true"
    reads = await Rules(clock, open_to_all + KEPT + history).subscribe(ANN)
    assert (reads.recover, reads.position) == (When.ASKED, When.ASKED)
    sees = "presence = true\njoin_leave = true\nallow_presence_for_subscriber = true"
    assert (await Rules(clock, open_to_all + sees).subscribe(ANN)).join_leave is When.ASKED


async def test_in_a_trial_everybody_may_do_everything(clock: "HandMovedClock") -> None:
    rules = Rules(clock, KEPT + "presence = true\njoin_leave = true", "insecure = true")
    for options in (await rules.subscribe(NOBODY), await rules.policy.outside(NOBODY, "ns:a")):
        assert (options.publish, options.presence, options.history) == (True, True, True)
        assert (options.recover, options.join_leave) == (When.ASKED, When.ASKED)
    with pytest.raises(TokenInvalid):
        await rules.subscribe(NOBODY, token="forged")
    assert await rules.authenticator.authenticate("") == NOBODY
    with pytest.raises(TokenInvalid):
        await rules.authenticator.authenticate("forged")
    lasting = signed({"sub": "ann", "exp": clock.wall() + 5})
    assert (await rules.authenticator.authenticate(lasting)).expires_at is None
