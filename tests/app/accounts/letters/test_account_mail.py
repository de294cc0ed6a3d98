"""Users are written to in their language, at their address, with links that lead here."""

from typing import TYPE_CHECKING

import pytest

from app.accounts.letters.account_mail import AccountMail
from app.accounts.models import User
from app.platform.ids import new_id
from app.platform.mail.models import Mail
from app.platform.mail.post import PostOffice
from tests.app.accounts.mailbox import Mailbox

if TYPE_CHECKING:
    from tests.conftest import HandClock


@pytest.fixture
def mail(post: PostOffice) -> AccountMail:
    return AccountMail(post, address="https://learn.example/")


def user(clock: "HandClock", *, email: str | None = "ada@example.com") -> User:
    return User(
        id=new_id(),
        nickname="Win a prize at http://evil.example",
        birth_year=2000,
        email=email,
        language="ko",
        created_at=clock.now(),
    )


async def test_a_letter_is_in_the_users_language_and_holds_nothing_they_typed(
    mail: AccountMail, mailbox: Mailbox, clock: "HandClock"
) -> None:
    whom = user(clock)
    await mail.send(whom, "password_changed")
    written = await mailbox.last("password_changed")
    assert written.to == "ada@example.com"
    assert written.letter.subject == "비밀번호가 바뀌었습니다"
    assert "evil" not in written.letter.text + written.letter.html
    assert (await Mail.get()).user_id == whom.id


async def test_who_gave_no_address_gets_nothing(
    mail: AccountMail, mailbox: Mailbox, clock: "HandClock"
) -> None:
    await mail.send(user(clock, email=None), "password_changed")
    await mail.send_last(user(clock, email=None), "deletion_done")
    assert await mailbox.kinds() == []


async def test_the_last_letter_belongs_to_nobody(mail: AccountMail, clock: "HandClock") -> None:
    await mail.send_last(user(clock), "deletion_done")
    assert (await Mail.get()).user_id is None


def test_a_link_leads_here_and_its_token_is_in_the_fragment(mail: AccountMail) -> None:
    assert mail.link("reset", "abc") == "https://learn.example/#/reset/abc"
