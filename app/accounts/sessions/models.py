"""Tables of sessions and of the refresh tokens of each."""

from tortoise import fields
from tortoise.models import Model

from app.accounts.models import User


class Session(Model):
    """One log-in on one device; everything that was signed in it ends with it."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "dorandoran.User", related_name="sessions", on_delete=fields.CASCADE
    )
    user_id: object
    created_at = fields.DatetimeField()
    last_used_at = fields.DatetimeField()
    # How one came in: `guest`, `password`, `passkey`, or the provider's name.
    method = fields.CharField(max_length=16, default="password", db_default="password")
    second_factor = fields.BooleanField(default=False, db_default=False)
    # When the user last proved who they are, for what asks for a fresh proof.
    proved_at = fields.DatetimeField(null=True)
    # What is shown of it in the list of sessions; never a whole address.
    device = fields.CharField(max_length=80, default="", db_default="")
    address_range = fields.CharField(max_length=64, default="", db_default="")
    ended_at = fields.DatetimeField(null=True)
    ended_reason = fields.CharField(max_length=32, null=True)

    class Meta:
        table = "sessions"


class RefreshToken(Model):
    """A single-use token, stored hashed; its successor is kept sealed until that is used."""

    id = fields.UUIDField(primary_key=True)
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField(
        "dorandoran.Session", related_name="refresh_tokens", on_delete=fields.CASCADE
    )
    session_id: object
    token_hash = fields.BinaryField()
    successor_id = fields.UUIDField(null=True)
    successor_sealed = fields.BinaryField(null=True)
    successor_key_id = fields.SmallIntField(null=True)
    used_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "refresh_tokens"
