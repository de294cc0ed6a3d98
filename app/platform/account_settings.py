"""The settings of tokens, sessions and passwords."""

from pydantic import Field
from pydantic_settings import BaseSettings


class AccountSettings(BaseSettings):
    """How long one is signed in, and what a password costs."""

    access_token_seconds: int = Field(900, ge=30, le=86400, description="Life of an access token.")
    session_days: int = Field(30, ge=1, le=365, description="A session unused this long ends.")
    session_longest_days: int = Field(
        365, ge=1, le=3650, description="A session ends after so long, however much it is used."
    )
    sessions_per_user: int = Field(
        20,
        ge=1,
        le=1000,
        description="Sessions of one user; with one more the longest unused ends.",
    )
    password_memory_kib: int = Field(
        19456, ge=8192, description="Argon2id memory, in KiB (OWASP's set: 19456, 2 passes)."
    )
    password_passes: int = Field(2, ge=1, le=20, description="Argon2id passes over the memory.")
    password_workers: int = Field(
        1, ge=1, le=16, description="Passwords hashed at once by one process."
    )
    passwords_waiting: int = Field(
        60, ge=1, le=10_000, description="Passwords that may wait to be hashed; then 503."
    )
    breached_passwords_url: str | None = Field(
        None,
        description="A service that knows breached passwords by the first five digits of their "
        "SHA-1 (`https://api.pwnedpasswords.com/range/`). Unset: only the bundled list is asked.",
    )
