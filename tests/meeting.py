"""The fixture that brings a learner to a server; for the tests that speak to whole servers."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import aiohttp
import pytest
from centrifuge import Client

from tests.e2e.learner import Event, Learner, post

MeetLearner = Callable[..., AbstractAsyncContextManager[Learner]]


@pytest.fixture
def meet() -> MeetLearner:
    """Sign a guest up at a server, open a room and subscribe to it."""

    @asynccontextmanager
    async def meeting(
        url: str,
        *,
        persona: str = "friend",
        closeness: int = 2,
        signed: Event | None = None,
        patience: float = 5.0,
    ) -> AsyncIterator[Learner]:
        async with aiohttp.ClientSession(url) as http:
            if signed is None:
                signed = await post(http, "/api/v1/guests", nickname="샘", birth_year=1995)
            http.headers["Authorization"] = f"Bearer {signed['access_token']}"
            room = await post(http, "/api/v1/rooms", persona=persona, closeness=closeness)
            client = Client(
                url.replace("http", "ws") + "/connection/websocket",
                token=signed["access_token"],
                max_reconnect_delay=0.2,
                timeout=patience,
                proxy=None,
            )
            learner = Learner(http, client, room["id"], signed["user"]["id"])
            learner.subscription = client.new_subscription(
                f"room:{room['id']}", learner, recoverable=True, get_state=learner.load
            )
            await client.connect()
            await learner.subscription.subscribe()
            await learner.subscription.ready(10)
            try:
                yield learner
            finally:
                await client.disconnect()

    return meeting
