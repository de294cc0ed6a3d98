"""The use cases of accounts; nothing else writes users, sessions and refresh tokens."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
from joserfc.jwk import KeySetSerialization
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from app.accounts import models, schemas
from app.accounts.errors import SessionEnded
from app.accounts.passwords import Passwords
from app.accounts.queries import find_by_email, find_principal
from app.accounts.refresh import Answer, judge, new_token, sealing_place, token_hash
from app.accounts.rules import (
    birth_year_fault,
    email_fault,
    nickname_fault,
    normalise_email,
    normalise_nickname,
)
from app.accounts.tokens import Tokens
from app.platform.clock import Clock
from app.platform.errors import Conflict, Forbidden, Unauthenticated, Unprocessable
from app.platform.logging import logger
from app.platform.principal import Principal
from app.platform.sealing import Sealer
from app.platform.settings import Settings

log = logger(__name__)

EMAIL_INDEX = "users_email_lower"


async def nobody_listens(session_id: UUID) -> None:
    """Tell nobody that a session ended: there are no sockets to close."""
    del session_id


class AccountService:
    """Guests and full accounts, and the sessions they sign in with."""

    def __init__(
        self,
        *,
        settings: Settings,
        clock: Clock,
        ids: Callable[[], UUID],
        passwords: Passwords,
        tokens: Tokens,
        sealer: Sealer,
        tell_ended: Callable[[UUID], Awaitable[None]] = nobody_listens,
    ) -> None:
        """`tell_ended` is called with a session that has ended, after the commit."""
        self._settings = settings
        self._clock = clock
        self._ids = ids
        self._passwords = passwords
        self._tokens = tokens
        self._sealer = sealer
        self._tell_ended = tell_ended

    async def enter_as_guest(self, wanted: schemas.NewGuest) -> schemas.Signed:
        """Make a guest and sign them in. Raises `Unprocessable`."""
        nickname = normalise_nickname(wanted.nickname)
        _require(nickname=nickname_fault(nickname), birth_year=self._too_young(wanted))
        return await self._create(nickname, wanted)

    async def register(self, wanted: schemas.NewAccount) -> schemas.Signed:
        """Make a full account and sign it in.

        Raises `Unprocessable`, and `Conflict` where the e-mail address is taken.
        """
        nickname, email = normalise_nickname(wanted.nickname), normalise_email(wanted.email)
        _require(
            email=email_fault(email),
            nickname=nickname_fault(nickname),
            birth_year=self._too_young(wanted),
        )
        password_hash = await self._passwords.hash(wanted.password)
        return await self._create(nickname, wanted, email=email, password_hash=password_hash)

    async def add_credentials(
        self, principal: Principal, given: schemas.Credentials
    ) -> schemas.User:
        """Make a guest a full account: the same user, who keeps everything.

        Raises `Unprocessable`, and `Conflict` where the address is taken or the user is no guest.
        """
        email = normalise_email(given.email)
        _require(email=email_fault(email))
        password_hash = await self._passwords.hash(given.password)
        try:
            changed = await models.User.filter(id=principal.user_id, email__isnull=True).update(
                email=email, password_hash=password_hash
            )
        except IntegrityError as error:
            _raise_where_email_taken(error)
            raise
        if not changed:
            raise Conflict("This is a full account already")
        return await self.profile(principal)

    async def log_in(self, given: schemas.LogIn) -> schemas.Signed:
        """Open a session for an e-mail address and its password.

        Raises `Unauthenticated`, the same and after the same time for an unknown address and a
        wrong password, and `Forbidden` where the password is right but the account is not active.
        """
        user = await find_by_email(normalise_email(given.email))
        known_hash = user.password_hash if user is not None else None
        verified = await self._passwords.verify(known_hash, given.password)
        if user is None or known_hash is None or not verified:
            raise Unauthenticated("The e-mail address or the password is wrong")
        if user.status != "active":
            raise Forbidden("This account is not active")
        if self._passwords.needs_rehash(known_hash):
            renewed = await self._passwords.hash(given.password)
            # Only over the hash that was verified: the password may have changed meanwhile.
            await models.User.filter(id=user.id, password_hash=known_hash).update(
                password_hash=renewed
            )
        now = self._clock.now()
        async with in_transaction():
            session, refresh_token = await self._open_session(user, now)
        return self._signed(user, session, refresh_token)

    async def refresh(self, shown: str) -> schemas.Signed:
        """Exchange a refresh token for the next one and a fresh access token.

        Single use: a token shown again is answered with the same successor until that was used
        itself; from then on it ends the session (operations.md, Identity and security).
        Raises `SessionEnded`.
        """
        now = self._clock.now()
        async with in_transaction():
            # The session's row lock orders everything that is shown of one family.
            session = (
                await models.Session.select_for_update(of=("sessions",))
                .filter(refresh_tokens__token_hash=token_hash(shown))
                .first()
            )
            if session is None or session.ended_at is not None:
                raise SessionEnded("This session has ended: sign in again")
            token = await models.RefreshToken.get(token_hash=token_hash(shown))
            successor = await self._successor(token)
            user = await models.User.get(id=session.user_id)
            refresh_token = None
            match judge(token, successor, now):
                case Answer.ROTATE if user.status == "active":
                    refresh_token = await self._rotate(session, token, now)
                case Answer.REPEAT if user.status == "active":
                    refresh_token = self._opened_successor(token)
                case Answer.EXPIRED:
                    await _end_session(session.id, "expired", now)
                case Answer.REUSED:
                    await _end_session(session.id, "refresh_reuse", now)
        if refresh_token is None:
            await self._tell_ended(session.id)
            raise SessionEnded("This session has ended: sign in again")
        return self._signed(user, session, refresh_token)

    async def log_out(self, principal: Principal) -> None:
        """End the caller's session: its tokens count no longer from now on."""
        async with in_transaction():
            await _end_session(principal.session_id, "logout", self._clock.now())
        await self._tell_ended(principal.session_id)

    async def profile(self, principal: Principal) -> schemas.User:
        """Return the caller as they see themselves."""
        return _shown(await models.User.get(id=principal.user_id))

    async def principal_for_token(self, token: str) -> tuple[Principal, datetime]:
        """Return who an access token speaks for, and when it expires.

        Raises `TokenInvalid`, `TokenExpired`, and `SessionEnded` where the session ended or the
        user is not active.
        """
        claims = self._tokens.verify(token)
        principal = await find_principal(user_id=claims.sub, session_id=claims.sid)
        return principal, claims.expires_at

    def public_keys(self) -> KeySetSerialization:
        """Return the JWK Set that verifies our access tokens."""
        return self._tokens.public_keys()

    async def _create(
        self,
        nickname: str,
        wanted: schemas.NewGuest | schemas.NewAccount,
        *,
        email: str | None = None,
        password_hash: str | None = None,
    ) -> schemas.Signed:
        now = self._clock.now()
        try:
            async with in_transaction():
                user = await models.User.create(
                    id=self._ids(),
                    nickname=nickname,
                    birth_year=wanted.birth_year,
                    email=email,
                    password_hash=password_hash,
                    language=wanted.language,
                    created_at=now,
                )
                session, refresh_token = await self._open_session(user, now)
        except IntegrityError as error:
            _raise_where_email_taken(error)
            raise
        return self._signed(user, session, refresh_token)

    async def _open_session(self, user: models.User, now: datetime) -> tuple[models.Session, str]:
        session = await models.Session.create(
            id=self._ids(), user_id=user.id, created_at=now, last_used_at=now
        )
        refresh_token = new_token()
        await self._store(session, self._ids(), refresh_token, now)
        return session, refresh_token

    async def _rotate(
        self, session: models.Session, token: models.RefreshToken, now: datetime
    ) -> str:
        refresh_token, successor_id = new_token(), self._ids()
        await self._store(session, successor_id, refresh_token, now)
        # `token` itself is used from now on, so nobody needs it from its predecessor any more.
        await _forget_successors(session.id)
        sealed = self._sealer.seal(refresh_token.encode(), sealing_place(token.id))
        await models.RefreshToken.filter(id=token.id).update(
            used_at=now,
            successor_id=successor_id,
            successor_sealed=sealed.data,
            successor_key_id=sealed.key_id,
        )
        await models.Session.filter(id=session.id).update(last_used_at=now)
        return refresh_token

    async def _store(
        self, session: models.Session, token_id: UUID, refresh_token: str, now: datetime
    ) -> None:
        await models.RefreshToken.create(
            id=token_id,
            session_id=session.id,
            token_hash=token_hash(refresh_token),
            expires_at=now + timedelta(days=self._settings.session_days),
            created_at=now,
        )

    async def _successor(self, token: models.RefreshToken) -> models.RefreshToken | None:
        if token.successor_id is None:
            return None
        return await models.RefreshToken.get_or_none(id=token.successor_id)

    def _opened_successor(self, token: models.RefreshToken) -> str:
        assert token.successor_sealed is not None
        assert token.successor_key_id is not None
        opened = self._sealer.open(
            bytes(token.successor_sealed), token.successor_key_id, sealing_place(token.id)
        )
        return opened.decode()

    def _signed(
        self, user: models.User, session: models.Session, refresh_token: str
    ) -> schemas.Signed:
        access = self._tokens.issue(user_id=user.id, session_id=session.id, role=user.role)
        return schemas.Signed(
            access_token=access.text,
            access_expires_at=access.expires_at,
            refresh_token=refresh_token,
            user=_shown(user),
        )

    def _too_young(self, wanted: schemas.NewGuest | schemas.NewAccount) -> str | None:
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
        why = {"email": "There is an account with this address"}
        # Without the cause: its text holds the address, and addresses are not logged.
        raise Conflict("This e-mail address is taken", fields=why) from None


async def _end_session(session_id: UUID, reason: str, now: datetime) -> None:
    ended = await models.Session.filter(id=session_id, ended_at__isnull=True).update(
        ended_at=now, ended_reason=reason
    )
    if ended:
        await _forget_successors(session_id)
        log.info("session ended", session_id=str(session_id), reason=reason)


async def _forget_successors(session_id: UUID) -> None:
    await models.RefreshToken.filter(session_id=session_id, successor_sealed__isnull=False).update(
        successor_sealed=None, successor_key_id=None
    )


def _shown(user: models.User) -> schemas.User:
    return schemas.User(
        id=user.id,
        nickname=user.nickname,
        birth_year=user.birth_year,
        email=user.email,
        guest=user.email is None,
        role=user.role,
        language=user.language,
        level=user.level,
    )
