"""Becoming a user: as a guest, with an account, and from the one to the other."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

import asyncpg
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from app.accounts import models, schemas
from app.accounts.addresses import find_by_email, refuse_taken
from app.accounts.events.account_event import ProfileChanged
from app.accounts.events.outbox import Outbox
from app.accounts.factors.changes import locked_user
from app.accounts.factors.proofs import Proofs
from app.accounts.lifecycle.verification import EmailVerification
from app.accounts.passwords.hashing import Passwords
from app.accounts.passwords.rules import PasswordRules
from app.accounts.rules import (
    birth_year_fault,
    email_fault,
    nickname_fault,
    normalise_email,
    normalise_nickname,
)
from app.accounts.sessions.service import SOMEHOW, Arrival, Sessions
from app.accounts.shown import shown_user
from app.accounts.signing_in.guessing import Guessing
from app.accounts.signing_in.origin import NOWHERE, Origin
from app.platform.audit.log import AuditLog
from app.platform.clock import Clock
from app.platform.errors import Conflict, Unprocessable
from app.platform.principal import Principal
from app.platform.settings import Settings

EMAIL_INDEX = "users_email_lower"


class AccountService:
    """Guests and full accounts."""

    def __init__(
        self,
        *,
        settings: Settings,
        clock: Clock,
        ids: Callable[[], UUID],
        passwords: Passwords,
        rules: PasswordRules,
        sessions: Sessions,
        verification: EmailVerification,
        proofs: Proofs,
        guessing: Guessing,
        outbox: Outbox,
        audit: AuditLog,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._ids = ids
        self._passwords = passwords
        self._rules = rules
        self._sessions = sessions
        self._verification = verification
        self._proofs = proofs
        self._guessing = guessing
        self._outbox = outbox
        self._audit = audit

    async def enter_as_guest(
        self, wanted: schemas.NewGuest, arrival: Arrival = SOMEHOW
    ) -> schemas.Signed:
        """Make a guest and sign them in. Raises `Unprocessable`."""
        nickname = normalise_nickname(wanted.nickname)
        _require(nickname=nickname_fault(nickname), birth_year=self._too_young(wanted))
        return await self._create(nickname, wanted, replace(arrival, method="guest"))

    async def register(
        self, wanted: schemas.NewAccount, arrival: Arrival = SOMEHOW, origin: Origin = NOWHERE
    ) -> schemas.Signed:
        """Make a full account, sign it in, and mail it a link that verifies the address.

        From `origin` its password is tried without waiting for strangers. Raises `Unprocessable`,
        and `Conflict` where the e-mail address is taken.
        """
        nickname, email = normalise_nickname(wanted.nickname), normalise_email(wanted.email)
        password_fault = await self._rules.fault(wanted.password, nickname=nickname, email=email)
        self._require_acceptable(nickname, email, wanted, password=password_fault)
        password_hash = await self._passwords.hash(wanted.password)
        return await self._create(
            nickname, wanted, arrival, email=email, password_hash=password_hash, origin=origin
        )

    async def require_free(self, wanted: schemas.NewPerson) -> None:
        """Say before a passkey is made what `register_with` would say after it."""
        _, email = self._accepted(wanted)
        if await find_by_email(email) is not None:
            refuse_taken()

    async def register_with(
        self,
        add_credential: Callable[[], Awaitable[object]],
        wanted: schemas.NewPerson,
        *,
        user_id: UUID,
        arrival: Arrival,
        email_verified: bool = False,
    ) -> schemas.Signed:
        """Make an account without a password and sign it in.

        `add_credential` gives it what it is opened with, in the same transaction.
        `email_verified`: somebody whom we believe made sure whose address it is. Raises
        `Unprocessable`, and `Conflict` where the e-mail address is taken.
        """
        nickname, email = self._accepted(wanted)
        return await self._create(
            nickname,
            wanted,
            arrival,
            email=email,
            email_verified=email_verified,
            user_id=user_id,
            add_credential=add_credential,
        )

    async def add_credentials(
        self, principal: Principal, given: schemas.Credentials, origin: Origin = NOWHERE
    ) -> schemas.User:
        """Make a guest a full account: the same user, who keeps everything.

        With a fresh proof where they have a passkey by now. Raises `Unprocessable`, `ProofNeeded`,
        and `Conflict` where the address is taken or the user is no guest.
        """
        await self._proofs.require_fresh(principal)
        email = normalise_email(given.email)
        user = await models.User.get(id=principal.user_id)
        _require(
            email=email_fault(email),
            password=await self._rules.fault(given.password, nickname=user.nickname, email=email),
        )
        password_hash = await self._passwords.hash(given.password)
        try:
            async with in_transaction():
                await locked_user(principal)
                changed = await models.User.filter(id=user.id, email__isnull=True).update(
                    email=email, password_hash=password_hash
                )
                if not changed:
                    raise Conflict("This is a full account already")
                await self._guessing.trust("password", user.id, origin)
                await self._verification.send(await models.User.get(id=user.id))
                await self._outbox.record(ProfileChanged(user_id=user.id))
                await self._audit.record(
                    actor=user.id, action="account.credentials_added", subject=user.id
                )
        except IntegrityError as error:
            _raise_where_email_taken(error)
            raise
        await self._outbox.hurry()
        await self._verification.hurry()
        return await self.profile(principal)

    async def profile(self, principal: Principal) -> schemas.User:
        """Return the caller as they see themselves."""
        return shown_user(await models.User.get(id=principal.user_id))

    async def _create(
        self,
        nickname: str,
        wanted: schemas.NewGuest | schemas.NewAccount | schemas.NewPerson,
        arrival: Arrival,
        *,
        email: str | None = None,
        email_verified: bool = False,
        password_hash: str | None = None,
        origin: Origin = NOWHERE,
        user_id: UUID | None = None,
        add_credential: Callable[[], Awaitable[object]] | None = None,
    ) -> schemas.Signed:
        now = self._clock.now()
        try:
            async with in_transaction():
                user = await models.User.create(
                    id=user_id or self._ids(),
                    nickname=nickname,
                    birth_year=wanted.birth_year,
                    email=email,
                    email_verified_at=now if email_verified else None,
                    password_hash=password_hash,
                    language=wanted.language,
                    created_at=now,
                )
                if add_credential is not None:
                    await add_credential()
                if password_hash is not None:
                    await self._guessing.trust("password", user.id, origin)
                await self._verification.send(user)
                signed = await self._sessions.open(user, arrival)
        except IntegrityError as error:
            _raise_where_email_taken(error)
            raise
        if email is not None:
            await self._verification.hurry()
        return signed

    def _accepted(self, wanted: schemas.NewPerson) -> tuple[str, str]:
        """Return nickname and address as they are kept. Raises `Unprocessable`."""
        nickname, email = normalise_nickname(wanted.nickname), normalise_email(wanted.email)
        self._require_acceptable(nickname, email, wanted)
        return nickname, email

    def _require_acceptable(
        self,
        nickname: str,
        email: str,
        wanted: schemas.NewAccount | schemas.NewPerson,
        *,
        password: str | None = None,
    ) -> None:
        _require(
            email=email_fault(email),
            password=password,
            nickname=nickname_fault(nickname),
            birth_year=self._too_young(wanted),
        )

    def _too_young(
        self, wanted: schemas.NewGuest | schemas.NewAccount | schemas.NewPerson
    ) -> str | None:
        return birth_year_fault(
            wanted.birth_year, minimum_age=self._settings.minimum_age, now=self._clock.now()
        )


def _require(**faults: str | None) -> None:
    found = {field: why for field, why in faults.items() if why is not None}
    if found:
        raise Unprocessable("Some fields are not acceptable", fields=found)


def _raise_where_email_taken(error: IntegrityError) -> None:
    cause = error.__cause__
    if isinstance(cause, asyncpg.UniqueViolationError) and cause.constraint_name == EMAIL_INDEX:
        # Without the cause: its text holds the address, and addresses are not logged.
        refuse_taken()
