"""Tables of identity and security: tickets, factors, identities, events, mails, the audit log."""

import functools
from json import dumps, loads
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("dorandoran", "0003_personas")]

    operations = [
        ops.CreateModel(
            name="AccountEvent",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                ("type", fields.CharField(max_length=32)),
                ("user_id", fields.UUIDField()),
                ("session_id", fields.UUIDField(null=True)),
                (
                    "body",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "account_events",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "A change of an account. `created_at` is PostgreSQL's clock; kept a day.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        primary_key=True, generated=False, unique=True, db_index=True
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("actor", fields.CharField(max_length=64)),
                ("action", fields.CharField(max_length=64)),
                ("subject", fields.CharField(max_length=64)),
                (
                    "details",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("previous_hash", fields.BinaryField()),
                ("hash", fields.BinaryField()),
            ],
            options={
                "table": "audit_entries",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "One deed. `hash` covers the entry and the hash before it, so that none can be altered.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="FormerAddress",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                ("email_hash", fields.BinaryField()),
                ("erased_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "former_addresses",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "A keyed hash of an erased account's e-mail address: all that stays, to block abuse.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Identity",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "dorandoran.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="identities",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("provider", fields.CharField(max_length=16)),
                ("issuer", fields.CharField(max_length=255)),
                ("subject", fields.CharField(max_length=255)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("last_used_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "identities",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "A user's account at a provider; `subject` is that house's own id, never an address.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LogInAttempt",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("account_hash", fields.BinaryField()),
                ("address_hash", fields.BinaryField()),
                ("device_hash", fields.BinaryField(null=True)),
                ("user_id", fields.UUIDField(null=True)),
                ("method", fields.CharField(max_length=16)),
                ("outcome", fields.CharField(max_length=24)),
            ],
            options={
                "table": "log_in_attempts",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "One attempt. Whom it was about and from where are keyed hashes: nothing to read here.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                ("user_id", fields.UUIDField(null=True)),
                ("kind", fields.CharField(max_length=32)),
                ("sealed", fields.BinaryField()),
                ("key_id", fields.SmallIntField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("tries", fields.SmallIntField(default=0)),
                ("next_try_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "given_up_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "mails",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "One e-mail: to whom and what it says is sealed, and dropped a while after it was sent.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Passkey",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "dorandoran.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="passkeys",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("credential_id", fields.BinaryField()),
                ("public_key", fields.BinaryField()),
                ("sign_count", fields.BigIntField()),
                ("name", fields.CharField(max_length=60)),
                (
                    "transports",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("backed_up", fields.BooleanField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "last_used_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "passkeys",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "A public key credential (WebAuthn level 3, 4); the private half never leaves its device.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RecoveryCode",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "dorandoran.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="recovery_codes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("code_hash", fields.BinaryField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "recovery_codes",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "A code for the day the second factor is lost, hashed, good once.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Ticket",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                ("kind", fields.CharField(max_length=32)),
                ("token_hash", fields.BinaryField()),
                (
                    "user",
                    fields.ForeignKeyField(
                        "dorandoran.User",
                        source_field="user_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="tickets",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("state", fields.BinaryField()),
                ("key_id", fields.SmallIntField()),
                ("tries", fields.SmallIntField(default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "tickets",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "A mailed link, a passkey's challenge, a log-in half done; its token is stored hashed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TotpSecret",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "dorandoran.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="totp_secrets",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("secret", fields.BinaryField()),
                ("key_id", fields.SmallIntField()),
                ("last_step", fields.BigIntField(default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "confirmed_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "totp_secrets",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "What an authenticator app shares with us (RFC 6238), sealed; counts once confirmed.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="DataKey",
            name="seals_from",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="DataKey",
            name="wrapped_by",
            field=fields.CharField(default="", db_default="", max_length=16),
        ),
        ops.AddField(
            model_name="Room",
            name="locked_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Session",
            name="address_range",
            field=fields.CharField(default="", db_default="", max_length=64),
        ),
        ops.AddField(
            model_name="Session",
            name="device",
            field=fields.CharField(default="", db_default="", max_length=80),
        ),
        ops.AddField(
            model_name="Session",
            name="method",
            field=fields.CharField(default="password", db_default="password", max_length=16),
        ),
        ops.AddField(
            model_name="Session",
            name="proved_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Session",
            name="second_factor",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name="User",
            name="deletion_asked_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="User",
            name="email_verified_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        # Nothing in the database: a model that is made calls its key `room`, and its relation, once
        # there, `room_id`; until a migration says so too, `makemigrations` offers this each time.
        ops.AlterModelOptions(
            name="Progress",
            options={
                "table": "progress",
                "app": "dorandoran",
                "pk_attr": "room_id",
                "table_description": "How a learner's messages in one room were judged, and on how many days in a row.",
            },
        ),
    ]
