"""Accounts, joined: every part of the room with what it needs of the others."""

from collections.abc import Callable, Sequence
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
from app.accounts.factors.proofs import Proofs
from app.accounts.former_addresses import FormerAddresses
from app.accounts.letters.account_mail import AccountMail
from app.accounts.lifecycle import routes as lifecycle_routes
from app.accounts.lifecycle.account_data import AccountData
from app.accounts.lifecycle.deletion import Deletion
from app.accounts.lifecycle.email_change import EmailChange
from app.accounts.lifecycle.export import Export
from app.accounts.lifecycle.personal_data import PersonalData
from app.accounts.lifecycle.verification import EmailVerification
from app.accounts.oauth import routes as oauth_routes
from app.accounts.oauth.known import providers_of
from app.accounts.oauth.outgoing import Outgoing
from app.accounts.oauth.service import OAuth, open_oauth
from app.accounts.passwords import routes as password_routes
from app.accounts.passwords.breaches import BreachedPasswords
from app.accounts.passwords.hashing import Passwords
from app.accounts.passwords.rules import PasswordRules, Words, no_more_words
from app.accounts.passwords.service import PasswordChanges
from app.accounts.service import AccountService
from app.accounts.sessions import routes as session_routes
from app.accounts.sessions.own import OwnSessions
from app.accounts.sessions.service import Sessions
from app.accounts.signing_in import routes as signing_in_routes
from app.accounts.signing_in.guessing import Guessing
from app.accounts.signing_in.service import SigningIn
from app.accounts.tickets.service import Tickets
from app.platform.audit.log import AuditLog
from app.platform.clock import Clock
from app.platform.mail.post import PostOffice
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
    own_sessions: OwnSessions
    password_changes: PasswordChanges
    verification: EmailVerification
    email_change: EmailChange
    deletion: Deletion
    export: Export

    @property
    def routes(self) -> list[BaseRoute]:
        """Every route of accounts."""
        return [
            *access_routes.routes(self.access),
            *account_routes.routes(self.service),
            *session_routes.routes(self.sessions, self.own_sessions),
            *signing_in_routes.routes(self.signing_in),
            *administration_routes.routes(self.administration, self.factors.proofs),
            *self.factors.routes(self.signing_in, self.service),
            *oauth_routes.routes(self.oauth),
            *password_routes.routes(self.password_changes),
            *lifecycle_routes.routes(
                verification=self.verification,
                email_change=self.email_change,
                deletion=self.deletion,
                export=self.export,
            ),
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
    post: PostOffice,
    audit: AuditLog,
    blacklist: Blacklist | None = None,
    held: Sequence[PersonalData] = (),
    words: Words = no_more_words,
) -> Accounts:
    """Join the parts over the open database; without a blacklist it is asked for every token.

    `held` is what the other rooms of the house keep about users, `words` what no password here may
    consist of beside the product's own name.
    """
    mail = AccountMail(post, address=settings.address)
    tickets = Tickets(sealer=sealer, clock=clock, ids=ids)
    guessing = Guessing(sealer=sealer, clock=clock)
    rules = password_rules(settings, words)
    verification = EmailVerification(tickets=tickets, mail=mail, outbox=outbox, clock=clock)
    sessions = Sessions(
        clock=clock,
        ids=ids,
        tokens=tokens,
        sealer=sealer,
        outbox=outbox,
        mail=mail,
        audit=audit,
        days=settings.session_days,
        longest_days=settings.session_longest_days,
        most=settings.sessions_per_user,
    )
    providers = providers_of(settings, outgoing=Outgoing(), clock=clock)
    proofs = Proofs(clock=clock)
    deletion = Deletion(
        sessions=sessions,
        tickets=tickets,
        proofs=proofs,
        mail=mail,
        outbox=outbox,
        audit=audit,
        clock=clock,
    )
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
        proofs=proofs,
        issuers=[one.issuer for one in providers.values()],
        refuse_inactive=deletion.refuse_inactive,
    )
    service = AccountService(
        settings=settings,
        clock=clock,
        ids=ids,
        passwords=passwords,
        rules=rules,
        sessions=sessions,
        verification=verification,
        proofs=proofs,
        guessing=guessing,
        outbox=outbox,
        audit=audit,
    )
    signing_in = SigningIn(
        passwords=passwords,
        sessions=sessions,
        guessing=guessing,
        deletion=deletion,
        second_factor=factors.second_factor,
    )
    return Accounts(
        access=Access(tokens=tokens, blacklist=blacklist),
        sessions=sessions,
        service=service,
        signing_in=signing_in,
        guessing=guessing,
        tickets=tickets,
        administration=Administration(
            tokens=tokens,
            former_addresses=FormerAddresses(sealer=sealer, ids=ids, clock=clock),
            sessions=sessions,
            tickets=tickets,
            outbox=outbox,
            audit=audit,
        ),
        factors=factors,
        oauth=open_oauth(
            settings=settings,
            providers=providers,
            clock=clock,
            ids=ids,
            tickets=tickets,
            signing_in=signing_in,
            service=service,
            factors=factors,
        ),
        own_sessions=OwnSessions(sessions=sessions, proofs=factors.proofs, outbox=outbox),
        password_changes=PasswordChanges(
            passwords=passwords,
            rules=rules,
            sessions=sessions,
            tickets=tickets,
            proofs=factors.proofs,
            guessing=guessing,
            mail=mail,
            outbox=outbox,
            audit=audit,
            clock=clock,
        ),
        verification=verification,
        email_change=EmailChange(
            tickets=tickets,
            proofs=factors.proofs,
            sessions=sessions,
            mail=mail,
            outbox=outbox,
            audit=audit,
            clock=clock,
        ),
        deletion=deletion,
        export=Export(held=(AccountData(), *held), proofs=factors.proofs, audit=audit, clock=clock),
    )


def password_rules(settings: Settings, words: Words) -> PasswordRules:
    """Return what is asked of a password that somebody chooses."""
    url = settings.breached_passwords_url
    if url is None:
        return PasswordRules(words=words)
    return PasswordRules(words=words, breached=BreachedPasswords(url).knows)
