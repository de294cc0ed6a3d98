"""A challenge is random, and good for what and whom it was asked for."""

import pytest

from app.accounts.factors.passkeys.challenges import Challenges, new_challenge
from app.accounts.factors.passkeys.relying_party import RelyingParty
from app.accounts.joined import Accounts
from app.accounts.models import User
from app.accounts.tickets.service import TicketInvalid
from app.platform.ids import new_id
from tests.app.accounts.factors.conftest import Learner
from tests.authenticator import from_base64url


@pytest.fixture
def challenges(accounts: Accounts) -> Challenges:
    party = RelyingParty("localhost", ["http://localhost:8080"])
    return Challenges(party=party, tickets=accounts.tickets)


def test_it_has_256_random_bits() -> None:
    assert len(new_challenge()) == 32
    assert new_challenge() != new_challenge()


async def test_the_ticket_brings_back_what_was_asked(challenges: Challenges) -> None:
    asked = await challenges.ask_for_known("log_in")
    assert await challenges.take("log_in", asked.ticket) == from_base64url(
        asked.options["challenge"]
    )
    with pytest.raises(TicketInvalid):
        await challenges.take("log_in", asked.ticket)


async def test_it_does_for_nothing_else_and_nobody_else(
    challenges: Challenges, ada: Learner
) -> None:
    user = await User.get(id=ada.id)
    for kind, of in (("log_in", user.id), ("new", new_id()), ("new", None)):
        asked = await challenges.ask_for_new("new", user, ())
        with pytest.raises(TicketInvalid):
            await challenges.take(kind, asked.ticket, of=of)
    asked = await challenges.ask_for_new("new", user, ())
    assert await challenges.take("new", asked.ticket, of=user.id)
