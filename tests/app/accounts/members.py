"""Registered users for tests, and who asks in their name."""

from app.accounts import schemas
from app.accounts.joined import Accounts
from app.accounts.sessions.service import SOMEHOW, Arrival
from app.platform.principal import Principal

PASSWORD = "correct horse"
EMAIL = "ada@example.com"


async def register(
    accounts: Accounts, *, email: str = EMAIL, language: schemas.Language = "en"
) -> Principal:
    """Register with PASSWORD; return who that is, in the session that came with it."""
    signed = await accounts.service.register(
        schemas.NewAccount(
            email=email, password=PASSWORD, nickname="Ada", birth_year=2000, language=language
        )
    )
    return await principal_of(accounts, signed)


async def log_in(
    accounts: Accounts,
    *,
    email: str = EMAIL,
    password: str = PASSWORD,
    arrival: Arrival = SOMEHOW,
) -> Principal:
    """Log in; return who that is, in the new session."""
    given = schemas.LogIn(email=email, password=password)
    return await principal_of(accounts, await logged_in(accounts, given, arrival))


async def logged_in(
    accounts: Accounts, given: schemas.LogIn, arrival: Arrival = SOMEHOW
) -> schemas.Signed:
    """Log in where one factor is enough."""
    signed = await accounts.signing_in.log_in(given, arrival)
    assert isinstance(signed, schemas.Signed)
    return signed


async def enter(accounts: Accounts) -> Principal:
    """Come in as a guest."""
    signed = await accounts.service.enter_as_guest(
        schemas.NewGuest(nickname="하늘", birth_year=2000)
    )
    return await principal_of(accounts, signed)


async def principal_of(accounts: Accounts, signed: schemas.Signed) -> Principal:
    """Return whom an access token speaks for."""
    principal, _ = await accounts.access.principal_for_token(signed.access_token)
    return principal
