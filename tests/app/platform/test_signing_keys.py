"""SIGNING_KEY is one key or several, and anything else is named and not shown."""

import json
from typing import Any

import pytest
from joserfc.jwk import OKPKey

from app.platform.settings import SettingsError
from app.platform.signing_keys import (
    fresh_signing_key,
    read_signing_keys,
    with_first_key_alone,
    with_last_key_first,
    with_next_key,
)


def private(text: str) -> list[str]:
    return [key.as_dict(private=True)["d"] for key in read_signing_keys(text)]  # type: ignore[misc]


def test_a_fresh_key_is_one_with_a_name_of_its_own() -> None:
    (one,), (other,) = (
        read_signing_keys(fresh_signing_key()),
        read_signing_keys(fresh_signing_key()),
    )
    assert one.is_private
    assert one.kid == one.thumbprint()
    assert one.kid != other.kid
    assert "\n" not in fresh_signing_key()


def test_a_rotation_goes_from_one_key_over_two_to_the_other() -> None:
    old = fresh_signing_key()
    introduced = with_next_key(old)
    signing = with_last_key_first(introduced)
    retired = with_first_key_alone(signing)
    (first,) = private(old)
    assert private(introduced)[0] == first
    assert private(signing) == private(introduced)[::-1]
    assert private(retired) == private(introduced)[1:]
    assert "keys" not in json.loads(retired)


def test_a_key_without_a_name_keeps_the_one_that_its_tokens_carry() -> None:
    nameless = json.loads(fresh_signing_key())
    del nameless["kid"]
    text = json.dumps(nameless)
    (alone,) = read_signing_keys(text)
    assert read_signing_keys(with_next_key(text))[0].kid == alone.kid
    assert json.loads(with_next_key(text))["keys"][0]["kid"] == alone.kid


def test_there_is_nothing_to_sign_with_before_a_key_was_introduced() -> None:
    with pytest.raises(SettingsError, match="introduce one first"):
        with_last_key_first(fresh_signing_key())


def broken(**changed: Any) -> str:
    key = {**json.loads(fresh_signing_key()), **changed}
    return json.dumps({"keys": [json.loads(fresh_signing_key()), key]})


@pytest.mark.parametrize(
    "text",
    [
        '{"keys":[]}',
        '{"keys":{}}',
        '{"keys":[1]}',
        "[" * 100_000,
        broken(d=None),
        broken(crv="X25519"),
        broken(d="AA"),
        broken(x=json.loads(fresh_signing_key())["x"]),
        json.dumps({"keys": [OKPKey.generate_key("Ed25519").as_dict(private=False)]}),
    ],
    ids=[
        "none",
        "object",
        "number",
        "deep",
        "public",
        "other curve",
        "short",
        "of two",
        "public alone",
    ],
)
def test_a_set_that_is_none_is_named_and_not_shown(text: str) -> None:
    with pytest.raises(SettingsError, match=r"^SIGNING_KEY: [a-zA-Z0-9` ]+$"):
        read_signing_keys(text)


def test_two_keys_of_one_name_are_refused() -> None:
    one = {**json.loads(fresh_signing_key()), "kid": "same"}
    other = {**json.loads(fresh_signing_key()), "kid": "same"}
    with pytest.raises(SettingsError, match="the same `kid`"):
        read_signing_keys(json.dumps({"keys": [one, other]}))
