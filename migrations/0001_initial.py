import functools
from json import dumps, loads
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="DataKey",
            fields=[
                (
                    "id",
                    fields.SmallIntField(
                        primary_key=True, generated=False, unique=True, db_index=True
                    ),
                ),
                ("wrapped", fields.BinaryField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "data_keys",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "A key that seals what learners wrote, itself wrapped by DATA_KEY.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Persona",
            fields=[
                (
                    "key",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=32),
                ),
                ("position", fields.SmallIntField()),
                ("name", fields.CharField(max_length=40)),
                ("age", fields.SmallIntField(null=True)),
                ("rank_ko", fields.CharField(max_length=80)),
                ("rank_en", fields.CharField(max_length=80)),
                ("description_ko", fields.TextField(unique=False)),
                ("description_en", fields.TextField(unique=False)),
                ("minimum_age", fields.SmallIntField()),
            ],
            options={
                "table": "personas",
                "app": "dorandoran",
                "pk_attr": "key",
                "table_description": "Someone to talk to; seeded by a migration.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PersonaCloseness",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "persona",
                    fields.ForeignKeyField(
                        "dorandoran.Persona",
                        source_field="persona_id",
                        db_constraint=True,
                        to_field="key",
                        related_name="closenesses",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("level", fields.SmallIntField()),
                ("target", fields.CharField(max_length=8)),
                ("label_ko", fields.CharField(max_length=80)),
                ("label_en", fields.CharField(max_length=80)),
                ("manner_ko", fields.CharField(max_length=200)),
                ("manner_en", fields.CharField(max_length=200)),
                ("address", fields.CharField(max_length=40)),
            ],
            options={
                "table": "persona_closenesses",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "One of a persona's three levels of closeness, in that persona's words.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("user_id", fields.UUIDField()),
                ("request_id", fields.UUIDField()),
                ("fingerprint", fields.BinaryField()),
                (
                    "result",
                    fields.JSONField(
                        null=True,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "requests",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "A command's `request_id`, once per user over all commands, with its first result.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Usage",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("agent", fields.CharField(max_length=32)),
                ("user_id", fields.UUIDField(null=True)),
                ("room_id", fields.UUIDField(null=True)),
                ("turn_id", fields.UUIDField(null=True)),
                ("route", fields.CharField(max_length=200)),
                ("model", fields.CharField(max_length=120)),
                ("tokens_in", fields.IntField(null=True)),
                ("tokens_cached", fields.IntField(null=True)),
                ("tokens_out", fields.IntField(null=True)),
                ("tokens_estimated", fields.BooleanField(default=False)),
                ("cost_micro_usd", fields.BigIntField(null=True)),
                ("priced_by", fields.CharField(max_length=120)),
                ("latency_ms", fields.IntField()),
                ("first_token_ms", fields.IntField(null=True)),
                ("outcome", fields.CharField(max_length=32)),
                ("attempt", fields.SmallIntField()),
            ],
            options={
                "table": "usage",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "Who asked which model for what, what came of it and what it cost.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                ("nickname", fields.CharField(max_length=40)),
                ("birth_year", fields.SmallIntField()),
                ("email", fields.CharField(null=True, max_length=254)),
                ("password_hash", fields.CharField(null=True, max_length=255)),
                ("role", fields.CharField(default="user", max_length=16)),
                ("status", fields.CharField(default="active", max_length=16)),
                ("language", fields.CharField(default="en", max_length=8)),
                ("level", fields.CharField(default="beginner", max_length=16)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "users",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "A learner or administrator; a guest is one without e-mail and password.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Room",
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
                        related_name="rooms",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("persona", fields.CharField(max_length=32)),
                ("closeness", fields.SmallIntField()),
                ("next_seq", fields.BigIntField(default=1)),
                ("published_seq", fields.BigIntField(default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "rooms",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "One learner with one persona. `next_seq` numbers its events; its row lock orders them.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "room",
                    fields.ForeignKeyField(
                        "dorandoran.Room",
                        source_field="room_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="messages",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("turn_id", fields.UUIDField(null=True)),
                ("author", fields.CharField(max_length=16)),
                ("body", fields.BinaryField()),
                ("key_id", fields.SmallIntField()),
                ("seq", fields.BigIntField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "messages",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "What the learner wrote, or the persona's greeting (which belongs to no turn).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Progress",
            fields=[
                (
                    "room",
                    fields.OneToOneField(
                        "dorandoran.Room",
                        source_field="room_id",
                        primary_key=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="progress",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("user_id", fields.UUIDField()),
                ("messages", fields.IntField(default=0)),
                ("perfect", fields.IntField(default=0)),
                ("suggested", fields.IntField(default=0)),
                ("corrected", fields.IntField(default=0)),
                ("unclear", fields.IntField(default=0)),
                ("streak_days", fields.IntField(default=0)),
                ("last_day", fields.DateField(null=True)),
                ("seq", fields.BigIntField()),
            ],
            options={
                "table": "progress",
                "app": "dorandoran",
                "pk_attr": "room_id",
                "table_description": "How a learner's messages in one room were judged, and on how many days in a row.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RoomEvent",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "room",
                    fields.ForeignKeyField(
                        "dorandoran.Room",
                        source_field="room_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="events",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("seq", fields.BigIntField()),
                ("type", fields.CharField(max_length=32)),
                ("turn_id", fields.UUIDField(null=True)),
                ("body", fields.BinaryField()),
                ("key_id", fields.SmallIntField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "room_events",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "An announcement of a row, and the outbox: what is above `published_seq` is still to send.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Session",
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
                        related_name="sessions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("last_used_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_reason", fields.CharField(null=True, max_length=32)),
            ],
            options={
                "table": "sessions",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "One log-in on one device; everything that was signed in it ends with it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RefreshToken",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "session",
                    fields.ForeignKeyField(
                        "dorandoran.Session",
                        source_field="session_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="refresh_tokens",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("token_hash", fields.BinaryField()),
                ("successor_id", fields.UUIDField(null=True)),
                ("successor_sealed", fields.BinaryField(null=True)),
                ("successor_key_id", fields.SmallIntField(null=True)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "refresh_tokens",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "A single-use token, stored hashed; its successor is kept sealed until that is used.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Turn",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "room",
                    fields.ForeignKeyField(
                        "dorandoran.Room",
                        source_field="room_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="turns",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("user_id", fields.UUIDField()),
                ("state", fields.CharField(max_length=16)),
                ("position", fields.BigIntField()),
                ("message_count", fields.SmallIntField(default=1)),
                ("owner", fields.UUIDField()),
                ("fence", fields.BigIntField(default=1)),
                ("lease_until", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("attempt", fields.SmallIntField(default=0)),
                ("interruptions", fields.SmallIntField(default=0)),
                ("handed_over", fields.BooleanField(default=False)),
                (
                    "first_delta_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                (
                    "stop_asked_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("retry_of", fields.UUIDField(null=True)),
                (
                    "missing",
                    fields.JSONField(
                        null=True,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("stopped", fields.BooleanField(default=False)),
                ("reason", fields.CharField(null=True, max_length=32)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_seq", fields.BigIntField(null=True)),
            ],
            options={
                "table": "turns",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "The learner's message(s) and all that answers them; leased to the process that runs it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Feedback",
            fields=[
                (
                    "message_id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "turn",
                    fields.ForeignKeyField(
                        "dorandoran.Turn",
                        source_field="turn_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="feedback",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("status", fields.CharField(max_length=16)),
                ("target", fields.CharField(max_length=8)),
                ("detected", fields.CharField(max_length=8)),
                ("source", fields.CharField(max_length=16)),
                ("model", fields.CharField(null=True, max_length=120)),
                ("prompt_version", fields.CharField(null=True, max_length=16)),
                ("verdict", fields.CharField(max_length=16)),
                ("body", fields.BinaryField()),
                ("key_id", fields.SmallIntField()),
                ("seq", fields.BigIntField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "feedback",
                "app": "dorandoran",
                "pk_attr": "message_id",
                "table_description": "What was said about one message of the learner's.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "turn",
                    fields.OneToOneField(
                        "dorandoran.Turn",
                        source_field="turn_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="reply",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("state", fields.CharField(max_length=16)),
                ("attempt", fields.SmallIntField()),
                ("source", fields.CharField(max_length=16)),
                ("model", fields.CharField(null=True, max_length=120)),
                ("prompt_version", fields.CharField(null=True, max_length=16)),
                ("verdict", fields.CharField(null=True, max_length=16)),
                ("body", fields.BinaryField()),
                ("key_id", fields.SmallIntField()),
                ("started_seq", fields.BigIntField()),
                ("saved_offset", fields.BigIntField(null=True)),
                ("saved_epoch", fields.CharField(null=True, max_length=64)),
                ("completed_seq", fields.BigIntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "replies",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "What the persona answered in a turn; its id is the `message_id` of the reply's events.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WordList",
            fields=[
                (
                    "message_id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                ("turn_id", fields.UUIDField()),
                (
                    "room",
                    fields.ForeignKeyField(
                        "dorandoran.Room",
                        source_field="room_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="word_lists",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("user_id", fields.UUIDField()),
                ("status", fields.CharField(max_length=16)),
                ("seq", fields.BigIntField()),
                ("language", fields.CharField(max_length=8)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "translated_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("translated_seq", fields.BigIntField(null=True)),
            ],
            options={
                "table": "word_lists",
                "app": "dorandoran",
                "pk_attr": "message_id",
                "table_description": "The words of one learner message; `translated_at` empty is work for the worker.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Word",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "word_list",
                    fields.ForeignKeyField(
                        "dorandoran.WordList",
                        source_field="word_list_id",
                        db_constraint=True,
                        to_field="message_id",
                        related_name="words",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("position", fields.SmallIntField()),
                ("lemma", fields.CharField(max_length=80)),
                ("part_of_speech", fields.CharField(max_length=16)),
                ("level", fields.SmallIntField()),
                ("body", fields.BinaryField()),
                ("key_id", fields.SmallIntField()),
                ("translation_body", fields.BinaryField(null=True)),
                ("translation_key_id", fields.SmallIntField(null=True)),
            ],
            options={
                "table": "words",
                "app": "dorandoran",
                "pk_attr": "id",
                "table_description": "One word of a list: its lemma in the clear to count it, the rest sealed.",
            },
            bases=["Model"],
        ),
    ]
