"""The page in Chromium, on a real server: what its fields and its screens must and must not do."""

import json
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.browsing import (
    EMAIL,
    PASSWORD,
    log_in,
    open_account,
    open_browser,
    open_page,
    press,
    register,
)
from tests.e2e.conftest import RunServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


async def kept(page: Page) -> dict[str, str]:
    """Return what the browser keeps for the page."""
    text = await page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    found: dict[str, str] = json.loads(text)
    return found


async def test_a_password_is_masked_and_may_be_pasted_and_filled_in_by_a_manager(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await press(page, "Create an account")
        field = page.locator("input[name=password]")
        await expect(field).to_have_attribute("type", "password")
        await expect(field).to_have_attribute("autocomplete", "new-password")
        await page.evaluate("text => navigator.clipboard.writeText(text)", PASSWORD)
        await field.focus()
        await page.keyboard.press("Control+V")
        await expect(field).to_have_value(PASSWORD)
        await press(page, "I have an account")
        await expect(field).to_have_attribute("type", "password")
        await expect(field).to_have_attribute("autocomplete", "current-password")


async def test_who_is_signed_in_can_log_out_from_every_screen(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        log_out = page.get_by_role("button", name="Log out", exact=True)
        await expect(log_out.first).to_be_visible()
        await open_account(page)
        await expect(log_out.first).to_be_visible()
        await page.goto(page.url.split("#")[0] + "#/")
        await page.locator(".card").first.click()
        await page.locator("dialog .button--main").click()
        await page.locator(".connection[data-status=connected]").wait_for(state="attached")
        await page.locator("header button[aria-haspopup], header button").last.click()
        await expect(page.locator("dialog[open]").get_by_text("Log out")).to_be_visible()


async def test_logging_out_leaves_nothing_also_where_the_server_cannot_be_reached(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        assert "dorandoran.session" in await kept(page)
        await page.context.set_offline(True)
        await press(page, "Log out")
        await page.locator(".entrance").wait_for()
        assert set(await kept(page)) <= {"dorandoran.language"}
        await expect(page.get_by_text("민수")).to_have_count(0)
        await expect(page.locator(".notice")).not_to_have_count(0)


async def write_unsent(page: Page, text: str) -> None:
    """Open a room, lose the network, and write: the browser has it, and the server has not."""
    await page.locator(".card").first.click()
    await page.locator("dialog .button--main").click()
    await page.locator(".connection[data-status=connected]").wait_for(state="attached")
    await page.context.set_offline(True)
    await page.locator("textarea").fill(text)
    await page.locator("textarea").press("Enter")
    await page.locator(".unsent").wait_for()
    await page.wait_for_function("Object.keys(localStorage).some(it => it.includes('outbox'))")


async def test_the_browser_is_given_nothing_readable_and_a_message_survives_in_it(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        await write_unsent(page, "지하철에서 쓴 말")
        everything = json.dumps(await kept(page), ensure_ascii=False)
        assert not any(told in everything for told in (EMAIL, "민수", "1995", "지하철"))
        room, context = page.url, page.context
        await page.close()
        await context.set_offline(False)
        page = await context.new_page()
        await page.goto(room)
        await expect(page.get_by_text("지하철에서 쓴 말").first).to_be_visible()
        await expect(page.locator(".unsent")).to_have_count(0)
        assert set(await kept(page)) <= {"dorandoran.session", "dorandoran.language"}
        await page.goto(room.split("#")[0] + "#/")
        await expect(page.locator(".start__title")).to_contain_text("민수")


async def test_a_session_that_is_ended_elsewhere_leaves_nothing_either(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        await write_unsent(page, "나만 아는 말")
        other = await open_page(browser, server.url)
        await press(other, "I have an account")
        await log_in(other)
        await other.locator(".start__title").wait_for()
        await open_account(other)
        devices = other.locator(".lines .line")
        await devices.nth(1).get_by_role("button", name="Log out").click()
        await expect(devices).to_have_count(1)
        await page.context.set_offline(False)
        await page.locator(".entrance").wait_for()
        assert set(await kept(page)) <= {"dorandoran.language"}
        await expect(page.get_by_text("나만 아는 말")).to_have_count(0)
