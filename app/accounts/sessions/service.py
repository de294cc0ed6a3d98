"""The use cases of sessions; nothing else writes sessions and refresh tokens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tortoise.transactions import in_transaction

from app.accounts import schemas
from app.accounts.access.tokens import Tokens
from app.accounts.errors import session_ended
from app.accounts.events import account_event
from app.accounts.events.outbox import Outbox
from app.accounts.factors.models import Passkey
from app.accounts.factors.owned import owned_by
from app.accounts.letters.account_mail import AccountMail
from app.accounts.models import User
from app.accounts.oauth.models import Identity
from app.accounts.sessions.models import RefreshToken, Session
from app.accounts.sessions.refresh import Answer, judge, new_token, sealing_place, token_hash
from app.accounts.shown import shown_user
from app.platform.audit.log import AuditLog
from app.platform.clock import Clock
from app.platform.errors import Unauthenticated
from app.platform.logging import logger
from app.platform.principal import Principal
from app.platform.sealing import Sealer

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Arrival:
    """How somebody comes in: by what, and what is shown of the device and place later.

    `passkey_id` and `identity_id` are what was shown for it, where it was one of these.
    """

    method: str = "password"
    second_factor: bool = False
    device: str = ""
    address_range: str = ""
    passkey_id: UUID | None = None
    identity_id: UUID | None = None


SOMEHOW = Arrival()


class Sessions:
    """One log-in on one device each: opened, renewed by refresh tokens, ended."""

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Callable[[], UUID],
        tokens: Tokens,
        sealer: Sealer,
        outbox: Outbox,
        mail: AccountMail,
        audit: AuditLog,
        days: int,
        longest_days: int,
        most: int,
    ) -> None:
        """Take the limits of sessions.

        One not used for `days` is over, and so is one that began `longest_days` ago; with more
        than `most` the one that was not used for longest ends.
        """
        self._clock = clock
        self._ids = ids
        self._tokens = tokens
        self._sealer = sealer
        self._outbox = outbox
        self._mail = mail
        self._audit = audit
        self._days = days
        self._longest = timedelta(days=longest_days)
        self._most = most

    async def open(self, user: User, arrival: Arrival) -> schemas.Signed:
        """Sign an active user in, who has just proved who they are; joins an open transaction.

        `user` is as they were when they did. Raises `Unauthenticated` where they have another
        password since then, a second factor that was not asked for, no longer what they showed, or
        are not active any more.
        """
        now = self._clock.now()
        async with in_transaction():
            await _lock_unchanged(user, arrival)
            crowded_out = await self._make_room(user.id)
            told = await self._tell_of_new_device(user, arrival, now)
            session = await Session.create(
                id=self._ids(),
                user_id=user.id,
                created_at=now,
                last_used_at=now,
                method=arrival.method,
                second_factor=arrival.second_factor,
                proved_at=now,
                device=arrival.device,
                address_range=arrival.address_range,
            )
            refresh_token = new_token()
            await self._store(session, self._ids(), refresh_token, now)
        if crowded_out:
            await self._outbox.hurry()
        if told:
            await self._mail.hurry()
        return self._signed(user, session, refresh_token)

    async def replace(self, session_id: UUID, user: User, arrival: Arrival) -> schemas.Signed:
        """End a session and open another in its place, whose user has just proved who they are.

        What was signed in the old one, perhaps in a thief's hands, is not raised with it (OWASP
        ASVS 5.0, 7.2.4). Nobody hurries: the old one's sockets close when the event is read, within
        a second, and by then the client has the new tokens.
        Raises `SessionEnded` where it is over already, and what `open` does.
        """
        async with in_transaction():
            # Before the session, as everybody does who ends some: nobody waits crosswise.
            await _lock_unchanged(user, arrival)
            session = await Session.get(id=session_id, user_id=user.id)
            if not await self.end(session, "proved"):
                raise session_ended()
            return await self.open(user, arrival)

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
                await Session.select_for_update(of=("sessions",))
                .filter(refresh_tokens__token_hash=token_hash(shown))
                .first()
            )
            if session is None or session.ended_at is not None:
                raise session_ended()
            token = await RefreshToken.get(token_hash=token_hash(shown))
            successor = await _successor(token)
            user = await User.get(id=session.user_id)
            refresh_token = None
            match judge(token, successor, now, over_at=self._over_at(session, user)):
                case Answer.ROTATE if user.status == "active":
                    refresh_token = await self._rotate(session, token, now)
                case Answer.REPEAT if user.status == "active":
                    refresh_token = self._opened_successor(token)
                case Answer.EXPIRED:
                    await self.end(session, "expired")
                case Answer.REUSED:
                    await self.end(session, "refresh_reuse")
                    await self._audit.record(
                        actor="system", action="session.reuse_found", subject=user.id
                    )
        if refresh_token is None:
            await self._outbox.hurry()
            raise session_ended()
        return self._signed(user, session, refresh_token)

    async def log_out(self, principal: Principal) -> None:
        """End the caller's session: its tokens count no longer from now on."""
        async with in_transaction():
            session = await Session.get(id=principal.session_id)
            await self.end(session, "logout")
        await self._outbox.hurry()

    async def end(self, session: Session, reason: str) -> bool:
        """End one session in the open transaction; say whether it was not over already."""
        now = self._clock.now()
        ended = await Session.filter(id=session.id, ended_at__isnull=True).update(
            ended_at=now, ended_reason=reason
        )
        if not ended:
            return False
        await _forget_successors(session.id)
        user_id = UUID(str(session.user_id))
        await self._outbox.record(
            account_event.SessionEnded(user_id=user_id, session_id=session.id, reason=reason)
        )
        log.info("session ended", session_id=str(session.id), reason=reason)
        return True

    async def end_all(self, user_id: UUID, reason: str, *, kept: UUID | None = None) -> int:
        """End every session of a user but `kept`, in the open transaction; return how many.

        Whoever also changes the account has locked the user before.
        """
        sessions = (
            await Session.filter(user_id=user_id, ended_at__isnull=True)
            .order_by("id")
            .select_for_update()
        )
        ended = [await self.end(one, reason) for one in sessions if one.id != kept]
        return sum(ended)

    async def _make_room(self, user_id: UUID) -> bool:
        open_ones = await Session.filter(user_id=user_id, ended_at__isnull=True).order_by(
            "-last_used_at", "-id"
        )
        crowded_out = open_ones[self._most - 1 :]
        for session in crowded_out:
            await self.end(session, "too_many")
        return bool(crowded_out)

    async def _tell_of_new_device(self, user: User, arrival: Arrival, now: datetime) -> bool:
        """Write to a user who comes in from a device and place that no kept session knows."""
        known = Session.filter(user_id=user.id)
        alike = known.filter(device=arrival.device, address_range=arrival.address_range)
        if user.email is None or await alike.exists() or not await known.exists():
            return False
        await self._mail.send(
            user,
            "new_log_in",
            device=arrival.device or "unknown",
            place=arrival.address_range or "unknown",
            at=f"{now:%Y-%m-%d %H:%M} UTC",
        )
        return True

    async def _rotate(self, session: Session, token: RefreshToken, now: datetime) -> str:
        refresh_token, successor_id = new_token(), self._ids()
        await self._store(session, successor_id, refresh_token, now)
        # `token` itself is used from now on, so nobody needs it from its predecessor any more.
        await _forget_successors(session.id)
        sealed = self._sealer.seal(refresh_token.encode(), sealing_place(token.id))
        await RefreshToken.filter(id=token.id).update(
            used_at=now,
            successor_id=successor_id,
            successor_sealed=sealed.data,
            successor_key_id=sealed.key_id,
        )
        await Session.filter(id=session.id).update(last_used_at=now)
        return refresh_token

    async def _store(
        self, session: Session, token_id: UUID, refresh_token: str, now: datetime
    ) -> None:
        await RefreshToken.create(
            id=token_id,
            session_id=session.id,
            token_hash=token_hash(refresh_token),
            expires_at=now + timedelta(days=self._days),
            created_at=now,
        )

    def _over_at(self, session: Session, user: User) -> datetime:
        # A guest has nothing to sign in with again: ending their session would take all they have.
        if session.method == "guest" and user.email is None:
            return datetime.max.replace(tzinfo=UTC)
        return session.created_at + self._longest

    def _opened_successor(self, token: RefreshToken) -> str:
        assert token.successor_sealed is not None
        assert token.successor_key_id is not None
        opened = self._sealer.open(
            bytes(token.successor_sealed), token.successor_key_id, sealing_place(token.id)
        )
        return opened.decode()

    def _signed(self, user: User, session: Session, refresh_token: str) -> schemas.Signed:
        access = self._tokens.issue(user_id=user.id, session_id=session.id, role=user.role)
        return schemas.Signed(
            access_token=access.text,
            access_expires_at=access.expires_at,
            refresh_token=refresh_token,
            user=shown_user(user),
        )


