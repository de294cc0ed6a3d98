"""Passkeys in Chromium, with its virtual authenticator: the options we make are what it takes."""

import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright

from tests.e2e.browsing import QUIET
from tests.e2e.conftest import RunServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
PERSON = {"email": "ada@example.com", "nickname": "Ada", "birth_year": 1999}
CEREMONIES = """
window.post = async (path, body, token) => {
  const headers = { "content-type": "application/json" };
  if (token) headers.authorization = `Bearer ${token}`;
  const answer = await fetch(`/api/v1${path}`, {
    method: "POST", headers, body: JSON.stringify(body ?? {}),
  });
  return { status: answer.status, body: await answer.json() };
};
window.make = async (options) => {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return (await navigator.credentials.create({ publicKey })).toJSON();
};
window.show = async (options) => {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return (await navigator.credentials.get({ publicKey })).toJSON();
};
null;
"""
REGISTERS = """
async (person) => {
  const { body } = await post("/accounts/passkey/options", person);
  return post("/accounts/passkey", { ticket: body.ticket, credential: await make(body.options) });
}
"""
LOGS_IN = """
async () => {
  const { body } = await post("/sessions/passkey/options");
  return post("/sessions/passkey", { ticket: body.ticket, credential: await show(body.options) });
}
"""
PROVES = """
async (token) => {
  const { body } = await post("/me/proof/options", {}, token);
  const credential = await show(body.options);
  return post("/me/proof", { ticket: body.ticket, credential }, token);
}
"""
ADDS = """
async (token) => {
  const { body } = await post("/me/passkeys/options", {}, token);
  try {
    await make(body.options);
  } catch (refusal) {
    return refusal.name;
  }
}
"""


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    path = shutil.which("chromium")
    assert path is not None, "`make tools` installs Chromium"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        page = await browser.new_page()
        device = await page.context.new_cdp_session(page)
        await device.send("WebAuthn.enable")
        await device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        yield page
        await browser.close()


async def test_a_real_browser_registers_comes_in_again_and_proves_it(
    run_server: RunServer, page: Page
) -> None:
    async with run_server() as server:
        await page.goto(server.url.replace("127.0.0.1", "localhost"))
        await page.evaluate(CEREMONIES)

        registered: dict[str, Any] = await page.evaluate(REGISTERS, PERSON)
        assert registered["status"] == 201, registered
        assert registered["body"]["user"]["email"] == "ada@example.com"

        signed: dict[str, Any] = await page.evaluate(LOGS_IN)
        assert signed["status"] == 201, signed
        assert signed["body"]["user"] == registered["body"]["user"]

        token = signed["body"]["access_token"]
        proved: dict[str, Any] = await page.evaluate(PROVES, token)
        assert proved["status"] == 201, proved
        token = proved["body"]["access_token"]

        # The device has one already, and excludeCredentials says so.
        assert await page.evaluate(ADDS, token) == "InvalidStateError"
