"""The table of e-mails to be sent."""

from uuid import UUID

from tortoise import fields
from tortoise.fields.base import Field
from tortoise.models import Model


class Mail(Model):
    """One e-mail: to whom and what it says is sealed, and dropped a while after it was sent."""

    id = fields.UUIDField(primary_key=True)
    user_id: Field[UUID | None] = fields.UUIDField(null=True)
    kind = fields.CharField(max_length=32)
    sealed = fields.BinaryField()
    key_id = fields.SmallIntField()
    created_at = fields.DatetimeField()
    tries = fields.SmallIntField(default=0)
    next_try_at = fields.DatetimeField()
    sent_at = fields.DatetimeField(null=True)
    # Refused for good, or tried too often.
    given_up_at = fields.DatetimeField(null=True)

    class Meta:
        table = "mails"
