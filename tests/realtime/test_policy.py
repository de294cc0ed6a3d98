"""Options that contradict themselves."""

from typing import Any

import pytest

from realtime.policy import ChannelOptions, StreamOptions, When

KEPT = StreamOptions(size=1, ttl=1, meta_ttl=1)


@pytest.mark.parametrize(
    "options",
    [
        {"recover": When.ALWAYS},
        {"recover": When.ASKED},
        {"position": When.ASKED},
        {"history": True},
    ],
)
def test_what_follows_a_stream_needs_one(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="stream"):
        ChannelOptions(**options)
    ChannelOptions(stream=KEPT, **options)


@pytest.mark.parametrize(
    ("when", "asked", "applies"),
    [
        (When.NEVER, True, False),
        (When.ASKED, True, True),
        (When.ASKED, False, False),
        (When.ALWAYS, False, True),
    ],
)
def test_a_feature_applies_by_grant_and_wish(when: When, asked: bool, applies: bool) -> None:
    assert when.applies(asked) is applies
