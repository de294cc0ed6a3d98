"""Who is here."""

import pytest

from realtime.errors import ClientDisconnect
from realtime.policy import Identity
from realtime.protocol.codes import Disconnect
from realtime.registry import Registry

SUSPENDED = Disconnect(4502, "suspended")


class Member:
    """A connection that remembers how it ended."""

    def __init__(self) -> None:
        self.ended: list[int] = []
        self.queued_bytes = 0

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
    registry.disconnect(SUSPENDED, "ann", None)
    assert [ann.ended for ann in anns] == [[4502], [4502]]
    assert bob.ended == []


def test_a_session_is_ended_alone(registry: Registry) -> None:
    phone, laptop = come(registry, "ann", "phone"), come(registry, "ann", "laptop")
    registry.disconnect(SUSPENDED, None, "phone")
    assert (phone.ended, laptop.ended) == ([4502], [])


def test_a_session_of_a_user_is_nobody_elses(registry: Registry) -> None:
    ann, bob = come(registry, "ann", "one"), come(registry, "bob", "one")
    registry.disconnect(SUSPENDED, "ann", "one")
    assert (ann.ended, bob.ended) == ([4502], [])


def test_who_is_being_authenticated_is_sent_away_then(registry: Registry) -> None:
    member = Member()
    registry.open(member)
    registry.authenticating(member)
    registry.disconnect(SUSPENDED, "bob", None)
    registry.disconnect(SUSPENDED, "ann", None)
    with pytest.raises(ClientDisconnect) as raised:
        registry.identified(member, Identity("ann"))
    assert raised.value.disconnect == SUSPENDED


def test_a_decision_from_before_is_not_held_against_a_new_connection(registry: Registry) -> None:
    registry.disconnect(SUSPENDED, "ann", None)
    assert come(registry, "ann").ended == []


def test_a_later_token_may_bring_another_session(registry: Registry) -> None:
    member = come(registry, "ann", "old")
    come(registry, "ann")
    registry.authenticating(member)
    registry.identified(member, Identity("ann", "new"))
    registry.disconnect(SUSPENDED, None, "old")
    assert member.ended == []
    registry.disconnect(SUSPENDED, None, "new")
    assert member.ended == [4502]
    assert registry.users == 1
