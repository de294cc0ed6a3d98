"""E-mails are posted as sealed rows, with the change that they tell of or not at all."""

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from tortoise.transactions import in_transaction

from app.platform.ids import new_id
from app.platform.mail.letter import Letter
from app.platform.mail.models import Mail
from app.platform.mail.post import Envelope, PostOffice, opened
from app.platform.sealing import Sealer, SealingError

if TYPE_CHECKING:
    from tests.conftest import HandClock

LETTER = Letter("Hello", "Good morning", "<p>Good morning</p>")


@pytest.fixture
def post(sealer: Sealer, clock: "HandClock") -> PostOffice:
    return PostOffice(sealer=sealer, clock=clock, ids=new_id)


async def test_what_is_posted_is_due_at_once_and_opens_as_it_was_written(
    post: PostOffice, sealer: Sealer, clock: "HandClock"
) -> None:
    user_id = uuid4()
    await post.post(to="ada@example.com", letter=LETTER, kind="hello", user_id=user_id)
    mail = await Mail.get()
    assert (mail.kind, mail.user_id, mail.tries) == ("hello", user_id, 0)
    assert mail.next_try_at == mail.created_at == clock.now()
    assert opened(mail, sealer) == Envelope("ada@example.com", LETTER)


async def test_neither_address_nor_words_stand_in_the_row(post: PostOffice) -> None:
    await post.post(to="ada@example.com", letter=LETTER, kind="hello", user_id=None)
    mail = await Mail.get()
    assert b"ada@" not in bytes(mail.sealed)
    assert b"morning" not in bytes(mail.sealed)


async def test_one_rows_words_do_not_open_in_anothers_place(
    post: PostOffice, sealer: Sealer
) -> None:
    for name in ("ada", "bob"):
        await post.post(to=f"{name}@example.com", letter=LETTER, kind="hello", user_id=None)
    first, second = await Mail.all().order_by("id")
    second.sealed = first.sealed
    with pytest.raises(SealingError):
        opened(second, sealer)


async def test_it_is_posted_with_the_change_or_not_at_all(post: PostOffice) -> None:
    async def change_and_fail() -> None:
        async with in_transaction():
            await post.post(to="ada@example.com", letter=LETTER, kind="hello", user_id=None)
            raise LookupError

    with pytest.raises(LookupError):
        await change_and_fail()
    assert await Mail.all().count() == 0


@pytest.mark.parametrize("to", ["ada@example.com\nBcc: eve@example.com", "", "a@b\r"])
async def test_an_address_of_two_lines_is_refused(post: PostOffice, to: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        await post.post(to=to, letter=LETTER, kind="hello", user_id=None)
