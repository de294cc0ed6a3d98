"""Learners who keep talking through faults, as an application lets them: what gets no answer, or a
temporary one, is sent again under the same `request_id`.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from centrifuge import (
    CentrifugeError,
    ClientEventHandler,
    ConnectingContext,
    DisconnectedContext,
    ErrorContext,
)
from centrifuge.exceptions import ReplyError

from tests.e2e.learner import Event, Learner
from tests.meeting import MeetLearner

# How long an application waits before it sends again.
AGAIN_SECONDS = 0.1
# A bound for a busy machine on which servers are also started; mostly it takes a second or two.
PATIENCE_SECONDS = 60.0


class Losses(ClientEventHandler):
    """Notes why a socket was lost, and why it could not be made again."""

    def __init__(self) -> None:
        self.codes: list[int] = []
        self.errors: list[str] = []

    async def on_connecting(self, ctx: ConnectingContext) -> None:
        self.codes.append(ctx.code)

    async def on_disconnected(self, ctx: DisconnectedContext) -> None:
        self.codes.append(ctx.code)

    async def on_error(self, ctx: ErrorContext) -> None:
        self.errors.append(f"{ctx.code} {ctx.error!r}")


@dataclass
class Talk:
    """What one learner sent: answers by text, how often again, how often without an answer."""

    learner: Learner
    sent: dict[str, Event] = field(default_factory=dict)
    again: int = 0
    unknown: int = 0
    losses: Losses = field(default_factory=Losses)

    def __post_init__(self) -> None:
        self.learner.client.events = self.losses

    async def say(
        self, text: str, *, request_id: UUID | None = None, seconds: float = PATIENCE_SECONDS
    ) -> Event:
        """Send `text` until it is accepted. A refusal for good is raised."""
        request_id = request_id or uuid4()
        try:
            async with asyncio.timeout(seconds):
                return await self._say(text, request_id)
        except TimeoutError:
            raise AssertionError(f"not accepted in {seconds} s: {self}") from None

    async def _say(self, text: str, request_id: UUID) -> Event:
        while True:
            try:
                answer = await self.learner.send(text, request_id)
            except ReplyError as error:
                if not error.temporary:
                    raise
            except (CentrifugeError, TimeoutError):
                self.unknown += 1  # nobody knows what became of it
            else:
                self.sent[text] = answer
                return answer
            self.again += 1
            await asyncio.sleep(AGAIN_SECONDS)

    async def converse(
        self, name: str, until: asyncio.Event, *, seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Say one thing after another, each when the one before is answered, until told to stop."""
        number = 0
        while not until.is_set():
            number += 1
            sent = await self.say(f"{name} {number}번째 이야기야.", seconds=seconds)
            try:
                await self.learner.end_of(sent["turn_id"], seconds=seconds)
            except TimeoutError:
                told = self.learner.events[-3:]
                raise AssertionError(f"no end in {seconds} s: {self}, {told}") from None

    def __str__(self) -> str:
        client, subscription = self.learner.client, self.learner.subscription
        assert subscription is not None
        return (
            f"{client.state}, {subscription.state}, lost with {self.losses.codes}, "
            f"last errors {self.losses.errors[-3:]}"
        )

    async def chatter(self, name: str, pauses: Iterator[float]) -> None:
        """Say one thing after each pause, whether or not the one before was answered."""
        for number, pause in enumerate(pauses, start=1):
            await asyncio.sleep(pause)
            await self.say(f"{name} {number}번째 말이야.")


def signed_in(learner: Learner) -> Event:
    """Who a learner is, for a second socket of theirs."""
    token = learner.http.headers["Authorization"].removeprefix("Bearer ")
    return {"access_token": token, "user": {"id": learner.user_id}}


@asynccontextmanager
async def talkers(meet: MeetLearner, url: str, count: int) -> AsyncIterator[list[Talk]]:
    """Bring `count` learners to the server at `url`, each with a room."""
    async with AsyncExitStack() as stack:
        async with asyncio.TaskGroup() as group:
            meeting = [
                group.create_task(stack.enter_async_context(meet(url))) for _ in range(count)
            ]
        yield [Talk(one.result()) for one in meeting]
