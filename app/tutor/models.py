"""Tables of the tutor: personas, turns, feedback and replies."""

from uuid import UUID

from tortoise import fields
from tortoise.fields.base import Field
from tortoise.models import Model


class Persona(Model):
    """Someone to talk to; seeded by a migration."""

    key = fields.CharField(max_length=32, primary_key=True)
    position = fields.SmallIntField()
    name = fields.CharField(max_length=40)
    age = fields.SmallIntField(null=True)
    rank_ko = fields.CharField(max_length=80)
    rank_en = fields.CharField(max_length=80)
    description_ko = fields.TextField()
    description_en = fields.TextField()
    minimum_age = fields.SmallIntField()

    class Meta:
        table = "personas"


class PersonaCloseness(Model):
    """One of a persona's three levels of closeness, in that persona's words."""

    id = fields.IntField(primary_key=True, generated=True)
    persona: fields.ForeignKeyRelation[Persona] = fields.ForeignKeyField(
        "dorandoran.Persona", related_name="closenesses", on_delete=fields.CASCADE
    )
    persona_id: str
    level = fields.SmallIntField()
    target = fields.CharField(max_length=8)
    label_ko = fields.CharField(max_length=80)
    label_en = fields.CharField(max_length=80)
    manner_ko = fields.CharField(max_length=200)
    manner_en = fields.CharField(max_length=200)
    address = fields.CharField(max_length=40)

    class Meta:
        table = "persona_closenesses"


class Turn(Model):
    """The learner's message(s) and all that answers them; leased to the process that runs it.

    Every write of a turn says `WHERE fence = mine` (realtime.md, A turn survives its process).
    """

    id = fields.UUIDField(primary_key=True)
    room: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField(
        "dorandoran.Room", related_name="turns", on_delete=fields.CASCADE
    )
    room_id: UUID
    user_id = fields.UUIDField()
    state = fields.CharField(max_length=16)
    position = fields.BigIntField()
    message_count = fields.SmallIntField(default=1)
    owner = fields.UUIDField()
    fence = fields.BigIntField(default=1)
    lease_until = fields.DatetimeField()
    attempt = fields.SmallIntField(default=0)
    interruptions = fields.SmallIntField(default=0)
    handed_over = fields.BooleanField(default=False)
    first_delta_at = fields.DatetimeField(null=True)
    stop_asked_at = fields.DatetimeField(null=True)
    retry_of: Field[UUID | None] = fields.UUIDField(null=True)
    missing: Field[list[str] | None] = fields.JSONField(null=True)
    stopped = fields.BooleanField(default=False)
    reason = fields.CharField(max_length=32, null=True)
    created_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)
    ended_seq: Field[int | None] = fields.BigIntField(null=True)

    class Meta:
        table = "turns"


class Feedback(Model):
    """What was said about one message of the learner's."""

    message_id = fields.UUIDField(primary_key=True)
    turn: fields.ForeignKeyRelation[Turn] = fields.ForeignKeyField(
        "dorandoran.Turn", related_name="feedback", on_delete=fields.CASCADE
    )
    turn_id: UUID
    status = fields.CharField(max_length=16)
    target = fields.CharField(max_length=8)
    detected = fields.CharField(max_length=8)
    source = fields.CharField(max_length=16)
    model = fields.CharField(max_length=120, null=True)
    prompt_version = fields.CharField(max_length=16, null=True)
    verdict = fields.CharField(max_length=16)
    body = fields.BinaryField()
    key_id = fields.SmallIntField()
    seq = fields.BigIntField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "feedback"


class Reply(Model):
    """What the persona answered in a turn; its id is the `message_id` of the reply's events."""

    id = fields.UUIDField(primary_key=True)
    turn: fields.OneToOneRelation[Turn] = fields.OneToOneField(
        "dorandoran.Turn", related_name="reply", on_delete=fields.CASCADE
    )
    turn_id: UUID
    state = fields.CharField(max_length=16)
    attempt = fields.SmallIntField()
    source = fields.CharField(max_length=16)
    model = fields.CharField(max_length=120, null=True)
    prompt_version = fields.CharField(max_length=16, null=True)
    verdict = fields.CharField(max_length=16, null=True)
    body = fields.BinaryField()
    key_id = fields.SmallIntField()
    started_seq = fields.BigIntField()
    # Where the stream was when this text was saved: whoever loads the text goes on from there.
    saved_offset: Field[int | None] = fields.BigIntField(null=True)
    saved_epoch = fields.CharField(max_length=64, null=True)
    completed_seq: Field[int | None] = fields.BigIntField(null=True)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "replies"
