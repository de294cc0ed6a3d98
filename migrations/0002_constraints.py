"""Indexes, uniqueness and checks that the model generator cannot say (and one running reply)."""

from tortoise import migrations
from tortoise.migrations import operations as ops

FORWARD = [
    "CREATE UNIQUE INDEX users_email_lower ON users (lower(email))",
    "ALTER TABLE users ADD CONSTRAINT users_status CHECK (status IN ('active', 'suspended', 'deleted'))",
    "ALTER TABLE users ADD CONSTRAINT users_role CHECK (role IN ('user', 'admin'))",
    "CREATE INDEX sessions_user ON sessions (user_id) WHERE ended_at IS NULL",
    "CREATE UNIQUE INDEX refresh_tokens_hash ON refresh_tokens (token_hash)",
    "CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id)",
    # One open room per learner and persona (product.md, Decisions).
    "CREATE UNIQUE INDEX rooms_open ON rooms (user_id, persona) WHERE closed_at IS NULL",
    "ALTER TABLE rooms ADD CONSTRAINT rooms_closeness CHECK (closeness BETWEEN 1 AND 3)",
    # What the sweeper looks for: events that nobody published.
    "CREATE INDEX rooms_unpublished ON rooms (changed_at) WHERE published_seq < next_seq - 1",
    "CREATE UNIQUE INDEX messages_seq ON messages (room_id, seq)",
    "CREATE INDEX messages_turn ON messages (turn_id)",
    "ALTER TABLE messages ADD CONSTRAINT messages_author CHECK (author IN ('learner', 'persona'))",
    "CREATE UNIQUE INDEX room_events_seq ON room_events (room_id, seq)",
    "CREATE INDEX room_events_age ON room_events (created_at)",
    "CREATE UNIQUE INDEX requests_once ON requests (user_id, request_id)",
    "CREATE INDEX requests_age ON requests (created_at)",
    "CREATE UNIQUE INDEX persona_closenesses_level ON persona_closenesses (persona_id, level)",
    "ALTER TABLE turns ADD CONSTRAINT turns_state "
    "CHECK (state IN ('waiting', 'replying', 'completed', 'failed'))",
    # In one room one reply runs at a time (realtime.md, A turn survives its process).
    "CREATE UNIQUE INDEX turns_replying ON turns (room_id) WHERE state = 'replying'",
    "CREATE INDEX turns_open ON turns (room_id, position) WHERE ended_at IS NULL",
    "CREATE INDEX turns_lease ON turns (lease_until) WHERE ended_at IS NULL",
    "CREATE INDEX turns_owner ON turns (owner) WHERE ended_at IS NULL",
    "CREATE INDEX turns_room ON turns (room_id, position)",
    "CREATE INDEX feedback_turn ON feedback (turn_id)",
    "ALTER TABLE feedback ADD CONSTRAINT feedback_status "
    "CHECK (status IN ('perfect', 'suggested', 'corrected', 'unclear', 'failed'))",
    "ALTER TABLE replies ADD CONSTRAINT replies_state "
    "CHECK (state IN ('running', 'completed', 'stopped', 'failed'))",
    "CREATE INDEX word_lists_untranslated ON word_lists (created_at) WHERE translated_at IS NULL",
    "CREATE INDEX word_lists_room ON word_lists (room_id)",
    "CREATE INDEX word_lists_user ON word_lists (user_id)",
    "CREATE UNIQUE INDEX words_position ON words (word_list_id, position)",
    "CREATE INDEX usage_at ON usage (at)",
    "CREATE INDEX usage_user ON usage (user_id, at)",
]

BACKWARD = [
    "DROP INDEX users_email_lower",
    "ALTER TABLE users DROP CONSTRAINT users_status",
    "ALTER TABLE users DROP CONSTRAINT users_role",
    "DROP INDEX sessions_user",
    "DROP INDEX refresh_tokens_hash",
    "DROP INDEX refresh_tokens_session",
    "DROP INDEX rooms_open",
    "ALTER TABLE rooms DROP CONSTRAINT rooms_closeness",
    "DROP INDEX rooms_unpublished",
    "DROP INDEX messages_seq",
    "DROP INDEX messages_turn",
    "ALTER TABLE messages DROP CONSTRAINT messages_author",
    "DROP INDEX room_events_seq",
    "DROP INDEX room_events_age",
    "DROP INDEX requests_once",
    "DROP INDEX requests_age",
    "DROP INDEX persona_closenesses_level",
    "ALTER TABLE turns DROP CONSTRAINT turns_state",
    "DROP INDEX turns_replying",
    "DROP INDEX turns_open",
    "DROP INDEX turns_lease",
    "DROP INDEX turns_owner",
    "DROP INDEX turns_room",
    "DROP INDEX feedback_turn",
    "ALTER TABLE feedback DROP CONSTRAINT feedback_status",
    "ALTER TABLE replies DROP CONSTRAINT replies_state",
    "DROP INDEX word_lists_untranslated",
    "DROP INDEX word_lists_room",
    "DROP INDEX word_lists_user",
    "DROP INDEX words_position",
    "DROP INDEX usage_at",
    "DROP INDEX usage_user",
]


class Migration(migrations.Migration):
    dependencies = [("dorandoran", "0001_initial")]

    operations = [ops.RunSQL(FORWARD, reverse_sql=BACKWARD)]
