"""docs/limits.md says the numbers of the code, and docs/permissions.md the rates (made from it)."""

from app.accounts.factors.codes.recovery import CODES
from app.accounts.factors.passkeys.service import MOST as PASSKEYS
from app.accounts.lifecycle.export import CHUNK
from app.accounts.oauth.outgoing import ANSWER_BYTES, PROVIDER_SECONDS
from app.accounts.passwords.breaches import SECONDS as BREACH_SECONDS
from app.composition.agents import ANSWER_TOKENS, REPLY_TOKENS
from app.platform.database import IDLE_IN_TRANSACTION_SECONDS
from app.platform.database_standstill import ANSWER_SECONDS, LOOK_AFTER_SECONDS
from app.platform.http import BODY_LIMIT
from app.platform.rates.classes import RATES, RateClass
from app.platform.settings import Settings
from app.rooms.journal import REQUEST_SECONDS
from app.rooms.search import MOST_TEXTS
from realtime import Limits
from tests.docs.pages import coded, rows, section

DEFAULTS = {name: field.default for name, field in Settings.model_fields.items()}
SOCKET = Limits()


def written(title: str) -> dict[str, str]:
    return {row[0]: row[1] for row in rows("limits.md", title)}


def test_the_limits_of_a_user_are_those_of_the_code() -> None:
    assert written("Limits of a user") == {
        "messages": f"{DEFAULTS['messages_per_minute']} a minute",
        "characters of a message": f"{DEFAULTS['message_length']}",
        "open turns of a room": f"{DEFAULTS['turns_waiting']}",
        "messages of a page of history": "200",
        "texts that one search looks through": f"{MOST_TEXTS:,}",
        "passkeys": f"{PASSKEYS}",
        "recovery codes": f"{CODES}",
        "sessions": f"{DEFAULTS['sessions_per_user']}",
        "sockets on one server": f"{SOCKET.connections_per_user}",
        "commands of a socket": (
            f"{SOCKET.command_rate:.0f} a second, {SOCKET.command_burst} at once"
        ),
        "channels of a socket": f"{SOCKET.channels}",
        "what waits for a slow reader": (
            f"{SOCKET.queue_bytes >> 20} MiB, {SOCKET.queue_seconds:.0f} s"
        ),
        "mailed links of a kind": (
            f"one a minute, and by class {RATES[RateClass.MAIL].by_user.limit} an hour"
        ),
        "exports": f"{RATES[RateClass.EXPORT].by_user.limit} an hour",
    }


def test_the_limits_of_everybody_are_those_of_the_code() -> None:
    assert written("Limits of everybody together") == {
        "a body": (
            f"{BODY_LIMIT >> 10} KiB, whole within {DEFAULTS['request_seconds']} s, never packed"
        ),
        "a frame of a socket": f"{SOCKET.frame_bytes >> 10} KiB, after inflating",
        "connections that one address opens to a process": (
            f"{DEFAULTS['handshakes_per_minute']} a minute"
        ),
        "passwords hashed at once, by a process": f"{DEFAULTS['password_workers']}",
        "passwords that wait for it": f"{DEFAULTS['passwords_waiting']}, then 503",
        "connections to the database, of a process": f"{DEFAULTS['database_pool_size']}",
        "a transaction that stands still": f"{IDLE_IN_TRANSACTION_SECONDS} s, then it is ended",
        "waiting for a PostgreSQL that stands still": (
            f"{LOOK_AFTER_SECONDS + ANSWER_SECONDS:.0f} s, then 503, and at once until it answers"
        ),
        "waiting for a Redis that stands still": (
            f"{REQUEST_SECONDS:.0f} s, then 503, or announced later"
        ),
    }


def test_what_is_costly_is_held_by_the_numbers_that_are_written() -> None:
    held = written("What is costly") | {
        row[0]: row[2] for row in rows("limits.md", "What is costly")
    }
    assert f"an answer ({ANSWER_TOKENS:,}; a reply {REPLY_TOKENS})" in held["a turn"]
    assert f"{CHUNK >> 10} KiB in memory" in held["an export"]
    assert f"{ANSWER_BYTES >> 10} KiB" in held["a sign-in by a provider"]
    assert (PROVIDER_SECONDS, BREACH_SECONDS) == (10, 2)
    classes = {name for name in coded(section("limits.md", "What is costly")) if name in RATES}
    assert classes == {"credentials", "mail", "read", "export"}


def test_every_setting_that_is_named_is_one() -> None:
    for title in ("Limits of a user", "Limits of everybody together", "What must fit together"):
        named = [name for name in coded(section("limits.md", title)) if name.isupper()]
        assert {name.lower() for name in named} <= DEFAULTS.keys()
