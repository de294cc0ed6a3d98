"""Tickets are good once, for a while, to whoever holds the token, and for nothing else."""

import asyncio
from typing import TYPE_CHECKING

import pytest

from app.accounts.joined import Accounts
from app.accounts.tickets.models import Ticket
from app.accounts.tickets.service import TRIES, TicketInvalid, Tickets
from tests.app.replica import learner

if TYPE_CHECKING:
    from tests.conftest import HandClock


@pytest.fixture
def tickets(accounts: Accounts) -> Tickets:
    return accounts.tickets


async def test_a_ticket_gives_back_whom_and_what_it_stands_for_once(tickets: Tickets) -> None:
    who = await learner()
    token = await tickets.issue("reset", seconds=60, state=b"state", user_id=who.user_id)
    held = await tickets.take("reset", token)
    assert (held.user_id, held.state) == (who.user_id, b"state")
    with pytest.raises(TicketInvalid):
        await tickets.take("reset", token)


async def test_looking_leaves_a_ticket_good(tickets: Tickets) -> None:
    token = await tickets.issue("reset", seconds=60, state=b"state")
    assert await tickets.look("reset", token) == await tickets.take("reset", token)


async def test_of_many_who_take_one_ticket_at_once_one_gets_it(tickets: Tickets) -> None:
    token = await tickets.issue("reset", seconds=60)
    outcomes = await asyncio.gather(
        *(tickets.take("reset", token) for _ in range(8)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Held"] + ["TicketInvalid"] * 7


async def test_a_ticket_is_good_for_its_own_kind_only(tickets: Tickets) -> None:
    token = await tickets.issue("verify", seconds=60)
    with pytest.raises(TicketInvalid):
        await tickets.take("reset", token)


async def test_a_ticket_expires(tickets: Tickets, clock: "HandClock") -> None:
    token = await tickets.issue("reset", seconds=60)
    clock.advance(60)
    with pytest.raises(TicketInvalid):
        await tickets.take("reset", token)


async def test_a_ticket_bears_few_wrong_answers(tickets: Tickets) -> None:
    token = await tickets.issue("code", seconds=60)
    for _ in range(TRIES):
        await tickets.attempt("code", token)
    for closed in (tickets.look, tickets.take, tickets.attempt):
        with pytest.raises(TicketInvalid):
            await closed("code", token)


async def test_also_of_many_that_come_at_once(tickets: Tickets) -> None:
    token = await tickets.issue("code", seconds=60)
    outcomes = await asyncio.gather(
        *(tickets.attempt("code", token) for _ in range(3 * TRIES)), return_exceptions=True
    )
    assert sum(not isinstance(one, TicketInvalid) for one in outcomes) == TRIES


async def test_the_last_answer_that_is_looked_at_may_be_the_right_one(tickets: Tickets) -> None:
    token = await tickets.issue("code", seconds=60)
    for _ in range(TRIES - 1):
        await tickets.attempt("code", token)
    held = await tickets.attempt("code", token)
    outcomes = await asyncio.gather(
        *(tickets.finish(held) for _ in range(4)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType"] + ["TicketInvalid"] * 3


async def test_a_newer_ticket_takes_the_place_of_the_older(tickets: Tickets) -> None:
    who, other = await learner(), await learner()
    old = await tickets.issue("reset", seconds=60, user_id=who.user_id)
    others = await tickets.issue("reset", seconds=60, user_id=other.user_id)
    await tickets.void("reset", who.user_id)
    with pytest.raises(TicketInvalid):
        await tickets.take("reset", old)
    assert (await tickets.take("reset", others)).user_id == other.user_id


async def test_neither_token_nor_state_stands_in_the_table(tickets: Tickets) -> None:
    token = await tickets.issue("reset", seconds=60, state=b"a new address")
    row = await Ticket.get()
    stored = bytes(row.token_hash) + bytes(row.state)
    assert token.encode() not in stored
    assert b"a new address" not in stored
