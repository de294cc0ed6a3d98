"""The provider as a process of its own, as a whole server and a browser meet it.

    python -m tests.oidc_provider_process https://example.com/oauth/oidc/callback

Says on one line of JSON where it is and as whom it knows us, and ends with its standard input.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.platform.clock import SystemClock
from tests.oidc_provider import OidcProvider

START_SECONDS = 30.0


@dataclass(frozen=True)
class ProviderProcess:
    """A provider that listens, and what it knows us by."""

    issuer: str
    client_id: str
    client_secret: str


@asynccontextmanager
async def run_provider(redirect_uri: str) -> AsyncIterator[ProviderProcess]:
    """Start the process; it is gone at the end of the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.oidc_provider_process",
        redirect_uri,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            line = await process.stdout.readline()
        yield ProviderProcess(**json.loads(line))
    finally:
        process.stdin.close()
        await process.wait()


async def serve(redirect_uri: str) -> None:
    async with OidcProvider(SystemClock()) as provider:
        client = provider.register(redirect_uri)
        told = {
            "issuer": provider.issuer,
            "client_id": client.client_id,
            "client_secret": client.client_secret,
        }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
