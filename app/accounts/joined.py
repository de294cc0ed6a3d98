"""Accounts, joined: every part of the room with what it needs of the others."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from starlette.routing import BaseRoute

from app.accounts import routes as account_routes
from app.accounts.access import routes as access_routes
from app.accounts.access.access import Access
from app.accounts.access.blacklist import Blacklist
from app.accounts.access.tokens import Tokens
from app.accounts.administration import routes as administration_routes
from app.accounts.administration.service import Administration
from app.accounts.events.outbox import Outbox
from app.accounts.factors.joined import Factors, open_factors
from app.accounts.oauth import routes as oauth_routes
from app.accounts.oauth.known import providers_of
from app.accounts.oauth.outgoing import Outgoing
from app.accounts.oauth.service import OAuth, open_oauth
from app.accounts.passwords.hashing import Passwords
from app.accounts.service import AccountService
from app.accounts.sessions import routes as session_routes
from app.accounts.sessions.service import Sessions
from app.accounts.signing_in import routes as signing_in_routes
from app.accounts.signing_in.guessing import Guessing
from app.accounts.signing_in.service import SigningIn
from app.accounts.tickets.service import Tickets
from app.platform.audit.log import AuditLog
from app.platform.clock import Clock
from app.platform.sealing import Sealer
from app.platform.settings import Settings


@dataclass(frozen=True, slots=True)
class Accounts:
    """What the composition roots and the other rooms' ports ask of accounts."""

    access: Access
    sessions: Sessions
    service: AccountService
    signing_in: SigningIn
    tickets: Tickets
    guessing: Guessing
    administration: Administration
    factors: Factors
    oauth: OAuth

    @property
    def routes(self) -> list[BaseRoute]:
        """Every route of accounts."""
        return [
            *access_routes.routes(self.access),
            *account_routes.routes(self.service),
            *session_routes.routes(self.sessions),
            *signing_in_routes.routes(self.signing_in),
            *administration_routes.routes(self.administration, self.factors.proofs),
            *self.factors.routes(self.signing_in, self.service),
            *oauth_routes.routes(self.oauth),
        ]


def open_accounts(
    *,
    settings: Settings,
    clock: Clock,
    ids: Callable[[], UUID],
    passwords: Passwords,
    tokens: Tokens,
    sealer: Sealer,
    outbox: Outbox,
    blacklist: Blacklist | None = None,
    audit: AuditLog,
) -> Accounts:
    """Join the parts over the open database; without a blacklist it is asked for every token."""
    sessions = Sessions(
        clock=clock,
        ids=ids,
        tokens=tokens,
        sealer=sealer,
        outbox=outbox,
        days=settings.session_days,
        longest_days=settings.session_longest_days,
        most=settings.sessions_per_user,
    )
    guessing = Guessing(sealer=sealer, clock=clock)
    tickets = Tickets(sealer=sealer, clock=clock, ids=ids)
    factors = open_factors(
        settings=settings,
        clock=clock,
        ids=ids,
        passwords=passwords,
        sealer=sealer,
        sessions=sessions,
        tickets=tickets,
        guessing=guessing,
        outbox=outbox,
        audit=audit,
    )
    service = AccountService(
        settings=settings, clock=clock, ids=ids, passwords=passwords, sessions=sessions
    )
    signing_in = SigningIn(
        passwords=passwords,
        sessions=sessions,
        guessing=guessing,
        second_factor=factors.second_factor,
    )
    return Accounts(
        access=Access(tokens=tokens, blacklist=blacklist),
        sessions=sessions,
        service=service,
        signing_in=signing_in,
        guessing=guessing,
        tickets=tickets,
        administration=Administration(sessions=sessions, outbox=outbox, audit=audit),
        factors=factors,
        oauth=open_oauth(
            settings=settings,
            providers=providers_of(settings, outgoing=Outgoing(), clock=clock),
            clock=clock,
            ids=ids,
            tickets=tickets,
            signing_in=signing_in,
            service=service,
            factors=factors,
        ),
    )
