"""In development the posted e-mails are shown to this machine, and to nobody else."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import httpx2
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.letters import letter
from app.platform.errors import Problem
from app.platform.http import problem_response
from app.platform.ids import new_id
from app.platform.mail.letter import Letter
from app.platform.mail.models import Mail
from app.platform.mail.post import PostOffice
from app.platform.sealing import Sealer
from app.platform.settings import Settings
from app.web.development_mails import PATH, development_mail_routes, is_shown

if TYPE_CHECKING:
    from tests.conftest import HandClock

LINK = "http://localhost:8080/#/verify/secret-token"


def problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem_response(error)


@pytest.fixture
def web(settings: Settings, sealer: Sealer) -> Starlette:
    return Starlette(
        routes=development_mail_routes(settings, sealer), exception_handlers={Problem: problem}
    )


def client(
    web: Starlette, *, peer: str = "127.0.0.1", name: str = "localhost:8080"
) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(web, client=(peer, 50_000))
    return httpx2.AsyncClient(transport=transport, base_url=f"http://{name}")


@pytest.fixture
async def here(web: Starlette) -> AsyncIterator[httpx2.AsyncClient]:
    async with client(web) as speaking:
        yield speaking


@pytest.fixture
async def post(sealer: Sealer, clock: "HandClock") -> PostOffice:
    return PostOffice(sealer=sealer, clock=clock, ids=new_id)


async def test_the_list_names_each_and_leads_to_it(
    here: httpx2.AsyncClient, post: PostOffice
) -> None:
    assert "Nothing was posted yet" in (await here.get(PATH)).text
    written = letter("verify_email", "en", link=LINK)
    await post.post(to="ada@example.com", letter=written, kind="verify_email", user_id=None)
    await post.post_nothing()
    listed = (await here.get(PATH)).text
    assert listed.count("<li>") == 1, "what is written for nobody is none"
    assert "Confirm your e-mail address" in listed
    assert "ada@example.com" in listed
    mail = await Mail.get(kind="verify_email")
    shown = await here.get(f"{PATH}/{mail.id}")
    assert f'<a href="{LINK}">' in shown.text
    assert shown.headers["cache-control"] == "no-store"


async def test_what_a_letter_holds_is_shown_and_runs_nowhere(
    here: httpx2.AsyncClient, post: PostOffice
) -> None:
    hostile = Letter("<script>1</script>", '</pre><script src="//evil">', '"><script>2</script>')
    await post.post(to='"<b>"@example.com', letter=hostile, kind="hello", user_id=None)
    mail = await Mail.get()
    shown = await here.get(f"{PATH}/{mail.id}")
    listed = await here.get(PATH)
    assert "<script" not in shown.text
    assert "<script" not in listed.text
    assert "<b>" not in listed.text
    assert "<iframe sandbox title=" in shown.text, "nothing is allowed in it"
    assert shown.headers["content-security-policy"].startswith("default-src 'none'")


async def test_only_links_that_lead_here_are_links(
    here: httpx2.AsyncClient, post: PostOffice
) -> None:
    elsewhere = Letter("Hello", "http://evil.example/#/verify/x", "<p></p>")
    await post.post(to="ada@example.com", letter=elsewhere, kind="hello", user_id=None)
    shown = await here.get(f"{PATH}/{(await Mail.get()).id}")
    assert 'href="http://evil' not in shown.text


@pytest.mark.parametrize(
    "path", [f"{PATH}/nothing", f"{PATH}/00000000-0000-0000-0000-000000000000"]
)
async def test_an_e_mail_that_is_not_there_is_404(here: httpx2.AsyncClient, path: str) -> None:
    assert (await here.get(path)).status_code == 404


@pytest.mark.parametrize("peer", ["192.168.1.5", "203.0.113.9", "2001:db8::1", "testclient"])
async def test_another_machine_finds_nothing_here(web: Starlette, peer: str) -> None:
    async with client(web, peer=peer) as away:
        assert (await away.get(PATH)).status_code == 404


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "via"])
async def test_nor_does_who_comes_through_a_proxy_on_this_machine(
    here: httpx2.AsyncClient, header: str
) -> None:
    assert (await here.get(PATH, headers={header: "127.0.0.1"})).status_code == 404


async def test_nor_does_a_page_that_calls_this_machine_by_another_name(web: Starlette) -> None:
    async with client(web, name="evil.example") as rebound:
        assert (await rebound.get(PATH)).status_code == 404
    async with client(web, peer="::1", name="[::1]:8080") as own:
        assert (await own.get(PATH)).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [{"environment": "production"}, {"smtp_url": SecretStr("smtp://127.0.0.1:25")}],
)
def test_where_e_mails_are_sent_there_is_no_such_page(
    settings: Settings, sealer: Sealer, changed: dict[str, object]
) -> None:
    elsewhere = settings.model_copy(update=changed)
    assert not is_shown(elsewhere)
    assert development_mail_routes(elsewhere, sealer) == []
