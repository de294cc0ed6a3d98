"""Coming in with a passkey: into an account that is there, or with one that is made for it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol
from uuid import UUID

import msgspec

from app.accounts import schemas
from app.accounts.factors.passkeys.assertions import Assertions
from app.accounts.factors.passkeys.challenges import Challenges, new_challenge
from app.accounts.factors.passkeys.relying_party import SECONDS, RelyingParty
from app.accounts.factors.passkeys.schemas import FirstPasskey, PasskeyLogIn, PasskeyOptions
from app.accounts.factors.passkeys.service import Passkeys, conflict_where_registered
from app.accounts.factors.schemas import SecondFactorNeeded
from app.accounts.models import User
from app.accounts.rules import normalise_email, normalise_nickname
from app.accounts.service import AccountService
from app.accounts.sessions.service import SOMEHOW, Arrival
from app.accounts.tickets.service import Tickets
from app.platform.errors import Unauthenticated
from app.platform.logging import logger

log = logger(__name__)

LOG_IN = "passkey_log_in"
REGISTRATION = "passkey_account"


class Door(Protocol):
    """The last step of every way in (signing_in/service.py)."""

    async def welcome(
        self, user: User, arrival: Arrival = SOMEHOW
    ) -> schemas.Signed | SecondFactorNeeded:
        """Let in a user who has proved who they are."""
        ...


class Newcomer(msgspec.Struct, frozen=True):
    """Who is about to make an account, as the ticket keeps it between the two steps."""

    user_id: UUID
    challenge: bytes
    person: schemas.NewPerson


class PasskeySigningIn:
    """A passkey is two factors at once: the device, and what it verifies its user by."""

    def __init__(
        self,
        *,
        party: RelyingParty,
        challenges: Challenges,
        assertions: Assertions,
        passkeys: Passkeys,
        tickets: Tickets,
        door: Door,
        service: AccountService,
        ids: Callable[[], UUID],
    ) -> None:
        self._party = party
        self._challenges = challenges
        self._assertions = assertions
        self._passkeys = passkeys
        self._tickets = tickets
        self._door = door
        self._service = service
        self._ids = ids

    async def offer(self) -> PasskeyOptions:
        """Return what shows any passkey of ours that the device has; the user chooses."""
        return await self._challenges.ask_for_known(LOG_IN)

    async def log_in(
        self, given: PasskeyLogIn, arrival: Arrival = SOMEHOW
    ) -> schemas.Signed | SecondFactorNeeded:
        """Open a session for the owner of a passkey.

        Raises `TicketInvalid`, `Unauthenticated`, and `Forbidden` where the account is not active.
        """
        challenge = await self._challenges.take(LOG_IN, given.ticket)
        passkey = await self._assertions.recognise(given.credential, challenge)
        if passkey is None:
            log.info("passkey_log_in", right=False)
            raise Unauthenticated("This passkey opens no account here: try another way to sign in")
        user = await User.get(id=passkey.user_id)
        log.info("passkey_log_in", right=True, user_id=str(user.id), active=user.status == "active")
        arrived = replace(_both_factors(arrival), passkey_id=passkey.id)
        return await self._door.welcome(user, arrived)

    async def offer_account(self, person: schemas.NewPerson) -> PasskeyOptions:
        """Return what makes the passkey of a new account.

        Raises `Unprocessable`, and `Conflict` where the e-mail address is taken: before a passkey
        stays on a device that opens nothing.
        """
        await self._service.require_free(person)
        newcomer = Newcomer(self._ids(), new_challenge(), person)
        options = self._party.creation_options(
            challenge=newcomer.challenge,
            user_id=newcomer.user_id,
            name=normalise_email(person.email),
            nickname=normalise_nickname(person.nickname),
            has=(),
        )
        ticket = await self._tickets.issue(
            REGISTRATION, seconds=SECONDS, state=msgspec.json.encode(newcomer)
        )
        return PasskeyOptions(ticket, options)

    async def register(self, given: FirstPasskey, arrival: Arrival = SOMEHOW) -> schemas.Signed:
        """Make the account and sign it in.

        Raises `TicketInvalid`, `Unprocessable`, and `Conflict` where the e-mail address or the
        passkey was taken meanwhile.
        """
        held = await self._tickets.take(REGISTRATION, given.ticket)
        newcomer = msgspec.json.decode(held.state, type=Newcomer)

        async def add_passkey() -> None:
            await self._passkeys.create(
                newcomer.user_id, given.credential, given.name, newcomer.challenge
            )

        with conflict_where_registered():
            return await self._service.register_with(
                add_passkey,
                newcomer.person,
                user_id=newcomer.user_id,
                arrival=_both_factors(arrival),
            )


def _both_factors(arrival: Arrival) -> Arrival:
    return replace(arrival, method="passkey", second_factor=True)
