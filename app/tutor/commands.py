"""What a socket may ask of the tutor (realtime.md, Commands of the product)."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from app.platform.commands import Command
from app.platform.errors import NotFound
from app.platform.permissions import Permission
from app.platform.principal import Principal
from app.platform.wire import read_command
from app.tutor.runner import TurnRunner


class StopTurn(msgspec.Struct, frozen=True):
    """`turn.stop`: end the reply where it is."""

    turn_id: UUID


def commands(runner: TurnRunner) -> Mapping[str, Command]:
    """Return the commands by their rpc method: raw JSON in, raw JSON out."""

    async def turn_stop(principal: Principal, data: bytes) -> bytes:
        command = read_command(data, StopTurn)
        if not await runner.stop(command.turn_id, principal.user_id):
            raise NotFound("there is no such turn of yours under way: it may have ended")
        return b"{}"

    return {"turn.stop": Command(turn_stop, Permission.TALK)}
