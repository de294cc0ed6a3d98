"""The usage ledger: one row for every call to a model, failed ones too."""

from uuid import UUID

from tortoise import fields
from tortoise.fields.base import Field
from tortoise.models import Model


class Usage(Model):
    """Who asked which model for what, what came of it and what it cost."""

    id = fields.UUIDField(primary_key=True)
    at = fields.DatetimeField()
    agent = fields.CharField(max_length=32)
    user_id: Field[UUID | None] = fields.UUIDField(null=True)
    room_id: Field[UUID | None] = fields.UUIDField(null=True)
    turn_id: Field[UUID | None] = fields.UUIDField(null=True)
    route = fields.CharField(max_length=200)
    model = fields.CharField(max_length=120)
    tokens_in = fields.IntField(null=True)
    tokens_cached = fields.IntField(null=True)
    tokens_out = fields.IntField(null=True)
    tokens_estimated = fields.BooleanField(default=False)
    cost_micro_usd: Field[int | None] = fields.BigIntField(null=True)
    priced_by = fields.CharField(max_length=120)
    latency_ms = fields.IntField()
    first_token_ms = fields.IntField(null=True)
    outcome = fields.CharField(max_length=32)
    attempt = fields.SmallIntField()

    class Meta:
        table = "usage"
