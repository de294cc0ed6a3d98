"""Tables of study: the words picked for each message, and each room's progress."""

from uuid import UUID

from tortoise import fields
from tortoise.fields.base import Field
from tortoise.models import Model


class WordList(Model):
    """The words of one learner message; `translated_at` empty is work for the worker."""

    message_id = fields.UUIDField(primary_key=True)
    turn_id = fields.UUIDField()
    room: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField(
        "dorandoran.Room", related_name="word_lists", on_delete=fields.CASCADE
    )
    room_id: UUID
    user_id = fields.UUIDField()
    status = fields.CharField(max_length=16)
    seq = fields.BigIntField()
    language = fields.CharField(max_length=8)
    created_at = fields.DatetimeField()
    translated_at = fields.DatetimeField(null=True)
    translated_seq: Field[int | None] = fields.BigIntField(null=True)

    class Meta:
        table = "word_lists"


class Word(Model):
    """One word of a list: its lemma in the clear to count it, the rest sealed."""

    id = fields.UUIDField(primary_key=True)
    word_list: fields.ForeignKeyRelation[WordList] = fields.ForeignKeyField(
        "dorandoran.WordList", related_name="words", on_delete=fields.CASCADE
    )
    word_list_id: UUID
    position = fields.SmallIntField()
    lemma = fields.CharField(max_length=80)
    part_of_speech = fields.CharField(max_length=16)
    level = fields.SmallIntField()
    body = fields.BinaryField()
    key_id = fields.SmallIntField()
    translation_body: Field[bytes | None] = fields.BinaryField(null=True)
    translation_key_id: Field[int | None] = fields.SmallIntField(null=True)

    class Meta:
        table = "words"


class Progress(Model):
    """How a learner's messages in one room were judged, and on how many days in a row."""

    room: fields.OneToOneRelation[Model] = fields.OneToOneField(
        "dorandoran.Room", related_name="progress", on_delete=fields.CASCADE, primary_key=True
    )
    room_id: UUID
    user_id = fields.UUIDField()
    messages = fields.IntField(default=0)
    perfect = fields.IntField(default=0)
    suggested = fields.IntField(default=0)
    corrected = fields.IntField(default=0)
    unclear = fields.IntField(default=0)
    streak_days = fields.IntField(default=0)
    last_day = fields.DateField(null=True)
    seq = fields.BigIntField()

    class Meta:
        table = "progress"
