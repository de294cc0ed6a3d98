"""Options that contradict themselves."""

import pytest

from realtime.policy import ChannelOptions, StreamOptions


@pytest.mark.parametrize("option", ["recover", "history"])
def test_recovery_and_history_need_a_stream(option: str) -> None:
    with pytest.raises(ValueError, match="stream"):
        ChannelOptions(**{option: True})  # type: ignore[arg-type]
    ChannelOptions(stream=StreamOptions(size=1, ttl=1, meta_ttl=1), **{option: True})
