"""PostgreSQL is spoken to over TLS as its address says, and nothing is said to an impostor.

The embedded PostgreSQL is built without TLS: a relay speaks it in front of the real server.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext

from app.platform.database import (
    DatabaseUnreachableError,
    check_database,
    database_answers,
    parse_address,
    tortoise_config,
)
from app.platform.database_tls import tls_of
from tests.certificates import make_certificates
from tests.tls_relay import SSL_REQUEST, tls_relay


def socket_of(postgres_url: str) -> str:
    return f"{parse_address(postgres_url)['host']}/.s.PGSQL.5432"


@asynccontextmanager
async def postgres_of(
    postgres_url: str, directory: Path, *, host: str = "localhost"
) -> AsyncIterator[str]:
    """The real PostgreSQL behind a certificate for `host`, as an address without parameters."""
    tls = make_certificates(directory, host).server
    async with tls_relay(socket_of(postgres_url), tls, asked_first=True) as port:
        yield f"postgresql://postgres@localhost:{port}/postgres"


async def test_a_server_whose_certificate_and_name_hold_is_spoken_to(
    postgres_url: str, tmp_path: Path
) -> None:
    async with postgres_of(postgres_url, tmp_path) as address:
        trusted = f"{address}?sslmode=verify-full&sslrootcert={tmp_path}/localhost.pem"
        assert await check_database(trusted)


async def test_so_is_it_by_the_pool(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
    async with postgres_of(postgres_url, tmp_path) as address, TortoiseContext() as context:
        await context.init(config=tortoise_config(f"{address}?sslmode=verify-full"))
        assert await database_answers()
        monkeypatch.delenv("SSL_CERT_FILE")
    async with postgres_of(postgres_url, tmp_path) as address, TortoiseContext() as context:
        await context.init(config=tortoise_config(f"{address}?sslmode=verify-full"))
        assert not await database_answers()


async def test_one_whom_no_authority_of_ours_vouches_for_is_told_nothing(
    postgres_url: str, tmp_path: Path
) -> None:
    async with postgres_of(postgres_url, tmp_path) as address:
        with pytest.raises(DatabaseUnreachableError, match="certificate verify failed"):
            await check_database(f"{address}?sslmode=verify-full")


async def test_nor_one_that_has_the_certificate_of_another(
    postgres_url: str, tmp_path: Path
) -> None:
    async with postgres_of(postgres_url, tmp_path, host="other.example") as address:
        trusted = f"sslrootcert={tmp_path}/other.example.pem"
        with pytest.raises(DatabaseUnreachableError, match="Hostname mismatch"):
            await check_database(f"{address}?sslmode=verify-full&{trusted}")
        assert await check_database(f"{address}?sslmode=verify-ca&{trusted}")


async def test_to_one_that_speaks_no_tls_nothing_is_said_without() -> None:
    heard: asyncio.Queue[bytes] = asyncio.Queue()

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.put_nowait(await reader.readexactly(len(SSL_REQUEST)))
        writer.write(b"N")
        heard.put_nowait(await reader.read())
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(DatabaseUnreachableError, match="rejected SSL upgrade"):
            await check_database(f"postgresql://ann@127.0.0.1:{port}/db?sslmode=verify-full")
        async with asyncio.timeout(5):
            assert (await heard.get(), await heard.get()) == (SSL_REQUEST, b"")


@pytest.mark.parametrize(
    ("query", "certificate", "name"),
    [
        ({"sslmode": "verify-full"}, True, True),
        ({"sslmode": "verify-full", "sslrootcert": "system"}, True, True),
        ({"sslmode": "verify-ca"}, True, False),
        ({"sslmode": "require", "sslrootcert": "system"}, True, False),
    ],
    ids=str,
)
def test_what_is_checked_is_what_libpq_checks(
    query: dict[str, str], certificate: bool, name: bool
) -> None:
    context = tls_of(query)
    assert isinstance(context, ssl.SSLContext)
    assert (context.verify_mode == ssl.CERT_REQUIRED, context.check_hostname) == (certificate, name)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require"])
def test_what_checks_nothing_is_left_to_the_library(mode: str) -> None:
    assert tls_of({"sslmode": mode}) == mode


def test_of_an_address_that_says_nothing_nothing_is_said() -> None:
    assert tls_of({"host": "/run/postgresql"}) is None


def test_with_a_certificate_of_its_own_a_client_shows_it(tmp_path: Path) -> None:
    make_certificates(tmp_path)
    own = str(tmp_path / "localhost.pem")
    assert isinstance(tls_of({"sslmode": "verify-full", "sslcert": own}), ssl.SSLContext)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"sslmode": "perhaps"}, "sslmode must be one of"),
        ({"sslmode": "verify-full", "sslcrl": "/crl.pem"}, "sslcrl is not known here"),
        ({"sslrootcert": "/ca.pem"}, "want sslmode=verify-full"),
        ({"sslmode": "require", "sslcert": "/own.pem"}, "want sslmode=verify-full"),
        (
            {"sslmode": "verify-full", "sslrootcert": "/nowhere.pem"},
            "sslrootcert cannot be read: No such file",
        ),
        (
            {"sslmode": "verify-full", "sslcert": "/nowhere.pem"},
            "sslcert or sslkey cannot be used: No such file",
        ),
    ],
)
def test_what_cannot_be_done_is_said(query: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        tls_of(query)
