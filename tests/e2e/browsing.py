"""A learner's browser: Chromium without a screen, and what one does with the page all the time."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 390, "height": 844}
PASSWORD = "seven lazy otters sleep"
EMAIL = "minsu@example.com"


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Start Chromium; close it at the end."""
    path = shutil.which("chromium")
    assert path is not None, "`make tools` installs Chromium"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        await browser.close()


async def open_page(browser: Browser, url: str) -> Page:
    """Open the page on a phone of its own: nothing is shared with other pages of `browser`."""
    context = await browser.new_context(viewport=PHONE, locale="en")
    page = await context.new_page()
    # Passkeys are bound to a name, so that an address in figures has none.
    await page.goto(url.replace("127.0.0.1", "localhost"))
    return page


async def fill(page: Page, **values: str) -> None:
    """Fill the fields by name in the dialog that is open, else in the page's form."""
    dialog = page.locator("dialog[open]").last
    place = dialog if await dialog.count() else page.locator("main")
    for name, value in values.items():
        await place.locator(f"input[name={name}]").fill(value)


async def submit(page: Page) -> None:
    """Press the form's own button, in the dialog that is open, else in the page."""
    dialog = page.locator("dialog[open]").last
    place = dialog if await dialog.count() else page.locator("main")
    await place.locator("button[type=submit]").click()


async def press(page: Page, text: str) -> None:
    """Press the button or link with exactly this text, the topmost where there are several."""
    dialog = page.locator("dialog[open]").last
    place = dialog if await dialog.count() else page.locator("body")
    await place.get_by_text(text, exact=True).first.click()


async def register(page: Page, *, email: str = EMAIL, password: str = PASSWORD) -> None:
    """Create an account on the first page; the start page is shown then."""
    await press(page, "Create an account")
    await fill(page, nickname="민수", birth_year="1995", email=email, password=password)
    await submit(page)
    await page.locator(".start__title").wait_for()


async def log_out(page: Page) -> None:
    """Log out; the first page is shown then, with its log-in."""
    await press(page, "Log out")
    await page.locator(".entrance").wait_for()


async def log_in(page: Page, *, email: str = EMAIL, password: str = PASSWORD) -> None:
    """Fill in the log-in that is shown and send it."""
    await fill(page, email=email, password=password)
    await submit(page)


async def mailed_link(page: Page, kind: str) -> str:
    """Return the link for `kind` in the newest e-mail that has one, as the server keeps them."""
    mails = await page.context.new_page()
    await mails.goto(page.url.split("#")[0] + "development/mails")
    for subject in await mails.locator("li a").all():
        letter = await mails.context.new_page()
        await letter.goto(page.url.split("#")[0] + str(await subject.get_attribute("href"))[1:])
        link = letter.locator(f"pre a[href*='/#/{kind}/']")
        found = await link.get_attribute("href") if await link.count() else None
        await letter.close()
        if found is not None:
            await mails.close()
            return found
    raise AssertionError(f"no e-mail has a link for {kind}")


async def open_account(page: Page) -> None:
    """Go to one's own account."""
    await page.locator(".top__account").click()
    await page.locator(".panel").first.wait_for()
