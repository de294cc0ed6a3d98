"""What crosses the wire about second factors and proofs, whichever factor it is."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from starlette.responses import Response

from app.accounts.factors.codes.schemas import RecoveryCodeText, TotpCode
from app.accounts.factors.owned import Factor
from app.accounts.factors.passkeys.schemas import PasskeyShown, ShownCredential, TicketText
from app.accounts.schemas import Signed
from app.platform.http import json_response


class SecondFactorNeeded(msgspec.Struct, frozen=True):
    """202: what was shown is right and not enough.

    The ticket `second_factor` and one of `factors` go to POST /api/v1/sessions/second-factor within
    five minutes. `passkey` is what `navigator.credentials.get()` takes, where that is among them.
    """

    second_factor: str
    factors: list[Factor]
    passkey: dict[str, Any] | None = None


class SecondFactorGiven(msgspec.Struct, frozen=True):
    """POST /api/v1/sessions/second-factor: the ticket and one of the three."""

    ticket: TicketText
    code: TotpCode | None = None
    recovery_code: RecoveryCodeText | None = None
    credential: ShownCredential | None = None


class ProofGiven(msgspec.Struct, frozen=True):
    """POST /api/v1/me/proof: the password, or a passkey with the ticket of its challenge.

    A second factor may come along with the password; otherwise it is asked for.
    """

    password: Annotated[str, msgspec.Meta(max_length=128)] | None = None
    code: TotpCode | None = None
    recovery_code: RecoveryCodeText | None = None
    ticket: TicketText | None = None
    credential: ShownCredential | None = None


class FactorsShown(msgspec.Struct, frozen=True):
    """GET /api/v1/me/factors. `asked_for`: of what one is asked after the password."""

    password: bool
    passkeys: list[PasskeyShown]
    totp_since: datetime | None
    recovery_codes_left: int
    identities: int
    asked_for: list[Factor]


def answer(outcome: Signed | SecondFactorNeeded) -> Response:
    """Answer one who came in (201), or is asked for a second factor (202)."""
    return json_response(outcome, 201 if isinstance(outcome, Signed) else 202)
