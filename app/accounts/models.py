"""The table of users; what belongs to one stands beside what uses it."""

from tortoise import fields
from tortoise.models import Model


class User(Model):
    """A learner or administrator; a guest is one without e-mail and password."""

    id = fields.UUIDField(primary_key=True)
    nickname = fields.CharField(max_length=40)
    birth_year = fields.SmallIntField()
    # Compared case-insensitively: the unique index is on lower(email) (migration 0001).
    email = fields.CharField(max_length=254, null=True)
    email_verified_at = fields.DatetimeField(null=True)
    password_hash = fields.CharField(max_length=255, null=True)
    role = fields.CharField(max_length=16, default="user")
    status = fields.CharField(max_length=16, default="active")
    language = fields.CharField(max_length=8, default="en")
    level = fields.CharField(max_length=16, default="beginner")
    created_at = fields.DatetimeField()
    # Asked for by the user; erased by a job when the days of grace are over.
    deletion_asked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "users"


class FormerAddress(Model):
    """A keyed hash of an erased account's e-mail address: all that stays, to block abuse."""

    id = fields.UUIDField(primary_key=True)
    email_hash = fields.BinaryField()
    erased_at = fields.DatetimeField()

    class Meta:
        table = "former_addresses"
