"""The table of wrapped data keys; what uses them is `sealing`."""

from tortoise import fields
from tortoise.models import Model


class DataKey(Model):
    """A key that seals what learners wrote, itself wrapped by DATA_KEY."""

    id = fields.SmallIntField(primary_key=True, generated=False)
    wrapped = fields.BinaryField()
    created_at = fields.DatetimeField(auto_now_add=True)
    # Which wrapping key holds it: rotation leaves out what is done already.
    wrapped_by = fields.CharField(max_length=16, default="", db_default="")
    # None: at once. Later, so that every process has read it before one seals with it.
    seals_from = fields.DatetimeField(null=True)

    class Meta:
        table = "data_keys"
