"""Signing in, in tests of what comes after it."""

from app.accounts import schemas
from app.accounts.joined import Accounts
from app.platform.principal import Principal


async def logged_in(accounts: Accounts, given: schemas.LogIn) -> schemas.Signed:
    """Log in where one factor is enough."""
    signed = await accounts.signing_in.log_in(given)
    assert isinstance(signed, schemas.Signed)
    return signed


async def principal_of(accounts: Accounts, signed: schemas.Signed) -> Principal:
    """Return whom an access token speaks for."""
    principal, _ = await accounts.access.principal_for_token(signed.access_token)
    return principal
