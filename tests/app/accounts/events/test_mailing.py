"""The e-mail of an account event: in the user's language, to who has an address."""

from typing import TYPE_CHECKING

import pytest

from app.accounts.events.mailing import MailedLetters, NoLetters
from app.accounts.models import User
from app.platform.ids import new_id
from app.platform.mail.letter import Letter
from app.platform.mail.models import Mail
from app.platform.mail.post import PostOffice, opened
from app.platform.sealing import Sealer

if TYPE_CHECKING:
    from tests.conftest import HandClock


def compose(kind: str, language: str, **values: str) -> Letter:
    return Letter(f"{kind} in {language}", str(values), "<p></p>")


@pytest.fixture
def letters(sealer: Sealer, clock: "HandClock") -> MailedLetters:
    return MailedLetters(post=PostOffice(sealer=sealer, clock=clock, ids=new_id), compose=compose)


async def test_a_user_with_an_address_is_written_to_in_their_language(
    letters: MailedLetters, sealer: Sealer, clock: "HandClock"
) -> None:
    user = await User.create(
        id=new_id(),
        nickname="에이다",
        birth_year=2000,
        email="ada@example.com",
        language="ko",
        created_at=clock.now(),
    )
    await letters.post("role_changed", user.id, role="admin")
    await letters.hurry()
    row = await Mail.get()
    assert (row.kind, row.user_id) == ("role_changed", user.id)
    envelope = opened(row, sealer)
    assert envelope.to == "ada@example.com"
    assert (envelope.letter.subject, envelope.letter.text) == (
        "role_changed in ko",
        "{'role': 'admin'}",
    )


async def test_who_has_no_address_or_is_erased_is_not_written_to(
    letters: MailedLetters, clock: "HandClock"
) -> None:
    guest = await User.create(
        id=new_id(), nickname="guest", birth_year=2000, created_at=clock.now()
    )
    for letters_of in (letters, NoLetters()):
        await letters_of.post("role_changed", guest.id)
        await letters_of.post("role_changed", new_id())
        await letters_of.hurry()
    assert not await Mail.exists()
