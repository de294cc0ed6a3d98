"""A command runs for whom it is meant, and for nobody else."""

from uuid import uuid4

import pytest

from app.platform.commands import Command
from app.platform.errors import Forbidden
from app.platform.permissions import Permission
from app.platform.principal import Principal


async def echo(principal: Principal, data: bytes) -> bytes:
    return principal.role.encode() + data


async def test_a_command_runs_for_a_role_that_holds_its_permission() -> None:
    learner = Principal(uuid4(), uuid4(), "user", 2000, "en")
    assert await Command(echo, Permission.TALK)(learner, b"!") == b"user!"


@pytest.mark.parametrize("role", ["user", "nobody", ""])
async def test_a_command_does_not_run_for_a_role_that_does_not(role: str) -> None:
    caller = Principal(uuid4(), uuid4(), role, 2000, "en", second_factor=True)
    with pytest.raises(Forbidden):
        await Command(echo, Permission.SEE_OPERATIONS)(caller, b"!")
