"""The table of the audit log."""

from tortoise import fields
from tortoise.fields.base import Field
from tortoise.models import Model


class AuditEntry(Model):
    """One deed. `hash` covers the entry and the hash before it, so that none can be altered."""

    # Consecutive from 1: a gap is a deleted entry.
    id = fields.BigIntField(primary_key=True, generated=False)
    at = fields.DatetimeField()
    # A user's id, or the name of the machinery or command that acted.
    actor = fields.CharField(max_length=64)
    action = fields.CharField(max_length=64)
    subject = fields.CharField(max_length=64)
    details: Field[dict[str, object]] = fields.JSONField()
    previous_hash = fields.BinaryField()
    hash = fields.BinaryField()

    class Meta:
        table = "audit_entries"
