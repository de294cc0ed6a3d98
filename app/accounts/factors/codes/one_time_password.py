"""Time-based one-time passwords (RFC 6238): pure, the clock is handed in."""

import hmac
import secrets
from base64 import b32encode
from datetime import datetime

import pyotp

ISSUER = "DoranDoran"
# 160 bits, as RFC 4226, 4 (R6) recommends.
SECRET_BYTES = 20
STEP_SECONDS = 30
# Steps before and after the clock's own that are taken for it (RFC 6238, 5.2): half a minute of
# drift, or of typing.
WINDOW = 1


def new_secret() -> bytes:
    """Return what an authenticator app is to share with us."""
    return secrets.token_bytes(SECRET_BYTES)


def secret_text(secret: bytes) -> str:
    """Return the secret as it is typed into an app (base32, RFC 4648, 6)."""
    return b32encode(secret).decode()


def otpauth_uri(secret: bytes, name: str) -> str:
    """Return the address that an authenticator app opens or reads as a QR code."""
    return pyotp.TOTP(secret_text(secret)).provisioning_uri(name=name, issuer_name=ISSUER)


def matching_step(secret: bytes, code: str, now: datetime) -> int | None:
    """Return the time step that `code` (6 digits) belongs to, or None.

    Every step of the window is compared, each in constant time. Whether the step was used before
    is for the caller to see.
    """
    one_time = pyotp.TOTP(secret_text(secret), interval=STEP_SECONDS)
    current = one_time.timecode(now)
    found = None
    for step in range(current - WINDOW, current + WINDOW + 1):
        if hmac.compare_digest(one_time.generate_otp(step).encode(), code.encode()):
            found = step
    return found
