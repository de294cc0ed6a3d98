"""Challenges of passkeys: asked once, good for five minutes, each with a ticket to come back."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from app.accounts.factors.models import Passkey
from app.accounts.factors.passkeys.relying_party import SECONDS, RelyingParty
from app.accounts.factors.passkeys.schemas import PasskeyOptions
from app.accounts.models import User
from app.accounts.tickets.service import TicketInvalid, Tickets

CHALLENGE_BYTES = 32


def new_challenge() -> bytes:
    """Return 256 random bits (WebAuthn level 3, 13.4.3, wants 128)."""
    return secrets.token_bytes(CHALLENGE_BYTES)


class Challenges:
    """`kind` says what for, `of` whose: one asked for one thing does not do for another."""

    def __init__(self, *, party: RelyingParty, tickets: Tickets) -> None:
        self._party = party
        self._tickets = tickets

    async def ask_for_new(self, kind: str, user: User, has: Sequence[Passkey]) -> PasskeyOptions:
        """Return what makes a passkey for `user`, who has the passkeys `has` already."""
        challenge = new_challenge()
        options = self._party.creation_options(
            challenge=challenge,
            user_id=user.id,
            name=user.email or user.nickname,
            nickname=user.nickname,
            has=has,
        )
        return PasskeyOptions(await self._issue(kind, challenge, user.id), options)

    async def ask_for_known(
        self, kind: str, *, of: UUID | None = None, allowed: Sequence[Passkey] = ()
    ) -> PasskeyOptions:
        """Return what shows one of the passkeys `allowed`, or any where it is empty."""
        challenge = new_challenge()
        options = self._party.request_options(challenge=challenge, allowed=allowed)
        return PasskeyOptions(await self._issue(kind, challenge, of), options)

    async def take(self, kind: str, ticket: str, *, of: UUID | None = None) -> bytes:
        """Return the challenge that a ticket was given with. Raises `TicketInvalid`."""
        held = await self._tickets.take(kind, ticket)
        if held.user_id != of:
            raise TicketInvalid("This is no longer valid: ask for a new one")
        return held.state

    async def _issue(self, kind: str, challenge: bytes, of: UUID | None) -> str:
        return await self._tickets.issue(kind, seconds=SECONDS, state=challenge, user_id=of)
