"""The e-mail of an account event: in the user's language, to who has an address."""

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from app.accounts.events.account_event import (
    Known,
    PasswordChanged,
    SessionEnded,
    UserRoleChanged,
    UserStatusChanged,
)
from app.accounts.events.mailing import MailedLetters
from app.accounts.events.settling import letter_of
from app.accounts.letters.account_mail import AccountMail
from app.accounts.models import User
from app.platform.ids import new_id
from app.platform.mail.models import Mail
from app.platform.mail.post import PostOffice, opened
from app.platform.sealing import Sealer

if TYPE_CHECKING:
    from tests.conftest import HandClock

USER = uuid4()


@pytest.fixture
def letters(sealer: Sealer, clock: "HandClock") -> MailedLetters:
    post = PostOffice(sealer=sealer, clock=clock, ids=new_id)
    return MailedLetters(AccountMail(post, address="https://example.com"))


@pytest.fixture
async def user(database: str, clock: "HandClock") -> User:
    return await User.create(
        id=new_id(),
        nickname="에이다",
        birth_year=2000,
        email="ada@example.com",
        language="ko",
        created_at=clock.now(),
    )


@pytest.mark.parametrize(
    "event",
    [
        UserStatusChanged(user_id=USER, status="suspended"),
        UserStatusChanged(user_id=USER, status="active", was="suspended"),
        UserRoleChanged(user_id=USER, role="admin"),
        PasswordChanged(user_id=USER),
        *(
            PasswordChanged(user_id=USER, what=what)
            for what in ("passkey", "totp", "recovery_codes", "identity")
        ),
        SessionEnded(user_id=USER, session_id=USER, reason="refresh_reuse"),
    ],
)
async def test_whatever_the_user_is_told_can_be_written_in_their_language(
    letters: MailedLetters, sealer: Sealer, user: User, event: Known
) -> None:
    wanted = letter_of(event)
    assert wanted is not None
    kind, values = wanted
    await letters.post(kind, user.id, **values)
    await letters.hurry()
    row = await Mail.get()
    assert (row.kind, row.user_id) == (kind, user.id)
    envelope = opened(row, sealer)
    assert envelope.to == "ada@example.com"
    assert any("가" <= letter <= "힣" for letter in envelope.letter.text)


async def test_who_has_no_address_or_is_erased_is_not_written_to(
    letters: MailedLetters, user: User
) -> None:
    await User.filter(id=user.id).update(email=None)
    await letters.post("password_changed", user.id)
    await letters.post("password_changed", new_id())
    assert not await Mail.exists()
