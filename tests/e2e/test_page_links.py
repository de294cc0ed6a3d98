"""The page in Chromium, on a real server: mailed links, devices, and leaving for good."""

import re
import zipfile
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.browsing import (
    EMAIL,
    PASSWORD,
    fill,
    log_in,
    log_out,
    mailed_link,
    open_account,
    open_browser,
    open_page,
    press,
    register,
    submit,
)
from tests.e2e.conftest import RunServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

NEW_PASSWORD = "eight busy magpies sing"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


async def follow(page: Page, link: str) -> None:
    """Open a mailed link in a tab of its own, as one does from a mail program."""
    await page.goto("about:blank")
    await page.goto(link)
    await page.locator(".door .entrance__title").wait_for()


async def test_a_new_account_is_verified_by_the_mailed_link(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        await open_account(page)
        await expect(page.get_by_text("not confirmed yet")).to_be_visible()

        await follow(page, await mailed_link(page, "verify"))
        assert page.url.endswith("/#/"), "the token must not stay in the address"
        await press(page, "Confirm the address")
        await expect(page.get_by_text("Your address is confirmed")).to_be_visible()
        await press(page, "Go on")
        await open_account(page)
        await expect(page.get_by_text("confirmed", exact=True)).to_be_visible()

        await log_out(page)
        await log_in(page)
        await expect(page.locator(".account, .start__title").first).to_be_visible()


async def test_who_is_not_logged_in_confirms_no_address(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        link = await mailed_link(page, "verify")
        elsewhere = await open_page(browser, server.url)
        await follow(elsewhere, link)
        await expect(elsewhere.get_by_text("Log in here first")).to_be_visible()
        await press(elsewhere, "Log in")
        await log_in(elsewhere)
        await elsewhere.locator(".start__title").wait_for()
        await follow(elsewhere, link)
        await press(elsewhere, "Confirm the address")
        await expect(elsewhere.get_by_text("Your address is confirmed")).to_be_visible()


async def test_a_link_works_once_and_says_so(run_server: RunServer, browser: Browser) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        link = await mailed_link(page, "verify")
        await follow(page, link)
        await press(page, "Confirm the address")
        await page.get_by_text("Your address is confirmed").wait_for()
        await follow(page, link)
        await press(page, "Confirm the address")
        await expect(page.get_by_text("no longer valid")).to_be_visible()


async def test_a_forgotten_password_is_replaced_and_everybody_else_is_logged_out(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        await follow(page, await mailed_link(page, "verify"))
        await press(page, "Confirm the address")
        await page.get_by_text("Your address is confirmed").wait_for()

        elsewhere = await open_page(browser, server.url)
        await press(elsewhere, "I have an account")
        await press(elsewhere, "Forgot your password?")
        await fill(elsewhere, email=EMAIL)
        await submit(elsewhere)
        await expect(elsewhere.locator(".done")).to_contain_text(EMAIL)
        await follow(elsewhere, await mailed_link(elsewhere, "reset"))
        await fill(elsewhere, password="password1")
        await submit(elsewhere)
        await expect(elsewhere.locator(".field__fault")).to_contain_text("most common")
        await fill(elsewhere, password=NEW_PASSWORD)
        await submit(elsewhere)
        await elsewhere.get_by_text("Your new password is saved").wait_for()
        await press(elsewhere, "Log in")
        await log_in(elsewhere, password=NEW_PASSWORD)
        await expect(elsewhere.locator(".start__title")).to_be_visible()

        await page.goto(page.url.split("#")[0])
        await expect(page.locator(".entrance")).to_be_visible()


async def test_nobody_learns_who_has_an_account(run_server: RunServer, browser: Browser) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await press(page, "I have an account")
        await press(page, "Forgot your password?")
        await fill(page, email="nobody@example.com")
        await submit(page)
        await expect(page.locator(".done")).to_contain_text("If nobody@example.com has an account")


async def test_a_new_address_counts_once_its_link_is_opened(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        await open_account(page)
        await press(page, "Change")
        await fill(page, email="jiwoo@example.com")
        await submit(page)
        await expect(page.locator("dialog .done")).to_contain_text("jiwoo@example.com")
        await follow(page, await mailed_link(page, "email"))
        await press(page, "Use the new address")
        await page.get_by_text("Your e-mail address is changed").wait_for()
        await press(page, "Go on")
        await open_account(page)
        await expect(page.get_by_text("jiwoo@example.com")).to_be_visible()


async def test_another_device_is_seen_and_logged_out(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        other = await open_page(browser, server.url)
        await press(other, "I have an account")
        await log_in(other)
        await other.locator(".start__title").wait_for()

        await open_account(page)
        devices = page.locator(".lines .line")
        await expect(devices).to_have_count(2)
        await expect(devices.first).to_contain_text("this device")
        await devices.nth(1).get_by_role("button", name="Log out").click()
        await expect(devices).to_have_count(1)
        await other.reload()
        await expect(other.locator(".entrance")).to_be_visible()
        await expect(other.locator(".notice")).to_contain_text("session is over")


async def test_a_password_is_changed_by_who_knows_it(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        await open_account(page)
        await press(page, "Change password")
        await fill(page, current_password="not this one", new_password=NEW_PASSWORD)
        await submit(page)
        await expect(page.locator("dialog .field__fault").first).to_contain_text("isn't your")
        await fill(page, current_password=PASSWORD)
        await submit(page)
        await expect(page.locator(".notice").last).to_contain_text("new password is saved")
        await log_out(page)
        await log_in(page, password=NEW_PASSWORD)
        await expect(page.locator(".account, .start__title").first).to_be_visible()


async def test_a_deleted_account_is_taken_back_in_time(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        await open_account(page)
        await page.get_by_role("button", name="Delete account").click()
        await page.locator("dialog .button--risk").click()
        await expect(page.locator(".entrance")).to_be_visible()

        await log_in(page)
        await expect(page.get_by_text("This account is being deleted")).to_be_visible()
        await press(page, "Keep my account")
        await page.locator("input[name=password]").wait_for()
        await log_in(page)
        await expect(page.locator(".start__title")).to_be_visible()


async def test_everything_can_be_taken_along(run_server: RunServer, browser: Browser) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        await open_account(page)
        async with page.expect_download() as coming:
            await page.get_by_role("button", name="Download").click()
        download = await coming.value
        assert download.suggested_filename == "dorandoran-export.zip"
        with zipfile.ZipFile(await download.path()) as archive:
            assert any(EMAIL.encode() in archive.read(name) for name in archive.namelist())


async def test_a_guest_keeps_the_account_from_its_own_screen(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await fill(page, nickname="지우", birth_year="1995")
        await submit(page)
        await page.locator(".start__title").wait_for()
        await open_account(page)
        await fill(page, email=EMAIL, password=PASSWORD)
        await submit(page)
        await expect(page.get_by_text("not confirmed yet")).to_be_visible()
        await log_out(page)
        await log_in(page)
        await expect(page.locator(".account, .start__title").first).to_be_visible()


async def test_who_guesses_is_told_how_long_to_wait(
    run_server: RunServer, browser: Browser
) -> None:
    async with run_server() as server:
        page = await open_page(browser, server.url)
        await register(page)
        await log_out(page)
        fault = page.locator(".form__fault").first
        for _ in range(12):
            await log_in(page, password="a wrong password")
            await expect(page.locator("main button[type=submit]")).to_be_enabled()
            if re.search(r"again in \d+ (s|min)", await fault.inner_text()):
                return
        raise AssertionError(await fault.inner_text())
