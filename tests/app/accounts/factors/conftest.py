"""A learner who speaks HTTP, with an authenticator and an app for one-time codes at hand."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx2
import pyotp
import pytest

from tests.authenticator import Authenticator

if TYPE_CHECKING:
    from tests.conftest import HandClock

PASSWORD = "correct horse"
ACCOUNT = {"nickname": "하늘", "birth_year": 2000, "email": "ada@example.com", "password": PASSWORD}


@dataclass
class Learner:
    """Somebody with a session; `signed` is what signing in gave."""

    client: httpx2.AsyncClient
    clock: "HandClock"
    signed: dict[str, Any]
    device: Authenticator = field(default_factory=Authenticator)
    app: pyotp.TOTP | None = None
    recovery_codes: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return str(self.signed["user"]["id"])

    async def ask(self, does: str, body: Any = None, **query: str) -> httpx2.Response:
        method, path = does.split(" ")
        headers = {"Authorization": f"Bearer {self.signed['access_token']}"}
        return await self.client.request(
            method, f"/api/v1{path}", json=body, headers=headers, params=query
        )

    async def got(self, does: str, body: Any = None) -> Any:
        answer = await self.ask(does, body)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    async def adds_passkey(self, name: str = "Phone", **made: Any) -> dict[str, Any]:
        offered = await self.got("POST /me/passkeys/options")
        given = {
            "ticket": offered["ticket"],
            "name": name,
            "credential": self.device.create(offered["options"], **made),
            "end_other_sessions": False,
        }
        added: dict[str, Any] = await self.got("POST /me/passkeys", given)
        return added

    async def sets_up_codes(self, *, end_other_sessions: bool = True) -> None:
        begun = await self.got("POST /me/totp")
        self.app = pyotp.TOTP(begun["secret"])
        first = {"code": self.code(), "end_other_sessions": end_other_sessions}
        shown = await self.got("POST /me/totp/confirmed", first)
        self.recovery_codes = shown["recovery_codes"]
        # Its first code is used up; the next is another.
        self.clock.advance(30)

    def code(self, *, steps: int = 0) -> str:
        assert self.app is not None
        return self.app.at(self.clock.now(), counter_offset=steps)

    def wrong_code(self) -> str:
        near = {self.code(steps=steps) for steps in (-1, 0, 1)}
        return next(f"{number:06}" for number in range(10) if f"{number:06}" not in near)

    async def logs_in(self) -> httpx2.Response:
        body = {"email": ACCOUNT["email"], "password": PASSWORD}
        return await self.client.post("/api/v1/sessions", json=body)

    async def shows(self, **second: Any) -> httpx2.Response:
        return await self.client.post("/api/v1/sessions/second-factor", json=second)

    async def half_in(self) -> dict[str, Any]:
        """Show the password, and return what is asked for then."""
        answer = await self.logs_in()
        assert answer.status_code == 202, answer.text
        asked: dict[str, Any] = answer.json()
        return asked


@pytest.fixture
async def ada(client: httpx2.AsyncClient, clock: "HandClock") -> Learner:
    answer = await client.post("/api/v1/accounts", json=ACCOUNT)
    assert answer.status_code == 201, answer.text
    return Learner(client, clock, answer.json())


@pytest.fixture
async def guest(client: httpx2.AsyncClient, clock: "HandClock") -> Learner:
    answer = await client.post("/api/v1/guests", json={"nickname": "샘", "birth_year": 1995})
    return Learner(client, clock, answer.json())
