"""What must be left after a change, and what comes with it."""

from dataclasses import replace

import pytest

from app.accounts.factors.changes import require_enough
from app.accounts.factors.owned import Owned
from app.platform.errors import Conflict

PASSWORD_ONLY = Owned("user", True, None, 0, 0, 0)


@pytest.mark.parametrize(
    "left",
    [
        PASSWORD_ONLY,
        replace(PASSWORD_ONLY, password=False, passkeys=1),
        replace(PASSWORD_ONLY, password=False, identities=1),
        replace(PASSWORD_ONLY, role="admin", passkeys=1),
    ],
)
def test_one_way_in_is_enough(left: Owned) -> None:
    require_enough(left)


@pytest.mark.parametrize(
    "left",
    [
        replace(PASSWORD_ONLY, password=False),
        replace(PASSWORD_ONLY, password=False, recovery_codes=10),
        replace(PASSWORD_ONLY, role="admin"),
    ],
)
def test_none_is_not_and_an_administrator_keeps_a_second_factor(left: Owned) -> None:
    with pytest.raises(Conflict):
        require_enough(left)
