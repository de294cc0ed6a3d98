"""Who may ask what, as the documents tell it; a test holds it against what is really checked."""

from collections.abc import Mapping

from app.platform.permissions import Permission

# What a route needs, by the beginning of its path: the first that fits counts.
ROUTES: Mapping[str, Permission] = {
    "/api/v1/admin/audit": Permission.READ_AUDIT,
    "/api/v1/admin/": Permission.ADMINISTER_ACCOUNTS,
    "/api/v1/rooms": Permission.TALK,
    "/api/v1/personas": Permission.TALK,
    "/api/v1/history": Permission.TALK,
    "/api/v1/": Permission.OWN_ACCOUNT,
}
# Commands over the socket, likewise by their name.
COMMANDS: Mapping[str, Permission] = {
    "message.": Permission.TALK,
    "room.": Permission.TALK,
    "turn.": Permission.TALK,
}
CHANNELS: Mapping[str, str] = {
    "`#<user id>`": "that user; the server subscribes them",
    "`room:<room id>`": "the room's learner, while they have not left it",
    "`ops`": f"`{Permission.SEE_OPERATIONS}`",
}


def needed(table: Mapping[str, Permission], name: str) -> Permission:
    """Return what `name` needs. Raises `LookupError` where the table says nothing of it."""
    for beginning, permission in table.items():
        if name.startswith(beginning):
            return permission
    raise LookupError(f"who may ask {name}? Say so in app/web/who_may.py")
