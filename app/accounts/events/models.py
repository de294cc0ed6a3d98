"""The outbox of account events: written with the change, read by every process."""

from uuid import UUID

from tortoise import fields
from tortoise.fields.base import Field
from tortoise.models import Model


class AccountEvent(Model):
    """A change of an account. `created_at` is PostgreSQL's clock; kept a day."""

    id = fields.UUIDField(primary_key=True)
    type = fields.CharField(max_length=32)
    # No foreign key: what is told of an erased user outlives their row.
    user_id = fields.UUIDField()
    session_id: Field[UUID | None] = fields.UUIDField(null=True)
    body: Field[dict[str, object]] = fields.JSONField()
    created_at = fields.DatetimeField()
    # Rooms were closed or opened and the user told, once for all processes.
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "account_events"
