"""In by a provider that is a process of its own: a browser goes there and comes back."""

import socket
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser
from pydantic import SecretStr

from app.accounts.models import User
from app.accounts.oauth.models import Identity
from tests.e2e.browsing import fill, log_out, open_account, open_browser, open_page, press, submit
from tests.e2e.conftest import RunServer
from tests.oidc_provider_process import run_provider

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


def free_port() -> int:
    """Return a port that nobody listens on: the provider must know ours before we start."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


async def test_who_comes_by_a_provider_registers_once_and_is_known_after(
    run_server: RunServer, browser: Browser
) -> None:
    port = free_port()
    async with run_provider(f"http://localhost:{port}/oauth/oidc/callback") as provider:
        ours = {
            "oidc_issuer": provider.issuer,
            "oidc_client_id": provider.client_id,
            "oidc_client_secret": SecretStr(provider.client_secret),
            "oidc_name": "School",
        }
        async with run_server(port=port, **ours) as server:
            page = await open_page(browser, server.url)
            await press(page, "I have an account")
            await press(page, "Continue with School")
            await fill(page, birth_year="1995")
            await submit(page)
            await page.locator(".start__title").wait_for()
            assert "/entered/" not in page.url
            await open_account(page)
            assert await page.get_by_text("ada@example.com").is_visible()
            assert await page.get_by_text("School").first.is_visible()

            await log_out(page)
            await press(page, "Continue with School")
            await page.locator(".start__title").wait_for()
    assert (await User.get()).email_verified_at is not None
    assert await Identity.filter(issuer=provider.issuer).count() == 1
