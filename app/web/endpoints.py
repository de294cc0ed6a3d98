"""Every HTTP endpoint: what it takes, what it answers, and what else may come back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.accounts import schemas as accounts
from app.accounts.administration import schemas as administration
from app.accounts.factors import schemas as factors
from app.accounts.factors.codes import schemas as codes
from app.accounts.factors.passkeys import schemas as passkeys
from app.accounts.lifecycle import schemas as lifecycle
from app.accounts.oauth import schemas as oauth
from app.accounts.passwords import schemas as passwords
from app.accounts.sessions import schemas as sessions
from app.rooms import schemas as rooms
from app.tutor import schemas as tutor
from app.web.audit import AuditPage
from app.web.health import Readiness


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One method of one path; `takes` and `answers` are the types of the bodies.

    `statuses` come with `answers`, those of `besides` with a type of their own, `problems` with a
    problem. Among these are not named: 401, which comes wherever one must be `signed_in`; 400, 408,
    413 and 415, wherever a body is read; 403, wherever something is changed (a page of another site
    may not); and 429, wherever requests are `limited`.
    """

    does: str
    summary: str
    takes: type | None = None
    answers: type | None = None
    statuses: Sequence[int] = (200,)
    besides: Mapping[int, type] = field(default_factory=dict)
    signed_in: bool = True
    problems: Sequence[int] = ()
    query: Sequence[str] = ()
    texts_in_query: Sequence[str] = ()
    ids_in_query: Sequence[str] = ()
    headers: Sequence[str] = ()
    limited: bool = True

    @property
    def types(self) -> set[type]:
        """The types of all bodies but problems."""
        taken = {self.takes, self.answers, *self.besides.values()}
        return {one for one in taken if one is not None}

    @property
    def every_problem(self) -> list[int]:
        """The statuses of all problems, in order."""
        signed_in = (401,) if self.signed_in else ()
        body = (400, 408, 413, 415) if self.takes is not None else ()
        changes = () if self.method == "get" else (403,)
        limited = (429,) if self.limited else ()
        return sorted({*self.problems, *signed_in, *body, *changes, *limited})

    @property
    def method(self) -> str:
        """The method in small letters, as OpenAPI writes it."""
        return self.does.split(" ")[0].lower()

    @property
    def path(self) -> str:
        """The path, its parameters in braces."""
        return self.does.split(" ")[1]


