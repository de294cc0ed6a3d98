"""Options of a channel that are different for one subscription."""

import msgspec
import pytest

from realtime.policy import ChannelOptions, StreamOptions, When
from realtime.server_api import Override

KEPT = StreamOptions(size=1, ttl=1, meta_ttl=1)


@pytest.mark.parametrize(
    ("key", "option", "on", "off"),
    [
        ("presence", "listed", True, False),
        ("join_leave", "announced", True, False),
        ("force_push_join_leave", "join_leave", When.ALWAYS, When.NEVER),
        ("force_recovery", "recover", When.ALWAYS, When.NEVER),
        ("force_positioning", "position", When.ALWAYS, When.NEVER),
    ],
)
def test_each_is_switched_by_itself(key: str, option: str, on: object, off: object) -> None:
    base = ChannelOptions(stream=KEPT, recover=When.ASKED, publish=True)
    for value, expected in ((True, on), (False, off)):
        override = msgspec.convert({key: {"value": value}}, Override)
        options = override.of(base)
        assert getattr(options, option) == expected
        assert options.publish
    assert Override().of(base) == base


def test_a_channel_without_a_stream_cannot_be_recovered() -> None:
    override = msgspec.convert({"force_recovery": {"value": True}}, Override)
    assert override.of(ChannelOptions()) == ChannelOptions()
