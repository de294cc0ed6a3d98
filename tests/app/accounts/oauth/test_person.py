"""What of somebody's name and address a provider tells can be a learner's here."""

import pytest

from app.accounts.oauth.person import Person, usable

ADA = Person(issuer="https://a.example", subject="1", email="ada@example.com", email_verified=True)


def test_a_name_and_an_address_stay_as_they_are() -> None:
    person = Person(issuer="https://a.example", subject="1", name="에이다", email="a@b.example")
    assert usable(person) == person
    assert usable(ADA) == ADA


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a@b.example\n", "a\0@b.example", None])
def test_an_address_that_is_none_is_dropped_and_not_verified(email: str | None) -> None:
    person = usable(Person(issuer="i", subject="1", email=email, email_verified=True))
    expected = ("a@b.example", True) if email == "a@b.example\n" else (None, False)
    assert (person.email, person.email_verified) == expected


def test_a_name_is_cut_to_what_a_nickname_may_have() -> None:
    assert usable(Person(issuer="i", subject="1", name="가" * 100)).name == "가" * 40
    assert usable(Person(issuer="i", subject="1", name=" \u200b ")).name is None
