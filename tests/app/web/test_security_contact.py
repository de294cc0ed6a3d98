"""Who finds a hole is told where to say so, where the server has somebody who wants to know."""

import httpx2
import pytest
from starlette.applications import Starlette

from app.platform.settings import Settings, SettingsError, load_settings
from app.web.security_contact import security_contact_routes
from tests.conftest import HandClock


async def shown(settings: Settings, clock: HandClock) -> httpx2.Response:
    app = Starlette(routes=security_contact_routes(settings, clock=clock))
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get("/.well-known/security.txt")


async def test_the_contact_is_shown_for_a_while(settings: Settings, clock: HandClock) -> None:
    own = {"security_contact": "mailto:holes@example.com", "public_url": "https://example.com/"}
    answer = await shown(settings.model_copy(update=own), clock)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == (
        "Contact: mailto:holes@example.com\n"
        "Expires: 2027-05-22T00:00:00Z\n"
        "Preferred-Languages: en, ko\n"
        "Canonical: https://example.com/.well-known/security.txt\n"
    )


async def test_without_a_contact_there_is_no_such_page(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/.well-known/security.txt")
    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/not-found"


@pytest.mark.parametrize(
    "contact", ["holes@example.com", "http://example.com", "mailto:a", "https://a\nContact: b"]
)
def test_a_contact_that_is_none_is_refused(contact: str) -> None:
    with pytest.raises(SettingsError, match="SECURITY_CONTACT"):
        load_settings(security_contact=contact)
