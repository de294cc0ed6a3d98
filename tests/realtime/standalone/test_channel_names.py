"""A channel's name says its namespace, its users, and whether it is private."""

import pytest

from realtime.standalone.channel_names import ChannelName, personal_channel


@pytest.mark.parametrize(
    ("channel", "name"),
    [
        ("news", ("", "news", False, None)),
        ("chat:news", ("chat", "news", False, None)),
        ("chat:a:b", ("chat", "a:b", False, None)),
        ("$chat:news", ("chat", "news", True, None)),
        ("$news", ("", "$news", True, None)),
        ("#42", ("", "#42", False, {"42"})),
        ("chat:dialog#42,43", ("chat", "dialog#42,43", False, {"42", "43"})),
        ("chat:a#b#42", ("chat", "a#b#42", False, {"42"})),
    ],
)
def test_a_name_is_taken_apart(channel: str, name: tuple[object, ...]) -> None:
    assert ChannelName.of(channel) == name


def test_a_users_own_channel_may_have_a_namespace() -> None:
    assert personal_channel("", "42") == "#42"
    assert personal_channel("personal", "42") == "personal:#42"
