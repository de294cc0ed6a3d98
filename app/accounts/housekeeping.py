"""Dropping what accounts keep only for a while: tokens, tickets, attempts and ended sessions."""

from datetime import datetime, timedelta

from app.accounts import former_addresses
from app.platform.clock import Clock
from app.platform.sql import execute

# As long as a device or an address is at home with an account (signing_in/guessing.py).
ATTEMPTS_KEPT = timedelta(days=30)
TICKETS_KEPT = timedelta(days=1)
SESSIONS_KEPT = timedelta(days=30)
EVENTS_KEPT = timedelta(days=1)
# So that no transaction is long, and what a run did before it was stopped stays done.
BATCH = 5_000

EXPIRED_TOKENS = """
DELETE FROM refresh_tokens WHERE id IN (
    SELECT id FROM refresh_tokens WHERE expires_at < $1 LIMIT $2)
"""
# Also those that nobody ended: without its last refresh token a session cannot be used again.
OLD_SESSIONS = """
DELETE FROM sessions WHERE id IN (
    SELECT session.id FROM sessions session
    WHERE session.ended_at < $1
    OR (session.ended_at IS NULL AND session.last_used_at < $1 AND NOT EXISTS (
        SELECT FROM refresh_tokens token WHERE token.session_id = session.id))
    LIMIT $2)
"""
OLD_ATTEMPTS = """
DELETE FROM log_in_attempts WHERE id IN (
    SELECT id FROM log_in_attempts WHERE at < $1 LIMIT $2)
"""
# An event that nobody has settled is still owed, however old.
OLD_EVENTS = """
DELETE FROM account_events WHERE id IN (
    SELECT id FROM account_events
    WHERE created_at < $1 AND settled_at IS NOT NULL ORDER BY created_at LIMIT $2)
"""
OLD_ADDRESSES = """
DELETE FROM former_addresses WHERE id IN (
    SELECT id FROM former_addresses WHERE erased_at < $1 LIMIT $2)
"""
OLD_TICKETS = """
DELETE FROM tickets WHERE id IN (
    SELECT id FROM tickets WHERE expires_at < $1 LIMIT $2)
"""


class Housekeeping:
    """Run daily by the batch worker."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    async def clean_up(self) -> dict[str, int]:
        """Delete what is over; return how many rows of each (a session takes its tokens along)."""
        now = self._clock.now()
        return {
            "refresh_tokens": await _delete(EXPIRED_TOKENS, now),
            "tickets": await _delete(OLD_TICKETS, now - TICKETS_KEPT),
            "log_in_attempts": await _delete(OLD_ATTEMPTS, now - ATTEMPTS_KEPT),
            "account_events": await _delete(OLD_EVENTS, now - EVENTS_KEPT),
            "sessions": await _delete(OLD_SESSIONS, now - SESSIONS_KEPT),
            "former_addresses": await _delete(OLD_ADDRESSES, now - former_addresses.KEPT),
        }


async def _delete(statement: str, before: datetime) -> int:
    deleted = 0
    while batch := await execute(statement, before, BATCH):
        deleted += batch
    return deleted
