"""AsyncAPI 3 of what is live: the events of a room and the commands over the socket."""

from typing import Any

import msgspec

from app.accounts.events.notice import AccountChanged
from app.platform.events import Event
from app.platform.version import VERSION
from app.rooms import events as rooms
from app.rooms import schemas
from app.study import events as study
from app.tutor import commands as tutor_commands
from app.tutor import events as tutor

EVENTS: tuple[type[Event], ...] = (
    rooms.MessageCreated,
    rooms.RoomChanged,
    tutor.FeedbackReady,
    tutor.ReplyStarted,
    tutor.ReplyDelta,
    tutor.ReplyCompleted,
    tutor.TurnCompleted,
    tutor.TurnFailed,
    study.WordsReady,
    study.WordsTranslated,
    study.ProgressUpdated,
)
# On the user's own channel.
NOTICES: tuple[type[Event], ...] = (AccountChanged,)
# Each command over the socket (rpc): what it takes and what it answers.
COMMANDS: dict[str, tuple[type, type | None]] = {
    "message.send": (schemas.SendMessage, schemas.MessageSent),
    "room.history": (schemas.ReadHistory, schemas.HistoryPage),
    "turn.stop": (tutor_commands.StopTurn, None),
}
REFERENCE = "#/components/schemas/{name}"


def asyncapi() -> dict[str, Any]:
    """Return the document."""
    taken = [one for pair in COMMANDS.values() for one in pair if one is not None]
    _, schemas_of = msgspec.json.schema_components(
        [*EVENTS, *NOTICES, *taken], ref_template=REFERENCE
    )
    event_messages = {_tag(event): _message(event) for event in EVENTS}
    notices = {_tag(notice): _message(notice) for notice in NOTICES}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "DoranDoran, live",
            "version": VERSION,
            "description": "The Centrifuge client protocol in JSON at /connection/websocket; "
            "its SDKs are the clients. Clients ignore unknown types and fields.",
        },
        "channels": {
            "room": {
                "address": "room:{room_id}",
                "description": "Everything that happens in a room; recoverable for 15 minutes.",
                "parameters": {"room_id": {"description": "The room's id."}},
                "messages": {name: _message_reference(name) for name in event_messages},
            },
            "personal": {
                "address": "#{user_id}",
                "description": "Notices to one user, subscribed by the server at connect; "
                "recoverable for a day.",
                "parameters": {"user_id": {"description": "The user's id."}},
                "messages": {name: _message_reference(name) for name in notices},
            },
            "rpc": {
                "address": "/connection/websocket",
                "description": "Commands, each an rpc of the client protocol.",
                "messages": {name: _message_reference(name) for name in _command_messages()},
            },
        },
        "operations": {
            "receiveEvents": {
                "action": "send",
                "channel": {"$ref": "#/channels/room"},
                "summary": "The server announces what happened in a room.",
            },
            "receiveNotices": {
                "action": "send",
                "channel": {"$ref": "#/channels/personal"},
                "summary": "The server tells a user what changed about them.",
            },
            **{name: _operation(name) for name in COMMANDS},
        },
        "components": {
            "messages": {**event_messages, **notices, **_command_messages()},
            "schemas": schemas_of,
        },
    }


def _tag(event: type[Event]) -> str:
    return str(event.__struct_config__.tag)


def _message(shape: type) -> dict[str, Any]:
    return {
        "title": shape.__name__,
        "summary": (shape.__doc__ or "").strip().split("\n")[0],
        "contentType": "application/json",
        "payload": {"$ref": REFERENCE.format(name=shape.__name__)},
    }


def _message_reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/messages/{name}"}


def _command_messages() -> dict[str, Any]:
    messages: dict[str, Any] = {}
    for name, (takes, answers) in COMMANDS.items():
        messages[name] = _message(takes)
        if answers is not None:
            messages[f"{name}.result"] = _message(answers)
    return messages


def _operation(name: str) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "action": "receive",
        "channel": {"$ref": "#/channels/rpc"},
        "messages": [{"$ref": f"#/channels/rpc/messages/{name}"}],
    }
    if COMMANDS[name][1] is not None:
        operation["reply"] = {
            "channel": {"$ref": "#/channels/rpc"},
            "messages": [{"$ref": f"#/channels/rpc/messages/{name}.result"}],
        }
    return operation