HEALTH = (
    Endpoint(
        does="GET /.well-known/security.txt",
        summary="Where a hole may be reported (RFC 9116).",
        signed_in=False,
        problems=(404,),
    ),
    Endpoint(
        does="GET /healthz", summary="Whether the process answers.", signed_in=False, limited=False
    ),
    Endpoint(
        does="GET /readyz",
        summary="Whether learners may be sent here.",
        answers=Readiness,
        statuses=(200, 503),
        signed_in=False,
        limited=False,
    ),
    Endpoint(
        does="GET /startupz",
        summary="Whether the server has started.",
        answers=Readiness,
        statuses=(200, 503),
        signed_in=False,
        limited=False,
    ),
)
ACCOUNTS = (
    Endpoint(
        does="GET /.well-known/jwks.json",
        summary="Keys that verify access tokens.",
        signed_in=False,
    ),
    Endpoint(
        does="POST /api/v1/guests",
        summary="Begin as a guest.",
        takes=accounts.NewGuest,
        answers=accounts.Signed,
        statuses=(201,),
        signed_in=False,
        problems=(422,),
    ),
    Endpoint(
        does="POST /api/v1/accounts",
        summary="Register with e-mail and password.",
        takes=accounts.NewAccount,
        answers=accounts.Signed,
        statuses=(201,),
        signed_in=False,
        problems=(409, 422, 503),
    ),
    Endpoint(
        does="POST /api/v1/sessions",
        summary="Log in; 202 asks for the second factor.",
        takes=accounts.LogIn,
        answers=accounts.Signed,
        statuses=(201,),
        besides={202: factors.SecondFactorNeeded},
        signed_in=False,
        problems=(401, 403, 422, 429, 503),
    ),
    Endpoint(
        does="POST /api/v1/sessions/refresh",
        summary="Exchange a refresh token.",
        takes=accounts.Refresh,
        answers=accounts.Signed,
        signed_in=False,
        problems=(401, 422),
    ),
    Endpoint(does="DELETE /api/v1/sessions/current", summary="Log out here.", statuses=(204,)),
    Endpoint(does="GET /api/v1/me", summary="Oneself.", answers=accounts.User),
    Endpoint(
        does="POST /api/v1/me/credentials",
        summary="Make a guest a full account.",
        takes=accounts.Credentials,
        answers=accounts.User,
        problems=(409, 422, 503),
    ),
)
SESSIONS = (
    Endpoint(
        does="GET /api/v1/sessions",
        summary="One's open sessions.",
        answers=sessions.SessionsShown,
    ),
    Endpoint(
        does="DELETE /api/v1/sessions",
        summary="Log out everywhere; wants a fresh proof.",
        statuses=(204,),
        problems=(403,),
    ),
    Endpoint(
        does="DELETE /api/v1/sessions/others",
        summary="Log out everywhere else; wants a fresh proof.",
        statuses=(204,),
        problems=(403,),
    ),
    Endpoint(
        does="DELETE /api/v1/sessions/{session_id}",
        summary="End one session; another than this one wants a fresh proof.",
        statuses=(204,),
        problems=(403, 404),
    ),
)
PASSWORDS = (
    Endpoint(
        does="POST /api/v1/me/password",
        summary="Change the password, or set the first; all other sessions end.",
        takes=passwords.ChangePassword,
        statuses=(204,),
        problems=(403, 409, 422, 429, 503),
    ),
    Endpoint(
        does="POST /api/v1/password/reset",
        summary="Mail a link to whoever has this address; the same answer for all.",
        takes=passwords.AskReset,
        statuses=(202,),
        signed_in=False,
        problems=(422,),
    ),
    Endpoint(
        does="POST /api/v1/password/new",
        summary="Set the password with a mailed link; all sessions end.",
        takes=passwords.ResetPassword,
        statuses=(204,),
        signed_in=False,
        problems=(410, 422, 503),
    ),
)
LIFECYCLE = (
    Endpoint(
        does="POST /api/v1/email/verification",
        summary="Mail another link that verifies the address.",
        statuses=(202,),
        problems=(409, 429),
    ),
    Endpoint(
        does="POST /api/v1/email/verified",
        summary="Verify the address with a mailed link.",
        takes=lifecycle.MailedToken,
        statuses=(204,),
        signed_in=False,
        problems=(410, 422),
    ),
    Endpoint(
        does="POST /api/v1/me/email",
        summary="Mail a link to a new address; wants a fresh proof.",
        takes=lifecycle.ChangeEmail,
        statuses=(202,),
        problems=(403, 409, 422, 429),
    ),
    Endpoint(
        does="POST /api/v1/email/changed",
        summary="Take the new address with a mailed link.",
        takes=lifecycle.MailedToken,
        statuses=(204,),
        signed_in=False,
        problems=(409, 410, 422),
    ),
    Endpoint(
        does="POST /api/v1/me/export",
        summary="Everything held about oneself, as a zip of JSON; wants a fresh proof.",
        problems=(403,),
    ),
    Endpoint(
        does="DELETE /api/v1/me",
        summary="Have the account erased after 30 days; wants a fresh proof.",
        statuses=(204,),
        problems=(403, 409),
    ),
    Endpoint(
        does="POST /api/v1/account/restored",
        summary="Keep an account that was to be erased; sign in again then.",
        takes=lifecycle.RestoreAccount,
        statuses=(204,),
        signed_in=False,
        problems=(410, 422),
    ),
)
ADMINISTRATION = (
    Endpoint(
        does="POST /api/v1/admin/accounts/search",
        summary="Find an account by its e-mail address.",
        takes=administration.FindAccounts,
        answers=administration.AccountsFound,
        problems=(403, 422),
    ),
    Endpoint(
        does="POST /api/v1/admin/accounts/{account_id}/suspension",
        summary="Suspend an account and end its sessions.",
        answers=administration.AccountShown,
        problems=(403, 404, 409),
    ),
    Endpoint(
        does="DELETE /api/v1/admin/accounts/{account_id}/suspension",
        summary="Give a suspended account back to its owner.",
        answers=administration.AccountShown,
        problems=(403, 404, 409),
    ),
    Endpoint(
        does="PUT /api/v1/admin/accounts/{account_id}/role",
        summary="Change an account's role; asks for a fresh proof.",
        takes=administration.ChangeRole,
        answers=administration.AccountShown,
        problems=(403, 404, 409, 422),
    ),
    Endpoint(
        does="DELETE /api/v1/admin/accounts/{account_id}/sessions",
        summary="End every session of an account.",
        answers=administration.SessionsEnded,
        problems=(403, 404),
    ),
    Endpoint(
        does="DELETE /api/v1/admin/sessions",
        summary="End every session of everybody; asks for a fresh proof.",
        answers=administration.SessionsEnded,
        problems=(403,),
    ),
)
WAYS_IN = (
    Endpoint(
        does="POST /api/v1/sessions/second-factor",
        summary="Show the second factor.",
        takes=factors.SecondFactorGiven,
        answers=accounts.Signed,
        statuses=(201,),
        signed_in=False,
        problems=(403, 410, 422, 429),
    ),
    Endpoint(
        does="POST /api/v1/sessions/passkey/options",
        summary="What a passkey is asked to sign.",
        answers=passkeys.PasskeyOptions,
        signed_in=False,
    ),
    Endpoint(
        does="POST /api/v1/sessions/passkey",
        summary="Log in with a passkey.",
        takes=passkeys.PasskeyLogIn,
        answers=accounts.Signed,
        statuses=(201,),
        signed_in=False,
        problems=(401, 403, 410, 422),
    ),
    Endpoint(
        does="POST /api/v1/accounts/passkey/options",
        summary="What makes the passkey of a new account.",
        takes=accounts.NewPerson,
        answers=passkeys.PasskeyOptions,
        signed_in=False,
        problems=(409, 422),
    ),
    Endpoint(
        does="POST /api/v1/accounts/passkey",
        summary="Register with a passkey instead of a password.",
        takes=passkeys.FirstPasskey,
        answers=accounts.Signed,
        statuses=(201,),
        signed_in=False,
        problems=(409, 410, 422),
    ),
)
FACTORS = (
    Endpoint(
        does="GET /api/v1/me/factors",
        summary="What one can prove oneself with.",
        answers=factors.FactorsShown,
    ),
    Endpoint(
        does="POST /api/v1/me/proof/options",
        summary="What a passkey is asked to sign as a fresh proof.",
        answers=passkeys.PasskeyOptions,
        problems=(409,),
    ),
    Endpoint(
        does="POST /api/v1/me/proof",
        summary="Prove anew who one is, and get a new session; 202 asks for the second factor.",
        takes=factors.ProofGiven,
        answers=accounts.Signed,
        statuses=(201,),
        besides={202: factors.SecondFactorNeeded},
        problems=(403, 410, 422, 429),
    ),
    Endpoint(
        does="GET /api/v1/me/passkeys",
        summary="One's passkeys.",
        answers=passkeys.PasskeysShown,
    ),
    Endpoint(
        does="POST /api/v1/me/passkeys/options",
        summary="What makes another passkey.",
        answers=passkeys.PasskeyOptions,
        problems=(403, 409),
    ),
    Endpoint(
        does="POST /api/v1/me/passkeys",
        summary="Add a passkey.",
        takes=passkeys.NewPasskey,
        answers=passkeys.PasskeyShown,
        statuses=(201,),
        problems=(403, 409, 410, 422),
    ),
    Endpoint(
        does="PATCH /api/v1/me/passkeys/{passkey_id}",
        summary="Rename a passkey.",
        takes=passkeys.PasskeyRenamed,
        answers=passkeys.PasskeyShown,
        problems=(404, 422),
    ),
    Endpoint(
        does="DELETE /api/v1/me/passkeys/{passkey_id}",
        summary="Remove a passkey; other sessions end, but for keep_others=1.",
        statuses=(204,),
        problems=(403, 404, 409),
        query=("keep_others",),
    ),
    Endpoint(
        does="POST /api/v1/me/totp",
        summary="Begin to set up one-time codes.",
        answers=codes.TotpBegun,
        statuses=(201,),
        problems=(403, 409),
    ),
    Endpoint(
        does="POST /api/v1/me/totp/confirmed",
        summary="Show the first one-time code, and get recovery codes.",
        takes=codes.TotpConfirmed,
        answers=codes.RecoveryCodesShown,
        problems=(403, 409, 422),
    ),
    Endpoint(
        does="DELETE /api/v1/me/totp",
        summary="Remove one-time codes; other sessions end, but for keep_others=1.",
        statuses=(204,),
        problems=(403, 404, 409),
        query=("keep_others",),
    ),
    Endpoint(
        does="POST /api/v1/me/recovery-codes",
        summary="Replace the recovery codes.",
        takes=codes.NewRecoveryCodes,
        answers=codes.RecoveryCodesShown,
        statuses=(201,),
        problems=(403, 409, 422),
    ),
)
OAUTH = (
    Endpoint(
        does="GET /api/v1/ways-in",
        summary="How one may come in beside e-mail and password.",
        answers=oauth.WaysIn,
        signed_in=False,
    ),
    Endpoint(
        does="POST /api/v1/oauth/{provider}",
        summary="Set out to a provider; the cookie binds the way back to this browser.",
        takes=oauth.SetOut,
        answers=oauth.SentThere,
        signed_in=False,
        problems=(401, 403, 404, 422, 502, 503),
    ),
    Endpoint(
        does="GET /oauth/{provider}/callback",
        summary="Where a provider sends the browser back; it goes on to the page.",
        statuses=(303,),
        signed_in=False,
        problems=(404,),
    ),
    Endpoint(
        does="POST /api/v1/sessions/entered",
        summary="Sign in with a ticket that was come back with; 200 where nobody is here yet.",
        takes=oauth.Entered,
        answers=accounts.Signed,
        statuses=(201,),
        besides={200: oauth.Registration, 202: factors.SecondFactorNeeded},
        signed_in=False,
        problems=(403, 409, 410, 422),
    ),
    Endpoint(
        does="POST /api/v1/accounts/entered",
        summary="Register with what a provider said.",
        takes=oauth.NewEntered,
        answers=accounts.Signed,
        statuses=(201,),
        signed_in=False,
        problems=(403, 409, 410, 422),
    ),
    Endpoint(
        does="GET /api/v1/me/identities",
        summary="Providers' accounts that open one's own.",
        answers=oauth.IdentitiesShown,
        problems=(403,),
    ),
    Endpoint(
        does="POST /api/v1/me/identities",
        summary="Link a provider's account; a guest becomes a full account.",
        takes=oauth.Link,
        answers=oauth.IdentitiesShown,
        statuses=(201,),
        problems=(403, 409, 410, 422),
    ),
    Endpoint(
        does="DELETE /api/v1/me/identities/{provider}",
        summary="Unlink a provider; other sessions end, but for keep_others=1.",
        statuses=(204,),
        problems=(403, 404, 409),
        query=("keep_others",),
    ),
    Endpoint(
        does="POST /api/v1/me/proof/entered",
        summary="Prove anew who one is by a linked provider, and get a new session.",
        takes=oauth.Entered,
        answers=accounts.Signed,
        statuses=(201,),
        besides={202: factors.SecondFactorNeeded},
        problems=(403, 410, 422),
    ),
)
TUTOR = (
    Endpoint(
        does="GET /api/v1/tutor",
        summary="What answers here.",
        answers=tutor.TutorShown,
        signed_in=False,
    ),
    Endpoint(
        does="GET /api/v1/personas",
        summary="Who can be talked to.",
        answers=tutor.PersonasShown,
    ),
)
ROOMS = (
    Endpoint(
        does="GET /api/v1/rooms",
        summary="The learner's open rooms.",
        answers=rooms.RoomsShown,
    ),
    Endpoint(
        does="POST /api/v1/rooms",
        summary="Open a room; 200 answers the one that is open.",
        takes=rooms.OpenRoom,
        answers=rooms.RoomShown,
        statuses=(201, 200),
        problems=(403, 404, 422),
    ),
    Endpoint(
        does="PATCH /api/v1/rooms/{room_id}",
        summary="Move the closeness.",
        takes=rooms.ChangeRoom,
        answers=rooms.RoomShown,
        problems=(404, 422),
    ),
    Endpoint(
        does="DELETE /api/v1/rooms/{room_id}",
        summary="Leave the room.",
        statuses=(204,),
        problems=(404,),
    ),
    Endpoint(
        does="GET /api/v1/rooms/{room_id}/history",
        summary="A page of events made from rows.",
        answers=rooms.HistoryPage,
        problems=(400, 404),
        query=("before", "limit"),
    ),
    Endpoint(
        does="POST /api/v1/rooms/{room_id}/messages",
        summary="Send a message; its events follow live.",
        takes=rooms.MessageText,
        answers=rooms.MessageSent,
        statuses=(201,),
        problems=(404, 409, 422, 429),
        headers=("Idempotency-Key",),
    ),
)
SEARCH = (
    Endpoint(
        does="GET /api/v1/history/search",
        summary="What one wrote and was told with the text `q` in it, the newest first.",
        answers=rooms.SearchPage,
        problems=(400,),
        query=("limit",),
        texts_in_query=("q",),
        ids_in_query=("before",),
    ),
)
AUDIT = (
    Endpoint(
        does="GET /api/v1/admin/audit",
        summary="What administrators and the machinery did.",
        answers=AuditPage,
        problems=(400, 403),
        query=("before", "limit"),
    ),
)
ENDPOINTS = (
    *HEALTH,
    *ACCOUNTS,
    *SESSIONS,
    *PASSWORDS,
    *LIFECYCLE,
    *WAYS_IN,
    *FACTORS,
    *OAUTH,
    *ADMINISTRATION,
    *AUDIT,
    *TUTOR,
    *ROOMS,
    *SEARCH,
)
