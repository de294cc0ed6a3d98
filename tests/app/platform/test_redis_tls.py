"""Redis is spoken to over TLS where its address says so, and nothing is said to an impostor.

The Redis of the tests is built without TLS: a relay speaks it in front of the real server.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.platform.redis import RedisUnreachableError, check_redis, open_redis
from tests.certificates import make_certificates
from tests.tls_relay import tls_relay


@asynccontextmanager
async def redis_of(
    redis_url: str, directory: Path, *, host: str = "localhost"
) -> AsyncIterator[str]:
    """The real Redis behind a certificate for `host`, as an address without options."""
    tls = make_certificates(directory, host).server
    async with tls_relay(redis_url.removeprefix("unix://"), tls) as port:
        yield f"rediss://localhost:{port}"


async def test_a_server_whose_certificate_and_name_hold_is_spoken_to(
    redis_url: str, tmp_path: Path
) -> None:
    async with redis_of(redis_url, tmp_path) as address:
        trusted = f"{address}?ssl_ca_certs={tmp_path}/localhost.pem"
        assert await check_redis(trusted)
        async with open_redis(trusted) as [client]:
            assert await client.set("key", b"value")


async def test_one_whom_no_authority_of_ours_vouches_for_is_told_nothing(
    redis_url: str, tmp_path: Path
) -> None:
    async with redis_of(redis_url, tmp_path) as address:
        with pytest.raises(RedisUnreachableError, match="certificate verify failed"):
            await check_redis(address)


async def test_nor_one_that_has_the_certificate_of_another_unless_the_address_says_so(
    redis_url: str, tmp_path: Path
) -> None:
    async with redis_of(redis_url, tmp_path, host="other.example") as address:
        trusted = f"{address}?ssl_ca_certs={tmp_path}/other.example.pem"
        with pytest.raises(RedisUnreachableError, match="Hostname mismatch"):
            await check_redis(trusted)
        assert await check_redis(f"{trusted}&ssl_check_hostname=no")
