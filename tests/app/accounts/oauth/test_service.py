"""Which ways in are shown, and that one can come in under whatever address the server has."""

import pytest

from app.accounts.joined import Accounts
from tests.app.accounts.oauth.conftest import Browser


async def test_the_ways_in_are_shown_to_anybody(browser: Browser) -> None:
    answer = await browser.ours.get("/api/v1/ways-in")
    assert answer.status_code == 200
    assert answer.json() == {
        "providers": [{"id": "oidc", "name": "School", "proves": True}],
        "passkeys": True,
    }


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://learn.example", True),
        ("http://localhost:8080", True),
        ("http://learn.example", False),
    ],
)
def test_passkeys_are_offered_where_browsers_make_them(accounts: Accounts, expected: bool) -> None:
    assert accounts.oauth.ways_in().passkeys is expected


@pytest.mark.parametrize("address", ["http://localhost:8080", "https://learn.example:8443/"])
async def test_one_comes_in_under_whatever_address_the_server_has(
    address: str, browser: Browser
) -> None:
    assert (await browser.register())["user"]["email"] == "ada@example.com"
