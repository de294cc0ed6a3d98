"""Guesses at what can be guessed: each is recorded before it is looked at, and slows down the next.

For passwords, one-time codes, recovery codes and proofs alike.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from tortoise.transactions import in_transaction

from app.accounts.signing_in.delays import Past, Wrong, wait_of
from app.accounts.signing_in.origin import Origin
from app.platform.clock import Clock
from app.platform.errors import TooMany
from app.platform.logging import logger
from app.platform.sealing import Sealer
from app.platform.sql import execute, fetch

log = logger(__name__)

Method = Literal["password", "totp", "recovery_code"]
Outcome = Literal["right", "wrong", "refused"]

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
# How long a device or an address is at home with an account; no row is kept longer.
KNOWN = timedelta(days=30)
# The first key of advisory locks that are taken here; the second is the account's.
LOCK = 0x6775

# Guesses at one account are taken one after the other, or many at once would all be the first.
ONE_BY_ONE = "SELECT pg_advisory_xact_lock($1, $2)"
# A guess under way counts as wrong until it is said to be right.
PAST = """
WITH own AS (
    SELECT id, at, address_hash, device_hash, outcome FROM log_in_attempts
    WHERE account_hash = $1 AND at > $4
), home AS (
    SELECT max(id) FILTER (WHERE device_hash = $3) AS device,
           max(id) FILTER (WHERE address_hash = $2) AS address
    FROM own WHERE outcome = 'right'
), missed AS (
    SELECT * FROM own WHERE outcome IN ('tried', 'wrong') AND at > $5
), of_device AS (
    SELECT count(*) AS wrong, max(at) AS last_at FROM missed, home
    WHERE device_hash = $3 AND missed.id > coalesce(home.device, 0)
), of_address AS (
    SELECT count(*) AS wrong, max(at) AS last_at FROM missed, home
    WHERE address_hash = $2 AND missed.id > coalesce(home.address, 0)
), of_all AS (
    SELECT count(*) AS wrong, max(at) AS last_at FROM missed
), on_address AS (
    SELECT count(*) AS wrong, max(at) AS last_at FROM log_in_attempts
    WHERE address_hash = $2 AND outcome IN ('tried', 'wrong') AND at > $6
)
SELECT home.device IS NOT NULL AS device_is_known, home.address IS NOT NULL AS address_is_known,
       of_device.wrong AS device_wrong, of_device.last_at AS device_at,
       of_address.wrong AS address_wrong, of_address.last_at AS address_at,
       of_all.wrong AS all_wrong, of_all.last_at AS all_at,
       on_address.wrong AS on_address_wrong, on_address.last_at AS on_address_at
FROM home, of_device, of_address, of_all, on_address
"""
RECORD = """
INSERT INTO log_in_attempts (at, account_hash, address_hash, device_hash, user_id, method, outcome)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
"""
SETTLE = "UPDATE log_in_attempts SET outcome = $2 WHERE id = $1"


class TooManyGuesses(TooMany):
    """Guessed wrong too often; it passes, and nothing was looked at."""

    name, title = "too-many-guesses", "Too many attempts"


@dataclass(frozen=True, slots=True)
class Guess:
    """One that was let through, to be recorded."""

    id: int
    method: Method
    user_id: UUID | None


class Guessing:
    """Lets guesses through one by one, ever slower, and remembers how each ended."""

    def __init__(self, *, sealer: Sealer, clock: Clock) -> None:
        self._sealer = sealer
        self._clock = clock

    async def check(
        self, method: Method, whom: UUID | str, origin: Origin, *, user_id: UUID | None = None
    ) -> Guess:
        """Let one guess through, counted as wrong until `record` says otherwise.

        `whom` is the user's id, or the e-mail address in small letters where nobody has it. Call it
        outside any transaction: what is counted must stay when that is rolled back.
        Raises `TooManyGuesses` with the seconds to wait.
        """
        account = self._hash(f"{method}:{whom}")
        async with in_transaction():
            await fetch(ONE_BY_ONE, LOCK, int.from_bytes(account[:4], "big", signed=True))
            past = await self._past(account, origin)
            wait = wait_of(past, self._clock.now())
            if not wait:
                guess_id = await self._insert(method, account, origin, user_id, "tried")
                return Guess(guess_id, method, user_id)
        log.warning(
            "guess_refused",
            method=method,
            user_id=_shown(user_id),
            seconds=wait,
            device_is_known=past.device_is_known,
            wrong_on_account=past.by_strangers.count,
            wrong_on_address=past.on_address.count,
        )
        raise TooManyGuesses(
            f"Too many attempts: come again in {wait} seconds, or choose another way to sign in",
            retry_after=wait,
        )

    async def record(self, guess: Guess, outcome: Outcome) -> None:
        """Say how a guess ended; `right` makes the device and the address known.

        `refused`: it was right, and there was another reason to say no; it slows nobody down.
        """
        await execute(SETTLE, guess.id, outcome)
        log.info("guess", method=guess.method, outcome=outcome, user_id=_shown(guess.user_id))

    async def trust(self, method: Method, user_id: UUID, origin: Origin) -> None:
        """Make an origin known whose user was recognised otherwise: registered, reset by mail.

        It joins the open transaction.
        """
        await self._insert(method, self._hash(f"{method}:{user_id}"), origin, user_id, "right")

    async def _insert(
        self, method: Method, account: bytes, origin: Origin, user_id: UUID | None, outcome: str
    ) -> int:
        rows = await fetch(
            RECORD,
            self._clock.now(),
            account,
            self._address_hash(origin),
            self._device_hash(origin),
            user_id,
            method,
            outcome,
        )
        return int(rows[0]["id"])

    async def _past(self, account: bytes, origin: Origin) -> Past:
        now = self._clock.now()
        (row,) = await fetch(
            PAST,
            account,
            self._address_hash(origin),
            self._device_hash(origin),
            now - KNOWN,
            now - DAY,
            now - HOUR,
        )
        return Past(
            device_is_known=row["device_is_known"],
            address_is_known=row["address_is_known"],
            by_device=Wrong(row["device_wrong"], row["device_at"]),
            by_address=Wrong(row["address_wrong"], row["address_at"]),
            by_strangers=Wrong(row["all_wrong"], row["all_at"]),
            on_address=Wrong(row["on_address_wrong"], row["on_address_at"]),
        )

    def _address_hash(self, origin: Origin) -> bytes:
        return self._hash(f"address:{origin.address}")

    def _device_hash(self, origin: Origin) -> bytes | None:
        return None if origin.device is None else self._hash(f"device:{origin.device}")

    def _hash(self, text: str) -> bytes:
        return self._sealer.fingerprint(f"guessing:{text}".encode())


def _shown(user_id: UUID | None) -> str | None:
    return None if user_id is None else str(user_id)
