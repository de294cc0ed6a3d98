"""The table of identities: who a user is to another house."""

from tortoise import fields
from tortoise.models import Model

from app.accounts.models import User


class Identity(Model):
    """A user's account at a provider; `subject` is that house's own id, never an address."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "dorandoran.User", related_name="identities", on_delete=fields.CASCADE
    )
    user_id: object
    provider = fields.CharField(max_length=16)
    # Which house: where another one is set under the same name, its subjects are other people.
    issuer = fields.CharField(max_length=255)
    subject = fields.CharField(max_length=255)
    created_at = fields.DatetimeField()
    last_used_at = fields.DatetimeField()

    class Meta:
        table = "identities"