async def _lock_unchanged(user: User, arrival: Arrival) -> None:
    """Lock a user who comes in: many at once count each other, and a reset waits or is seen.

    What ended every session must not be outlived by one that was about to be opened: so what they
    came by is looked at once more, now that nothing of it can change.
    """
    now = await User.select_for_update().get(id=user.id)
    unchanged = (now.status, now.password_hash) == ("active", user.password_hash)
    if not unchanged or not await _opens_still(user.id, arrival):
        raise Unauthenticated("Your account has just changed: sign in again")


async def _opens_still(user_id: UUID, arrival: Arrival) -> bool:
    shown: tuple[tuple[type[Passkey | Identity], UUID | None], ...] = (
        (Passkey, arrival.passkey_id),
        (Identity, arrival.identity_id),
    )
    for model, one in shown:
        if one is not None and not await model.exists(id=one, user_id=user_id):
            return False
    return arrival.second_factor or not (await owned_by(user_id)).asked_for


async def _successor(token: RefreshToken) -> RefreshToken | None:
    if token.successor_id is None:
        return None
    return await RefreshToken.get_or_none(id=token.successor_id)


async def _forget_successors(session_id: UUID) -> None:
    await RefreshToken.filter(session_id=session_id, successor_sealed__isnull=False).update(
        successor_sealed=None, successor_key_id=None
    )
