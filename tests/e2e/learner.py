"""A learner as the tests have one: a guest in one room, over HTTP and the SDK."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import aiohttp
from centrifuge import (
    Client,
    PublicationContext,
    StreamPosition,
    Subscription,
    SubscriptionEventHandler,
)

Event = dict[str, Any]


async def until(condition: Callable[[], bool], *, seconds: float = 15) -> None:
    """Wait for something that happens by itself; a bound, not a wait."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - SDKs and servers set no event of ours
            await asyncio.sleep(0.005)


@dataclass
class Learner(SubscriptionEventHandler):
    """A guest in one room, over HTTP and the SDK, with every event as it came."""

    http: aiohttp.ClientSession
    client: Client
    room_id: str
    user_id: str
    events: list[Event] = field(default_factory=list)
    # What the subscription brought, apart from what was loaded: a list for each load.
    heard: list[list[Event]] = field(default_factory=list)
    loads: int = 0
    subscription: Subscription | None = None

    async def on_publication(self, ctx: PublicationContext) -> None:
        self.events.append(ctx.pub.data)
        self.heard[-1].append(ctx.pub.data)

    async def load(self, _channel: str) -> StreamPosition:
        page = (await self.client.rpc("room.history", {"room_id": self.room_id})).data
        self.loads += 1
        self.events += page["events"]
        self.heard.append([])
        return StreamPosition(offset=page["position"]["offset"], epoch=page["position"]["epoch"])

    async def send(self, text: str, request_id: UUID | None = None) -> Event:
        command = {
            "request_id": str(request_id or uuid4()),
            "room_id": self.room_id,
            "text": text,
        }
        sent: Event = (await self.client.rpc("message.send", command)).data
        return sent

    def of(self, kind: str, turn_id: str | None = None) -> list[Event]:
        """Return the events of a kind, each seq once."""
        found: dict[object, Event] = {}
        for place, event in enumerate(self.events):
            if event["type"] == kind and turn_id in {None, event.get("turn_id")}:
                found.setdefault(event.get("seq", -place - 1), event)
        return list(found.values())

    async def end_of(self, turn_id: str, *, seconds: float = 20) -> Event:
        def ends() -> list[Event]:
            return self.of("turn.completed", turn_id) + self.of("turn.failed", turn_id)

        await until(lambda: bool(ends()), seconds=seconds)
        (end,) = ends()
        return end

    def streamed(self, turn_id: str) -> str:
        """Join the deltas of the newest attempt as a client does; gaps and doubles would show."""
        deltas = [one for one in self.events if one["type"] == "reply.delta"]
        own = [one for one in deltas if one["turn_id"] == turn_id]
        attempt = max(one["attempt"] for one in own)
        text = ""
        for delta in own:
            if delta["attempt"] == attempt:
                units = len(text.encode("utf-16-le")) // 2
                assert delta["at"] <= units, f"a gap: {delta['at']} after {units}"
                fresh = delta["text"].encode("utf-16-le")[(units - delta["at"]) * 2 :]
                text += fresh.decode("utf-16-le")
        return text

    async def history(self) -> list[Event]:
        page = (await self.client.rpc("room.history", {"room_id": self.room_id})).data
        events: list[Event] = page["events"]
        return events


async def post(http: aiohttp.ClientSession, path: str, **body: object) -> Event:
    async with http.post(path, json=body) as answer:
        result: Event = await answer.json()
        assert answer.status < 300, result
        return result
