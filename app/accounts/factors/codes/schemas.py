"""What crosses the wire about one-time passwords and recovery codes."""

from typing import Annotated

import msgspec

TotpCode = Annotated[str, msgspec.Meta(min_length=6, max_length=6, pattern="^[0-9]{6}$")]
RecoveryCodeText = Annotated[str, msgspec.Meta(max_length=64)]


class TotpBegun(msgspec.Struct, frozen=True):
    """What an authenticator app needs: shown once, and good for a quarter of an hour."""

    secret: str
    otpauth_uri: str


class TotpConfirmed(msgspec.Struct, frozen=True):
    """POST /api/v1/me/totp/confirmed: the app's first code."""

    code: TotpCode
    end_other_sessions: bool = True


class NewRecoveryCodes(msgspec.Struct, frozen=True):
    """POST /api/v1/me/recovery-codes."""

    end_other_sessions: bool = False


class RecoveryCodesShown(msgspec.Struct, frozen=True):
    """Shown this once: each opens the account in place of the second factor, once."""

    recovery_codes: list[str]
