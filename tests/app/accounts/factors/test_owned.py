"""What a log-in asks for follows from what the user has, and from their role."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.accounts.factors.owned import Factor, Owned, owned_by
from tests.app.accounts.factors.conftest import Learner

NOTHING = Owned("user", False, None, 0, 0, 0)
SINCE = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("owned", "factors"),
    [
        (NOTHING, []),
        (replace(NOTHING, password=True, passkeys=2), []),
        (replace(NOTHING, totp_since=SINCE), ["totp"]),
        (replace(NOTHING, totp_since=SINCE, recovery_codes=1), ["totp", "recovery_code"]),
        (replace(NOTHING, totp_since=SINCE, passkeys=1), ["totp", "passkey"]),
        (replace(NOTHING, role="admin", password=True), []),
        (replace(NOTHING, role="admin", passkeys=1), ["passkey"]),
        (
            replace(NOTHING, role="admin", passkeys=1, recovery_codes=1),
            ["passkey", "recovery_code"],
        ),
    ],
)
def test_what_is_asked_for(owned: Owned, factors: list[Factor]) -> None:
    assert owned.asked_for == factors


async def test_a_guest_has_no_way_in_but_the_open_session(guest: Learner) -> None:
    assert await owned_by(UUID(guest.id)) == NOTHING
    assert NOTHING.ways_in == 0


async def test_everything_is_counted(ada: Learner) -> None:
    await ada.adds_passkey()
    await ada.adds_passkey()
    await ada.sets_up_codes()
    owned = await owned_by(UUID(ada.id))
    assert owned == Owned("user", True, owned.totp_since, 2, 0, 10)
    assert owned.totp_since is not None
    assert owned.ways_in == 3
