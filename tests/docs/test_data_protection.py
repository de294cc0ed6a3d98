"""docs/data-protection.md names every table with its class, and keeps what the code keeps."""

from datetime import timedelta

from app.accounts import former_addresses
from app.accounts import housekeeping as accounts
from app.accounts.access.tokens import Claims
from app.accounts.lifecycle.deletion import GRACE
from app.accounts.lifecycle.erasure import GUESTS_GRACE
from app.composition.channels import PERSONAL_STREAM, ROOM_STREAM
from app.platform.mail import sending
from app.platform.sql import fetch
from app.rooms import housekeeping as rooms_
from tests.docs.pages import coded, rows, section

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
# A sealed value stands beside the number of its key.
SEALED = """
SELECT DISTINCT table_name FROM information_schema.columns
WHERE table_schema = 'public' AND column_name LIKE '%key_id'
"""


def tables() -> dict[str, list[str]]:
    return {coded(row[0])[0]: row[1:] for row in rows("data-protection.md", "Tables")}


def in_words(time: timedelta) -> str:
    if time == timedelta(days=1):
        return "a day"
    return f"{time.days} days" if time.days else f"{time.seconds // 3600} hours"


async def test_every_table_is_named_with_its_class(database: str) -> None:
    assert database
    assert tables().keys() == {row["tablename"] for row in await fetch(TABLES)}


async def test_what_is_sealed_in_the_schema_is_written_as_sealed(database: str) -> None:
    assert database
    sealed = {row["table_name"] for row in await fetch(SEALED)}
    assert {name for name, (held, _) in tables().items() if "sealed" in held} == sealed


def test_everything_is_kept_as_long_as_the_code_keeps_it() -> None:
    kept = {
        "log_in_attempts": accounts.ATTEMPTS_KEPT,
        "tickets": accounts.TICKETS_KEPT,
        "sessions": accounts.SESSIONS_KEPT,
        "account_events": accounts.EVENTS_KEPT,
        "former_addresses": former_addresses.KEPT,
        "mails": sending.KEPT,
        "users": GRACE,
        "requests": rooms_.REQUESTS_KEPT,
    }
    written = tables()
    for name, time in kept.items():
        assert in_words(time) in written[name][1], name
    assert written["room_events"][1] == f"{rooms_.EVENTS_KEPT.total_seconds() / 3600:.0f} hours"
    assert f"unsent ones {in_words(sending.UNSENT_KEPT)}" in written["mails"][1]
    assert timedelta(hours=1) == GUESTS_GRACE
    assert (ROOM_STREAM.ttl, PERSONAL_STREAM.ttl) == (15 * 60, 86_400)


def test_an_access_token_shows_ids_a_role_and_times_and_no_more() -> None:
    assert set(Claims.__struct_fields__) == {
        *("sub", "sid", "jti"),
        "role",
        *("iat", "exp"),
        *("iss", "aud", "type"),
    }
    told = " ".join(section("data-protection.md", "Classes").split())
    assert "the ids of user, session and token, the role and two times" in told
