"""The page in Chromium, on a real server: begin as a guest, chat, reload, see the same."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.browsing import PHONE, open_browser
from tests.e2e.conftest import RunServer
from tests.upstream import Script, Upstream

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


async def begin(page: Page, url: str, *, card: int) -> None:
    """Begin as a guest and open a room with the persona on the given card."""
    await page.goto(url)
    await page.get_by_label(re.compile("nickname|call you|name", re.IGNORECASE)).first.fill("샘")
    await page.get_by_label(re.compile("born|birth", re.IGNORECASE)).first.fill("1995")
    await page.locator(".entrance button[type=submit]").first.click()
    await page.locator(".card").nth(card).click()
    await page.locator("dialog .button--main").click()
    await page.locator(".connection[data-status=connected]").wait_for(state="attached")


async def say(page: Page, text: str) -> None:
    await page.locator("textarea").fill(text)
    await page.locator("textarea").press("Enter")


async def test_a_learner_chats_and_sees_the_same_after_a_reload(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await browser.new_page(viewport=PHONE)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        await begin(page, server.url, card=5)

        await say(page, "밥 먹었어?")
        await expect(page.locator(".feedback--corrected")).to_be_visible()
        await expect(page.locator(".word").first).to_be_visible()
        await expect(page.locator(".round--stop")).to_be_hidden()
        before = await page.locator(".bubble").all_inner_texts()
        assert any("밥 먹었어?" in text for text in before)

        await page.reload()
        await expect(page.locator(".feedback--corrected")).to_be_visible()
        await expect(page.locator(".bubble")).to_have_count(len(before))
        assert await page.locator(".bubble").all_inner_texts() == before
        width = await page.locator("body").evaluate("body => body.scrollWidth")
        assert width <= PHONE["width"]
        assert errors == []


async def test_a_reply_streams_in_and_can_be_stopped(
    run_server: RunServer, browser: Browser
) -> None:
    async with Upstream() as upstream, run_server(openai_base_url=upstream.base_url) as server:
        upstream.script = Script(tokens=400, interval=0.05)
        page = await browser.new_page(viewport=PHONE)
        await begin(page, server.url, card=0)

        await say(page, "주말에 뭐 했어?")
        await expect(page.locator(".caret:not([hidden])")).to_be_visible()
        await page.locator(".round--stop").click()
        await expect(page.locator(".round--stop")).to_be_hidden()
        await upstream.until(lambda: upstream.open == 0)
