"""Providers that are away, slow, or answer what nobody can use: bounded, and told clearly."""

import asyncio
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from app.accounts.oauth.errors import AnswerInvalid, ProviderUnavailable
from app.accounts.oauth.outgoing import ANSWER_BYTES, Outgoing, read_answer
from app.platform.errors import Problem
from app.platform.provider_settings import ClientCredentials
from tests.app.accounts.oauth.conftest import Browser, problem
from tests.certificates import make_certificates
from tests.oidc_provider import Fault, OidcProvider

NOBODY = ClientCredentials("nobody", "secret")


async def ask(address: str, *, seconds: float = 5) -> object:
    async with Outgoing(seconds=seconds).to(NOBODY) as client:
        return await read_answer(client, address, dict[str, object])


async def test_an_answer_is_read(provider: OidcProvider) -> None:
    answered = await ask(f"{provider.issuer}/jwks")
    assert isinstance(answered, dict)
    assert answered.keys() == {"keys"}


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        (Fault.DROP, ProviderUnavailable),
        (Fault.HANG, ProviderUnavailable),
        (Fault.DRIP, ProviderUnavailable),
        (Fault.HUGE, ProviderUnavailable),
        (Fault.PACKED, ProviderUnavailable),
        (Fault.ERROR, ProviderUnavailable),
        (Fault.MOVED, ProviderUnavailable),
        (Fault.GARBAGE, AnswerInvalid),
    ],
)
async def test_what_cannot_be_used_is_one_clear_problem(
    fault: Fault, raised: type[Problem], provider: OidcProvider
) -> None:
    provider.faults["/jwks"] = fault
    # Less than the test's time limit, more than a busy machine takes for one answer.
    seconds = 0.5 if fault in {Fault.HANG, Fault.DRIP} else 5
    with pytest.raises(raised):
        await ask(f"{provider.issuer}/jwks", seconds=seconds)


async def test_a_redirect_is_not_followed(provider: OidcProvider) -> None:
    provider.faults["/jwks"] = Fault.MOVED
    with pytest.raises(ProviderUnavailable):
        await ask(f"{provider.issuer}/jwks")
    assert provider.asked == ["/jwks"]


async def test_nothing_is_said_to_a_provider_whose_certificate_is_not_trusted(
    tmp_path: Path,
) -> None:
    heard: list[bytes] = []

    async def hear(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(1))

    tls = make_certificates(tmp_path).server
    async with await asyncio.start_server(hear, "127.0.0.1", 0, ssl=tls) as server:
        port = server.sockets[0].getsockname()[1]
        with capture_logs() as lines, pytest.raises(ProviderUnavailable):
            await ask(f"https://localhost:{port}/jwks")
    assert heard == []
    assert [line["event"] for line in lines] == ["provider does not answer"]


async def test_an_answer_may_be_as_long_as_the_limit(provider: OidcProvider) -> None:
    provider.metadata = {"more": "a" * (ANSWER_BYTES - 2_000)}
    assert await ask(f"{provider.issuer}/.well-known/openid-configuration")
    provider.metadata = {"more": "a" * ANSWER_BYTES}
    with pytest.raises(ProviderUnavailable):
        await ask(f"{provider.issuer}/.well-known/openid-configuration")


async def test_nobody_there_is_a_provider_that_does_not_answer() -> None:
    # The discard port, where nothing listens.
    with pytest.raises(ProviderUnavailable):
        await ask("http://127.0.0.1:9/jwks")


async def test_a_mistake_of_ours_is_not_taken_for_the_provider_s() -> None:
    with pytest.raises(TypeError):
        async with Outgoing().to(NOBODY):
            raise TypeError


async def test_who_sets_out_to_a_provider_that_is_away_is_told_so(
    browser: Browser, provider: OidcProvider
) -> None:
    provider.faults["/.well-known/openid-configuration"] = Fault.DROP
    refused = await browser.post("/api/v1/oauth/oidc", {"purpose": "sign_in"})
    assert (refused.status_code, problem(refused)) == (503, "provider-unavailable")


@pytest.mark.parametrize("path", ["/token", "/jwks"])
async def test_who_comes_back_while_it_is_away_is_told_so(
    path: str, browser: Browser, provider: OidcProvider
) -> None:
    provider.faults[path] = Fault.DROP
    assert await browser.to_and_fro() == "not-entered/provider-unavailable"
    provider.faults = {}
    assert (await browser.to_and_fro()).startswith("entered/")


async def test_no_secret_and_no_code_is_logged(
    browser: Browser, provider: OidcProvider, capsys: pytest.CaptureFixture[str]
) -> None:
    await browser.register()
    provider.claims = {"nonce": "another"}
    callback = await browser.at_provider(await browser.set_out())
    await browser.come_back(callback)
    said = "".join(capsys.readouterr())
    assert "provider sign-in" in said
    (client,) = provider.clients.values()
    for secret in (client.client_secret, callback.partition("?")[2], "ada@example.com"):
        assert secret not in said
