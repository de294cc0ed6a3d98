"""What is done to accounts on one replica, and people with open sockets on another."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import aiohttp
from centrifuge import (
    Client,
    ClientEventHandler,
    ConnectedContext,
    ConnectingContext,
    DisconnectedContext,
    ServerPublicationContext,
    Subscription,
    SubscriptionEventHandler,
)

from app.accounts.factors.models import TotpSecret
from app.accounts.models import User
from app.accounts.sessions.models import Session
from app.platform.clock import SystemClock
from app.platform.ids import new_id
from tests.e2e.learner import post, until

# The promise (realtime.md, Promises, 7).
WITHIN_SECONDS = 2.0
PASSWORD = "a good long password"
SESSION_ENDED, SUSPENDED, ROLE_CHANGED, TOKEN_REVOKED = 4501, 4502, 4001, 4002


@dataclass
class Person(ClientEventHandler):
    """Somebody with an account, a socket and HTTP at one replica."""

    http: aiohttp.ClientSession
    signed: dict[str, Any]
    email: str
    # Code and moment of every time the socket fell.
    falls: list[tuple[int, float]] = field(default_factory=list)
    connected: int = 0
    notices: list[dict[str, Any]] = field(default_factory=list)
    operations: Subscription | None = None

    @property
    def user_id(self) -> str:
        return str(self.signed["user"]["id"])

    async def on_connected(self, ctx: ConnectedContext) -> None:
        del ctx
        self.connected += 1

    async def on_connecting(self, ctx: ConnectingContext) -> None:
        if ctx.code:
            self.falls.append((ctx.code, time.monotonic()))

    async def on_disconnected(self, ctx: DisconnectedContext) -> None:
        self.falls.append((ctx.code, time.monotonic()))

    async def on_publication(self, ctx: ServerPublicationContext) -> None:
        assert ctx.channel == f"#{self.user_id}"
        self.notices.append(ctx.pub.data)

    async def falls_with(self, code: int, *, since: float) -> float:
        """Wait for the socket to fall with `code`; return the seconds since `since`."""
        await until(lambda: bool(self.falls))
        ((fell_with, at),) = self.falls
        assert fell_with == code
        return at - since

    async def status(self) -> int:
        """Ask the replica for oneself."""
        async with self.http.get("/api/v1/me") as answer:
            return answer.status

    async def is_refused(self, *, since: float) -> float:
        """Ask until it is refused; return the seconds since `since`."""
        async with asyncio.timeout(10):
            while (status := await self.status()) != 401:
                assert status == 200
        return time.monotonic() - since

    async def make_administrator(self) -> None:
        """As if they had been one for long, and had come in with two factors."""
        await give_second_factor(UUID(self.user_id))
        await User.filter(id=self.user_id).update(role="admin")
        await Session.filter(user_id=self.user_id).update(second_factor=True)


@asynccontextmanager
async def person(
    url: str, *, administrator: bool = False, guest: bool = False
) -> AsyncIterator[Person]:
    """Register somebody, and open a socket; an administrator listens to `ops`.

    A guest has no address yet: `Person.email` is one to give them.
    """
    email = f"{uuid4().hex}@example.com"
    credentials = {} if guest else {"email": email, "password": PASSWORD}
    async with aiohttp.ClientSession(url) as http:
        signed = await post(
            http,
            "/api/v1/guests" if guest else "/api/v1/accounts",
            nickname="샘",
            birth_year=1995,
            **credentials,
        )
        http.headers["Authorization"] = f"Bearer {signed['access_token']}"
        someone = Person(http, signed, email)
        if administrator:
            await someone.make_administrator()

        async def renew() -> str:
            shown = someone.signed["refresh_token"]
            someone.signed = await post(http, "/api/v1/sessions/refresh", refresh_token=shown)
            http.headers["Authorization"] = f"Bearer {someone.signed['access_token']}"
            return str(someone.signed["access_token"])

        client = Client(
            url.replace("http", "ws") + "/connection/websocket",
            events=someone,
            token=signed["access_token"],
            get_token=renew,
            max_reconnect_delay=0.1,
            proxy=None,
        )
        await client.connect()
        await until(lambda: someone.connected == 1)
        if administrator:
            someone.operations = client.new_subscription("ops", SubscriptionEventHandler())
            await someone.operations.subscribe()
            await someone.operations.ready(10)
        try:
            yield someone
        finally:
            await client.disconnect()


async def give_second_factor(user_id: UUID) -> None:
    await TotpSecret.create(
        id=new_id(),
        user_id=user_id,
        secret=b"sealed",
        key_id=1,
        created_at=SystemClock().now(),
        confirmed_at=SystemClock().now(),
    )


# What is done, each at the replica `url`; `by` is an administrator there.


async def log_out(url: str, whose: Person, by: Person) -> None:
    del by
    headers = {"Authorization": f"Bearer {whose.signed['access_token']}"}
    async with (
        aiohttp.ClientSession(url, headers=headers) as http,
        http.delete("/api/v1/sessions/current") as answer,
    ):
        assert answer.status == 204


async def administer(url: str, by: Person, method: str, path: str, **body: object) -> None:
    async with (
        aiohttp.ClientSession(url, headers=by.http.headers) as http,
        http.request(method, f"/api/v1/admin/accounts/{path}", json=body) as answer,
    ):
        assert answer.status == 200, await answer.text()


async def end_everywhere(url: str, whose: Person, by: Person) -> None:
    await administer(url, by, "DELETE", f"{whose.user_id}/sessions")


async def suspend(url: str, whose: Person, by: Person) -> None:
    await administer(url, by, "POST", f"{whose.user_id}/suspension")


async def reactivate(url: str, whose: Person, by: Person) -> None:
    await administer(url, by, "DELETE", f"{whose.user_id}/suspension")


async def demote(url: str, whose: Person, by: Person) -> None:
    await administer(url, by, "PUT", f"{whose.user_id}/role", role="user")


async def change_password(url: str, whose: Person, by: Person) -> None:
    """Change it where they came in too, which ends all other sessions of theirs."""
    del by
    async with aiohttp.ClientSession(url) as http:
        signed = await post(http, "/api/v1/sessions", email=whose.email, password=PASSWORD)
        http.headers["Authorization"] = f"Bearer {signed['access_token']}"
        new = {"current_password": PASSWORD, "new_password": "another good long password"}
        async with http.post("/api/v1/me/password", json=new) as answer:
            assert answer.status == 204, await answer.text()
        async with http.get("/api/v1/me") as answer:
            assert answer.status == 200, "this session goes on"


async def delete(url: str, whose: Person, by: Person) -> None:
    del by
    async with (
        aiohttp.ClientSession(url, headers=whose.http.headers) as http,
        http.delete("/api/v1/me") as answer,
    ):
        assert answer.status == 204, await answer.text()


async def become_a_full_account(url: str, whose: Person) -> None:
    async with aiohttp.ClientSession(url, headers=whose.http.headers) as http:
        given = {"email": whose.email, "password": PASSWORD}
        async with http.post("/api/v1/me/credentials", json=given) as answer:
            assert answer.status == 200, await answer.text()


Change = Callable[[str, Person, Person], Awaitable[None]]
ENDING: dict[str, tuple[Change, int]] = {
    "log-out": (log_out, SESSION_ENDED),
    "log-out everywhere": (end_everywhere, SESSION_ENDED),
    "password change": (change_password, SESSION_ENDED),
    "suspension": (suspend, SUSPENDED),
    "deletion": (delete, SUSPENDED),
}
