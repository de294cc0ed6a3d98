"""Changing and resetting passwords, in tests: what is asked, and what is there before."""

from typing import TYPE_CHECKING

from app.accounts.factors.models import TotpSecret
from app.accounts.passwords import schemas
from app.accounts.sessions.models import Session
from app.platform.ids import new_id
from app.platform.principal import Principal
from tests.app.accounts.mailbox import Mailbox
from tests.app.accounts.members import PASSWORD

if TYPE_CHECKING:
    from tests.conftest import HandClock

NEW = "battery staple"


def change(
    *, current: str | None = PASSWORD, new: str = NEW, end_others: bool = True
) -> schemas.ChangePassword:
    return schemas.ChangePassword(
        new_password=new, current_password=current, end_other_sessions=end_others
    )


async def open_sessions() -> list[object]:
    return [row.id for row in await Session.filter(ended_at__isnull=True)]


async def with_one_time_passwords(who: Principal, clock: "HandClock") -> None:
    await TotpSecret.create(
        id=new_id(),
        user_id=who.user_id,
        secret=b"",
        key_id=1,
        created_at=clock.now(),
        confirmed_at=clock.now(),
    )


async def reset_of(mailbox: Mailbox, password: str = NEW) -> schemas.ResetPassword:
    return schemas.ResetPassword(await mailbox.token("reset_password"), password)
