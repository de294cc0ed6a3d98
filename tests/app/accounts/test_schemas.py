"""What crosses the wire has the fields of the contract and its limits, and nothing secret."""

from typing import Any

import msgspec
import pytest

from app.accounts import schemas


def names(struct: type[msgspec.Struct]) -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(struct)]


def test_the_answers_have_the_fields_of_the_contract_and_no_other() -> None:
    assert names(schemas.Signed) == ["access_token", "access_expires_at", "refresh_token", "user"]
    assert names(schemas.User) == [
        "id",
        "nickname",
        "birth_year",
        "email",
        "email_verified",
        "guest",
        "role",
        "language",
        "level",
    ]


@pytest.mark.parametrize("length", [7, 129])
def test_a_password_is_chosen_with_8_to_128_characters(length: int) -> None:
    for struct in (schemas.Credentials, schemas.NewAccount):
        body = {"email": "a@example.com", "nickname": "x", "birth_year": 2000}
        for accepted in (8, 128):
            msgspec.convert({**body, "password": "x" * accepted}, struct)
        with pytest.raises(msgspec.ValidationError, match=r"\$\.password"):
            msgspec.convert({**body, "password": "x" * length}, struct)


def test_a_password_is_tried_however_short() -> None:
    tried = msgspec.convert({"email": "a@example.com", "password": ""}, schemas.LogIn)
    assert tried.password == ""


@pytest.mark.parametrize(
    ("struct", "body"),
    [
        (schemas.LogIn, {"email": "a@example.com", "password": "x" * 129}),
        (schemas.LogIn, {"email": "x" * 321, "password": "x"}),
        (schemas.Refresh, {"refresh_token": "x" * 4097}),
        (schemas.NewGuest, {"nickname": "x" * 201, "birth_year": 2000}),
        (schemas.NewGuest, {"nickname": "x", "birth_year": 10_000}),
    ],
)
def test_no_text_is_taken_without_a_limit(
    struct: type[msgspec.Struct], body: dict[str, Any]
) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(body, struct)


def test_the_language_is_english_unless_it_is_said() -> None:
    body = {"nickname": "x", "birth_year": 2000}
    assert msgspec.convert(body, schemas.NewGuest).language == "en"
    assert msgspec.convert({**body, "language": "ko"}, schemas.NewGuest).language == "ko"
