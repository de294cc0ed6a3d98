"""Accounts: becoming a user, sessions, passwords, and an account's life."""

from app.accounts import schemas as accounts
from app.accounts.factors import schemas as factors
from app.accounts.lifecycle import schemas as lifecycle
from app.accounts.passwords import schemas as passwords
from app.accounts.sessions import schemas as sessions
from app.web.endpoints.endpoint import Endpoint

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
        summary="Verify the address with the mailed link of one's own account.",
        takes=lifecycle.MailedToken,
        statuses=(204,),
        problems=(403, 410, 422),
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
        summary="Take the new address with the mailed link of one's own account.",
        takes=lifecycle.NewAddress,
        statuses=(204,),
        problems=(403, 409, 410, 422),
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
