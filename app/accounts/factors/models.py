"""Tables of passkeys, secrets of one-time passwords, and recovery codes."""

from tortoise import fields
from tortoise.fields.base import Field
from tortoise.models import Model

from app.accounts.models import User


class Passkey(Model):
    """A public key credential (WebAuthn level 3, 4); the private half never leaves its device."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "dorandoran.User", related_name="passkeys", on_delete=fields.CASCADE
    )
    user_id: object
    credential_id = fields.BinaryField()
    public_key = fields.BinaryField()
    sign_count = fields.BigIntField()
    name = fields.CharField(max_length=60)
    transports: Field[list[str]] = fields.JSONField()
    backed_up = fields.BooleanField()
    created_at = fields.DatetimeField()
    last_used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "passkeys"


class TotpSecret(Model):
    """What an authenticator app shares with us (RFC 6238), sealed; counts once confirmed."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "dorandoran.User", related_name="totp_secrets", on_delete=fields.CASCADE
    )
    user_id: object
    secret = fields.BinaryField()
    key_id = fields.SmallIntField()
    # The last time step that was accepted: no code counts twice (RFC 6238, 5.2).
    last_step = fields.BigIntField(default=0)
    created_at = fields.DatetimeField()
    confirmed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "totp_secrets"


class RecoveryCode(Model):
    """A code for the day the second factor is lost, hashed, good once."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "dorandoran.User", related_name="recovery_codes", on_delete=fields.CASCADE
    )
    user_id: object
    code_hash = fields.BinaryField()
    created_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "recovery_codes"
