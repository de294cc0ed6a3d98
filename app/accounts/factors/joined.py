"""Factors, joined: passkeys, codes, proofs and the second step, with what each needs."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.routing import BaseRoute

from app.accounts.events.outbox import Outbox
from app.accounts.factors import routes as factor_routes
from app.accounts.factors.changes import Changes
from app.accounts.factors.codes.recovery import RecoveryCodes
from app.accounts.factors.codes.totp import Totp
from app.accounts.factors.passkeys import routes as passkey_routes
from app.accounts.factors.passkeys.assertions import Assertions
from app.accounts.factors.passkeys.challenges import Challenges
from app.accounts.factors.passkeys.relying_party import relying_party
from app.accounts.factors.passkeys.service import Passkeys
from app.accounts.factors.passkeys.signing_in import Door, PasskeySigningIn
from app.accounts.factors.proofs import Proofs
from app.accounts.factors.proving import Proving
from app.accounts.factors.second_factor import SecondFactor
from app.accounts.models import User
from app.accounts.passwords.hashing import Passwords
from app.accounts.service import AccountService
from app.accounts.sessions.service import Sessions
from app.accounts.signing_in.guessing import Guessing
from app.accounts.tickets.service import Tickets
from app.platform.audit.log import AuditLog
from app.platform.clock import Clock
from app.platform.sealing import Sealer
from app.platform.settings import Settings


@dataclass(frozen=True, slots=True)
class Factors:
    """What the rest of accounts asks of factors."""

    proofs: Proofs
    changes: Changes
    proving: Proving
    second_factor: SecondFactor
    passkeys: Passkeys
    totp: Totp
    recovery_codes: RecoveryCodes
    passkey_signing_in: Callable[[Door, AccountService], PasskeySigningIn]

    def routes(self, door: Door, service: AccountService) -> list[BaseRoute]:
        """Every route of factors; `door` lets in who came by a passkey."""
        return [
            *factor_routes.routes(self.second_factor, self.proving, self.totp, self.recovery_codes),
            *passkey_routes.routes(self.passkeys, self.passkey_signing_in(door, service)),
        ]


def open_factors(
    *,
    settings: Settings,
    clock: Clock,
    ids: Callable[[], UUID],
    passwords: Passwords,
    sealer: Sealer,
    sessions: Sessions,
    tickets: Tickets,
    guessing: Guessing,
    outbox: Outbox,
    audit: AuditLog,
    proofs: Proofs,
    issuers: Sequence[str],
    refuse_inactive: Callable[[User], Awaitable[None]],
) -> Factors:
    """Join the parts over the open database.

    `issuers` are the providers through which one can come in now.
    """
    party = relying_party(settings)
    challenges = Challenges(party=party, tickets=tickets)
    assertions = Assertions(party=party, clock=clock, audit=audit)
    changes = Changes(sessions=sessions, outbox=outbox, audit=audit)
    recovery_codes = RecoveryCodes(proofs=proofs, changes=changes, clock=clock, ids=ids)
    totp = Totp(
        proofs=proofs,
        changes=changes,
        recovery_codes=recovery_codes,
        sealer=sealer,
        clock=clock,
        ids=ids,
    )
    second_factor = SecondFactor(
        party=party,
        tickets=tickets,
        assertions=assertions,
        totp=totp,
        recovery_codes=recovery_codes,
        guessing=guessing,
        sessions=sessions,
        outbox=outbox,
        audit=audit,
        refuse_inactive=refuse_inactive,
    )
    passkeys = Passkeys(
        party=party,
        challenges=challenges,
        proofs=proofs,
        changes=changes,
        issuers=issuers,
        clock=clock,
        ids=ids,
    )
    return Factors(
        proofs=proofs,
        changes=changes,
        proving=Proving(
            challenges=challenges,
            assertions=assertions,
            passwords=passwords,
            guessing=guessing,
            second_factor=second_factor,
            sessions=sessions,
        ),
        second_factor=second_factor,
        passkeys=passkeys,
        totp=totp,
        recovery_codes=recovery_codes,
        passkey_signing_in=lambda door, service: PasskeySigningIn(
            party=party,
            challenges=challenges,
            assertions=assertions,
            passkeys=passkeys,
            tickets=tickets,
            door=door,
            service=service,
            ids=ids,
        ),
    )
