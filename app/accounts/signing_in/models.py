"""The table of attempts to sign in, from which the next one's delay follows."""

from uuid import UUID

from tortoise import fields
from tortoise.fields.base import Field
from tortoise.models import Model


class LogInAttempt(Model):
    """One attempt. Whom it was about and from where are keyed hashes: nothing to read here."""

    id = fields.BigIntField(primary_key=True, generated=True)
    at = fields.DatetimeField()
    # Of what is guessed and whose: each method is slowed down by itself.
    account_hash = fields.BinaryField()
    address_hash = fields.BinaryField()
    # None: the client showed no device of ours.
    device_hash = fields.BinaryField(null=True)
    # None: nobody has that address.
    user_id: Field[UUID | None] = fields.UUIDField(null=True)
    method = fields.CharField(max_length=16)
    outcome = fields.CharField(max_length=24)

    class Meta:
        table = "log_in_attempts"
