"""Tables of rooms: rooms, messages, the events that announce rows, and request ids."""

from uuid import UUID

from tortoise import fields
from tortoise.fields.base import Field
from tortoise.models import Model


class Room(Model):
    """One learner with one persona. `next_seq` numbers its events; its row lock orders them."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField(
        "dorandoran.User", related_name="rooms", on_delete=fields.CASCADE
    )
    user_id: UUID
    persona = fields.CharField(max_length=32)
    closeness = fields.SmallIntField()
    next_seq = fields.BigIntField(default=1)
    published_seq = fields.BigIntField(default=0)
    created_at = fields.DatetimeField()
    changed_at = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)
    # Nothing can be said here while its learner's account is not active.
    locked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "rooms"


class Message(Model):
    """What the learner wrote, or the persona's greeting (which belongs to no turn)."""

    id = fields.UUIDField(primary_key=True)
    room: fields.ForeignKeyRelation[Room] = fields.ForeignKeyField(
        "dorandoran.Room", related_name="messages", on_delete=fields.CASCADE
    )
    room_id: UUID
    turn_id: Field[UUID | None] = fields.UUIDField(null=True)
    author = fields.CharField(max_length=16)
    body = fields.BinaryField()
    key_id = fields.SmallIntField()
    seq = fields.BigIntField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "messages"


class RoomEvent(Model):
    """An announcement of a row, and the outbox: what is above `published_seq` is still to send."""

    id = fields.BigIntField(primary_key=True, generated=True)
    room: fields.ForeignKeyRelation[Room] = fields.ForeignKeyField(
        "dorandoran.Room", related_name="events", on_delete=fields.CASCADE
    )
    room_id: UUID
    seq = fields.BigIntField()
    type = fields.CharField(max_length=32)
    turn_id: Field[UUID | None] = fields.UUIDField(null=True)
    body = fields.BinaryField()
    key_id = fields.SmallIntField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "room_events"


class Request(Model):
    """A command's `request_id`, once per user over all commands, with its first result."""

    id = fields.BigIntField(primary_key=True, generated=True)
    user_id = fields.UUIDField()
    request_id = fields.UUIDField()
    fingerprint = fields.BinaryField()
    result: Field[dict[str, object] | None] = fields.JSONField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "requests"
