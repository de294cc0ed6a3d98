"""The page in Chromium, on a real server: second factors, passkeys, and proofs of who one is."""

import re
import time
from collections.abc import AsyncIterator

import pyotp
import pytest
from playwright.async_api import Browser, Page, expect

from app.accounts.sessions.models import Session
from tests.e2e.browsing import (
    EMAIL,
    PASSWORD,
    fill,
    log_in,
    log_out,
    open_account,
    open_browser,
    open_page,
    press,
    register,
    submit,
)
from tests.e2e.conftest import RunServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


async def give_authenticator(page: Page) -> None:
    """Give the page's browser an authenticator whose user says yes (CDP, WebAuthn domain)."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable", {"enableUI": False})
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


async def offer_nothing_in_fields(page: Page) -> None:
    """Be a browser that offers passkeys only where it is asked to (WebAuthn level 3, 5.1.7)."""
    answer = "PublicKeyCredential.isConditionalMediationAvailable = async () => false"
    await page.add_init_script(answer)
    await page.reload()


async def register_with_passkey(page: Page) -> None:
    """Create an account that has a passkey and no password."""
    await press(page, "Create an account")
    await press(page, "Use a passkey, no password")
    await fill(page, nickname="민수", birth_year="1995", email=EMAIL)
    await submit(page)
    await page.locator(".start__title").wait_for()


async def forget_proofs() -> None:
    """Let every session's last proof be long ago."""
    await Session.all().update(proved_at=None)


async def set_up_totp(page: Page) -> tuple[pyotp.TOTP, list[str]]:
    """Turn two-step verification on; return its codes' source and the recovery codes."""
    await press(page, "Set up")
    secret = await page.locator(".totp__secret").inner_text()
    await expect(page.locator("svg.qr path")).to_have_attribute("d", re.compile("^M"))
    totp = pyotp.TOTP(re.sub(r"\s", "", secret))
    await fill(page, code=totp.now())
    await submit(page)
    await page.locator(".recovery__codes").wait_for()
    codes = await page.locator(".recovery__codes li").all_inner_texts()
    await press(page, "I have kept them")
    return totp, codes


async def test_a_code_of_the_app_or_a_recovery_code_is_the_second_step(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        await open_account(page)
        totp, recovery_codes = await set_up_totp(page)
        assert len(recovery_codes) == 10
        await expect(page.get_by_text("10 left")).to_be_visible()

        await log_out(page)
        await log_in(page)
        await fill(page, code="000000")
        await submit(page)
        await expect(page.locator(".form__fault").first).to_contain_text("isn't right")
        # The step of the first code counts no more.
        await fill(page, code=totp.at(time.time() + 30))
        await submit(page)
        await expect(page.locator(".start__title, .account")).to_be_visible()

        await log_out(page)
        await log_in(page)
        await press(page, "Use a recovery code")
        await fill(page, recovery_code=recovery_codes[3])
        await submit(page)
        await open_account(page)
        await expect(page.get_by_text("9 left")).to_be_visible()


async def test_an_account_may_have_a_passkey_and_no_password(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await offer_nothing_in_fields(page)
        await give_authenticator(page)
        await register_with_passkey(page)
        await open_account(page)
        await expect(page.get_by_text("You have no password.")).to_be_visible()
        await log_out(page)
        await press(page, "Sign in with a passkey")
        await expect(page.locator(".start__title")).to_be_visible()


async def test_the_field_of_the_address_offers_the_passkey_too(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await give_authenticator(page)
        await register_with_passkey(page)
        # The authenticator's user takes what is offered at once: nothing is pressed or typed.
        async with page.expect_response("**/api/v1/sessions/passkey") as answer:
            await press(page, "Log out")
        assert (await answer.value).status == 201
        await expect(page.locator(".start__title")).to_be_visible()


async def test_a_passkey_is_added_renamed_and_removed(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await give_authenticator(page)
        await register(page)
        await open_account(page)
        await press(page, "Add a passkey")
        await fill(page, name="My phone")
        await submit(page)
        await expect(page.get_by_text("My phone")).to_be_visible()

        await press(page, "Rename")
        await fill(page, name="Old phone")
        await submit(page)
        await expect(page.get_by_text("Old phone")).to_be_visible()

        await press(page, "Remove")
        await page.locator("dialog .button--risk").click()
        await expect(page.get_by_text("Old phone")).to_have_count(0)


async def test_what_a_borrowed_phone_must_not_do_asks_for_the_password_and_then_goes_on(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        await open_account(page)
        await forget_proofs()
        await press(page, "Set up")
        await expect(page.get_by_text("Is it you?")).to_be_visible()
        await fill(page, password="not this one")
        await submit(page)
        await expect(page.locator("dialog .form__fault").first).to_contain_text("isn't right")
        await fill(page, password=PASSWORD)
        await submit(page)
        await expect(page.locator(".totp__secret")).to_be_visible()
        assert await page.locator("dialog[open]").count() == 1


async def test_without_the_proof_nothing_happens(run_server: RunServer, browser: Browser) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        await open_account(page)
        await forget_proofs()
        await press(page, "Set up")
        await page.get_by_text("Is it you?").wait_for()
        await page.keyboard.press("Escape")
        await expect(page.locator("dialog[open]")).to_have_count(0)
        await expect(page.get_by_role("button", name="Set up")).to_be_enabled()
        await expect(page.locator(".notice")).to_have_count(0)


async def test_a_room_goes_on_after_a_proof_has_replaced_the_session(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        await page.locator(".card").first.click()
        await page.locator("dialog .button--main").click()
        await page.locator(".connection[data-status=connected]").wait_for(state="attached")
        other = await page.context.new_page()
        await other.goto(page.url.split("#")[0] + "#/account")
        await other.locator(".panel").first.wait_for()
        await forget_proofs()
        await press(other, "Set up")
        await other.get_by_text("Is it you?").wait_for()
        await fill(other, password=PASSWORD)
        await submit(other)
        await other.locator(".totp__secret").wait_for()

        await page.locator("textarea").fill("안녕!")
        await page.locator("textarea").press("Enter")
        await expect(page.locator(".bubble").nth(2)).to_be_visible()
        await expect(page.locator(".entrance")).to_have_count(0)
