"""What a role may do is a table, and what is not in it may nothing."""

from uuid import uuid4

import pytest

from app.platform.errors import Forbidden
from app.platform.permissions import ROLES, Permission, may, require
from app.platform.principal import Principal


def of_role(role: str) -> Principal:
    return Principal(uuid4(), uuid4(), role, 2000, "en")


@pytest.mark.parametrize("permission", Permission)
def test_an_administrator_may_everything(permission: Permission) -> None:
    assert may("admin", permission)


@pytest.mark.parametrize(
    "permission",
    [Permission.SEE_OPERATIONS, Permission.ADMINISTER_ACCOUNTS, Permission.READ_AUDIT],
)
def test_a_learner_may_nothing_of_an_administrator(permission: Permission) -> None:
    with pytest.raises(Forbidden):
        require(of_role("user"), permission)


@pytest.mark.parametrize("permission", Permission)
def test_a_role_that_nobody_wrote_down_may_nothing(permission: Permission) -> None:
    assert not may("owner", permission)


def test_the_roles_are_those_that_the_database_accepts() -> None:
    assert ROLES.keys() == {"user", "admin"}
