"""Who is here."""

import pytest

from realtime.errors import ClientDisconnect
from realtime.nodes.selection import Selection
from realtime.policy import ChannelOptions, Identity
from realtime.protocol.codes import Disconnect, Unsubscribe
from realtime.protocol.publications import Position
from realtime.registry import Registry

SUSPENDED = Disconnect(4502, "suspended")


class Member:
    """A connection that remembers how it ended."""

    def __init__(self, client: str = "id") -> None:
        self.ended: list[int] = []
        self.queued_bytes = 0
        self.client = client
        self.stream = f"secret of {client}"

    def subscribe(self, channel: str, options: ChannelOptions, since: Position | None) -> None:
        raise NotImplementedError

    def unsubscribe(self, channel: str, unsubscribe: Unsubscribe) -> None:
        raise NotImplementedError

    def refresh(self, expires_at: float | None) -> None:
        raise NotImplementedError

    def disconnect(self, disconnect: Disconnect) -> None:
        self.ended.append(disconnect.code)


@pytest.fixture
def registry() -> Registry:
    return Registry(connections_per_user=2)


def come(registry: Registry, user: str, session: str = "") -> Member:
    member = Member()
    registry.open(member)
    registry.authenticating(member)
    registry.identified(member, Identity(user, session))
    return member


def test_connections_and_users_are_counted(registry: Registry) -> None:
    registry.open(Member())
    come(registry, "ann")
    come(registry, "ann")
    bob = come(registry, "bob")
    assert (len(registry), registry.users) == (4, 2)
    registry.close(bob)
    registry.close(bob)
    assert (len(registry), registry.users) == (3, 1)


def test_a_user_may_have_so_many_connections(registry: Registry) -> None:
    first = come(registry, "ann")
    come(registry, "ann")
    come(registry, "bob")
    with pytest.raises(ClientDisconnect) as raised:
        come(registry, "ann")
    assert raised.value.disconnect.code == 3504
    registry.close(first)
    come(registry, "ann")


def test_anonymous_connections_are_not_one_users(registry: Registry) -> None:
    for _ in range(5):
        come(registry, "")
    assert registry.users == 0


def test_a_user_is_sent_away_with_all_connections(registry: Registry) -> None:
    anns = [come(registry, "ann"), come(registry, "ann", "phone")]
    bob = come(registry, "bob")
    registry.disconnect(Selection(user="ann"), SUSPENDED)
    assert [ann.ended for ann in anns] == [[4502], [4502]]
    assert bob.ended == []


def test_a_session_is_ended_alone(registry: Registry) -> None:
    phone, laptop = come(registry, "ann", "phone"), come(registry, "ann", "laptop")
    registry.disconnect(Selection(session="phone"), SUSPENDED)
    assert (phone.ended, laptop.ended) == ([4502], [])


def test_a_session_of_a_user_is_nobody_elses(registry: Registry) -> None:
    ann, bob = come(registry, "ann", "one"), come(registry, "bob", "one")
    registry.disconnect(Selection(user="ann", session="one"), SUSPENDED)
    assert (ann.ended, bob.ended) == ([4502], [])


def test_who_is_being_authenticated_is_sent_away_then(registry: Registry) -> None:
    member = Member()
    registry.open(member)
    registry.authenticating(member)
    registry.disconnect(Selection(user="bob"), SUSPENDED)
    registry.disconnect(Selection(user="ann"), SUSPENDED)
    with pytest.raises(ClientDisconnect) as raised:
        registry.identified(member, Identity("ann"))
    assert raised.value.disconnect == SUSPENDED


def test_a_decision_from_before_is_not_held_against_a_new_connection(registry: Registry) -> None:
    registry.disconnect(Selection(user="ann"), SUSPENDED)
    assert come(registry, "ann").ended == []


def test_a_later_token_may_bring_another_session(registry: Registry) -> None:
    member = come(registry, "ann", "old")
    come(registry, "ann")
    registry.authenticating(member)
    registry.identified(member, Identity("ann", "new"))
    registry.disconnect(Selection(session="old"), SUSPENDED)
    assert member.ended == []
    registry.disconnect(Selection(session="new"), SUSPENDED)
    assert member.ended == [4502]
    assert registry.users == 1


def test_one_who_has_gone_is_not_taken_in_again(registry: Registry) -> None:
    member = Member()
    registry.open(member)
    registry.authenticating(member)
    registry.close(member)
    with pytest.raises(ClientDisconnect):
        registry.identified(member, Identity("ann"))
    assert (len(registry), registry.users) == (0, 0)


def test_for_one_who_could_not_be_identified_no_decision_is_kept(registry: Registry) -> None:
    member = come(registry, "ann")
    registry.authenticating(member)
    registry.disconnect(Selection(user="bob"), SUSPENDED)
    registry.unidentified(member)
    registry.disconnect(Selection(user="bob"), SUSPENDED)
    assert registry._authenticating == {}
