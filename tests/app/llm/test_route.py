"""Routes that cannot work are refused where they are made."""

import pytest

from app.llm import Route


def test_a_route_names_its_host_with_the_port() -> None:
    assert Route("http://127.0.0.1:8090/v1", "gemma").host == "127.0.0.1:8090"


def test_a_route_does_not_show_its_key() -> None:
    assert "sk-secret" not in repr(Route("https://api.openai.com/v1", "gpt-4.1", "sk-secret"))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("api.openai.com/v1", "http"),
        ("ftp://host/v1", "http"),
        ("https:///v1", "names a host"),
        ("https://user:password@host/v1", "no credentials"),
        ("https://host/v1?key=x", "no credentials or query"),
    ],
)
def test_a_base_url_is_a_plain_address(url: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Route(url, "gpt-4.1")


@pytest.mark.parametrize("key", ["sk-\nsecret", "sk-비밀", "sk secret"])
def test_a_key_fits_a_header_and_is_not_shown_when_it_does_not(key: str) -> None:
    with pytest.raises(ValueError, match="API key") as caught:
        Route("https://host/v1", "gpt-4.1", key)
    assert key not in str(caught.value)


@pytest.mark.parametrize(
    "limits",
    [{"max_tokens": 0}, {"attempts": 0}, {"deadline": 0.0}, {"first_token_deadline": -1.0}],
)
def test_limits_leave_room_for_an_answer(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="greater than 0"):
        Route("https://host/v1", "gpt-4.1", **limits)  # type: ignore[arg-type]
