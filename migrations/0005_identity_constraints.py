"""Indexes and uniqueness of identity, and the audit log that nobody takes back."""

from tortoise import migrations
from tortoise.migrations import operations as ops

INDEXES = {
    "account_events_at": "INDEX account_events_at ON account_events (created_at)",
    "account_events_unsettled": "INDEX account_events_unsettled ON account_events (created_at) "
    "WHERE settled_at IS NULL",
    "account_events_tokens": "INDEX account_events_tokens ON account_events (session_id) "
    "WHERE type = 'token.revoked'",
    "tickets_hash": "UNIQUE INDEX tickets_hash ON tickets (token_hash)",
    "tickets_expiry": "INDEX tickets_expiry ON tickets (expires_at)",
    "tickets_user": "INDEX tickets_user ON tickets (user_id, kind)",
    "identities_subject": "UNIQUE INDEX identities_subject ON identities (issuer, subject)",
    "identities_user": "UNIQUE INDEX identities_user ON identities (user_id, provider)",
    "passkeys_credential": "UNIQUE INDEX passkeys_credential ON passkeys (credential_id)",
    "passkeys_user": "INDEX passkeys_user ON passkeys (user_id)",
    "totp_secrets_user": "UNIQUE INDEX totp_secrets_user ON totp_secrets (user_id)",
    "recovery_codes_user": "UNIQUE INDEX recovery_codes_user ON recovery_codes (user_id, code_hash)",
    "log_in_attempts_account": "INDEX log_in_attempts_account "
    "ON log_in_attempts (account_hash, at)",
    "log_in_attempts_address": "INDEX log_in_attempts_address ON log_in_attempts (address_hash, at)",
    "log_in_attempts_user": "INDEX log_in_attempts_user ON log_in_attempts (user_id, at)",
    "log_in_attempts_at": "INDEX log_in_attempts_at ON log_in_attempts (at)",
    "former_addresses_hash": "UNIQUE INDEX former_addresses_hash ON former_addresses (email_hash)",
    "mails_due": "INDEX mails_due ON mails (next_try_at) "
    "WHERE sent_at IS NULL AND given_up_at IS NULL",
    "mails_user": "INDEX mails_user ON mails (user_id)",
    # For export and erasure, and so that dropping a user looks through no other's rows.
    "rooms_user": "INDEX rooms_user ON rooms (user_id)",
    "sessions_of_user": "INDEX sessions_of_user ON sessions (user_id)",
    "sessions_ended": "INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL",
    "users_deletion": "INDEX users_deletion ON users (deletion_asked_at) "
    "WHERE deletion_asked_at IS NOT NULL",
}
# Whoever may write to the table may not take back what stands there. The owner of the table can
# still switch the trigger off: what they alter then is found by the chain of hashes.
APPEND_ONLY = [
    "CREATE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
    "CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_stay()",
]
REVISABLE = [
    "DROP TRIGGER audit_entries_stay ON audit_entries",
    "DROP FUNCTION audit_entries_stay()",
]


class Migration(migrations.Migration):
    dependencies = [("dorandoran", "0004_identity")]

    operations = [
        ops.RunSQL(
            [
                *(f"CREATE {index}" for index in INDEXES.values()),
                *APPEND_ONLY,
            ],
            reverse_sql=[
                *(f"DROP INDEX {name}" for name in INDEXES),
                *REVISABLE,
            ],
        )
    ]
