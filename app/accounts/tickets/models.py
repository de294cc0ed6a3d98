"""The table of tickets: what is good once, for a while, to whoever holds its token."""

from tortoise import fields
from tortoise.models import Model

from app.accounts.models import User


class Ticket(Model):
    """A mailed link, a passkey's challenge, a log-in half done; its token is stored hashed."""

    id = fields.UUIDField(primary_key=True)
    kind = fields.CharField(max_length=32)
    token_hash = fields.BinaryField()
    user: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "dorandoran.User", related_name="tickets", on_delete=fields.CASCADE, null=True
    )
    user_id: object
    state = fields.BinaryField()
    key_id = fields.SmallIntField()
    tries = fields.SmallIntField(default=0)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "tickets"
