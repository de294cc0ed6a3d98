"""Tables of accounts: users, their sessions and the refresh tokens of each session."""

from tortoise import fields
from tortoise.models import Model


class User(Model):
    """A learner or administrator; a guest is one without e-mail and password."""

    id = fields.UUIDField(primary_key=True)
    nickname = fields.CharField(max_length=40)
    birth_year = fields.SmallIntField()
    # Compared case-insensitively: the unique index is on lower(email) (migration 0001).
    email = fields.CharField(max_length=254, null=True)
    password_hash = fields.CharField(max_length=255, null=True)
    role = fields.CharField(max_length=16, default="user")
    status = fields.CharField(max_length=16, default="active")
    language = fields.CharField(max_length=8, default="en")
    level = fields.CharField(max_length=16, default="beginner")
    created_at = fields.DatetimeField()

    class Meta:
        table = "users"


class Session(Model):
    """One log-in on one device; everything that was signed in it ends with it."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "dorandoran.User", related_name="sessions", on_delete=fields.CASCADE
    )
    user_id: object
    created_at = fields.DatetimeField()
    last_used_at = fields.DatetimeField()
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
