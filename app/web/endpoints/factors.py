"""Second factors, passkeys and fresh proofs."""

from app.accounts import schemas as accounts
from app.accounts.factors import schemas as factors
from app.accounts.factors.codes import schemas as codes
from app.accounts.factors.passkeys import schemas as passkeys
from app.web.endpoints.endpoint import Endpoint

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
        problems=(403, 410, 422, 429, 503),
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
