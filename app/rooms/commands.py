"""What a socket may ask of rooms (realtime.md, Commands of the product)."""

from collections.abc import Mapping

import msgspec

from app.platform.commands import Command
from app.platform.permissions import Permission
from app.platform.principal import Principal
from app.platform.wire import read_command
from app.rooms.history import History
from app.rooms.schemas import HistoryPage, MessageSent, ReadHistory, SendMessage
from app.rooms.sending import Sending


def commands(*, sending: Sending, history: History) -> Mapping[str, Command]:
    """Return the commands by their rpc method: raw JSON in, raw JSON out."""

    async def message_send(principal: Principal, data: bytes) -> bytes:
        sent: MessageSent = await sending.send(principal, read_command(data, SendMessage))
        return msgspec.json.encode(sent)

    async def room_history(principal: Principal, data: bytes) -> bytes:
        page: HistoryPage = await history.read(
            principal, read_command(data, ReadHistory), live=True
        )
        return msgspec.json.encode(page)

    return {
        "message.send": Command(message_send, Permission.TALK),
        "room.history": Command(room_history, Permission.TALK),
    }
