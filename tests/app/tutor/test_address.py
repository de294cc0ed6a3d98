"""How each persona addresses the learner."""

import pytest

from app.tutor.address import Address, address_of


@pytest.mark.parametrize(
    ("persona", "closeness", "name", "call", "refer"),
    [
        ("friend", 1, "민준", "민준아", "민준"),
        ("friend", 3, "지우", "지우야", "지우"),
        ("friend", 2, "Michael", "Michael", "Michael"),
        ("honey", 1, "톰", "톰 씨", "톰 씨"),
        ("honey", 2, "톰", "톰아", "톰"),
        ("honey", 3, "톰", "자기야", "자기"),
        ("sibling", 1, "사라", "사라야", "사라"),
        ("coworker", 3, "톰", "톰 씨", "톰 씨"),
        ("senior", 1, "톰", "톰 씨", "톰 씨"),
        ("senior", 2, "톰", "톰아", "톰"),
        ("boss", 2, "톰", "톰 씨", "톰 씨"),
    ],
)
def test_a_learner_is_called_by_name_as_the_closeness_asks(
    persona: str, closeness: int, name: str, call: str, refer: str
) -> None:
    assert address_of(persona, closeness, name) == Address(call, refer)


def test_a_stranger_does_not_know_the_name() -> None:
    assert [address_of("stranger", scene, "톰").call for scene in (1, 2, 3)] == [
        "손님",
        "선생님",
        "고객님",
    ]


def test_without_a_name_there_is_no_address() -> None:
    assert address_of("boss", 1, "") == Address("", "")
