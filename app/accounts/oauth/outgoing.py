"""Requests to providers: over verified TLS, without redirects, bounded in time and size."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TypeVar

import httpx2
import msgspec
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc.errors import JoseError

from app.accounts.oauth.errors import AnswerInvalid, ProviderRefused, ProviderUnavailable
from app.platform.logging import logger
from app.platform.provider_settings import ClientCredentials
from app.platform.version import VERSION

log = logger(__name__)

Answer = TypeVar("Answer")

# All that is asked of a provider for one step, together.
PROVIDER_SECONDS = 10.0
# A page of keys or of addresses has a tenth of it.
ANSWER_BYTES = 256 * 1024


class Outgoing:
    """Makes clients that ask one provider one thing and are closed."""

    def __init__(self, *, seconds: float = PROVIDER_SECONDS) -> None:
        """`seconds`: how long one step may take."""
        self._seconds = seconds

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return httpx2.create_ssl_context()

    @asynccontextmanager
    async def to(self, credentials: ClientCredentials) -> AsyncIterator[AsyncOAuth2Client]:
        """Open a client that one provider knows by `credentials`.

        What fails inside becomes `ProviderUnavailable`, `ProviderRefused` or `AnswerInvalid`.
        """
        try:
            async with (
                asyncio.timeout(self._seconds),
                AsyncOAuth2Client(
                    client_id=credentials.client_id,
                    client_secret=credentials.client_secret,
                    code_challenge_method="S256",
                    transport=_Bounded(httpx2.AsyncHTTPTransport(verify=self._tls)),
                    timeout=self._seconds,
                    follow_redirects=False,
                    trust_env=False,
                    headers={
                        "accept": "application/json",
                        "accept-encoding": "identity",
                        "user-agent": f"DoranDoran/{VERSION}",
                    },
                ) as client,
            ):
                yield client
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as error:
            log.warning("provider does not answer", fault=type(error).__name__)
            raise ProviderUnavailable(
                "The provider does not answer: try again in a while, or sign in another way"
            ) from None
        except OAuthError as error:
            # Its code is one of a few words of RFC 6749, 5.2; its description is free text.
            log.warning("provider refused", fault=type(error).__name__)
            raise ProviderRefused("The provider refused: begin again") from None
        except (AuthlibBaseError, JoseError, msgspec.MsgspecError, ValueError) as error:
            log.warning("provider's answer does not hold", fault=type(error).__name__)
            raise AnswerInvalid("What the provider answered does not hold: begin again") from None


async def read_answer(
    client: AsyncOAuth2Client, address: str, shape: type[Answer], *, signed_in: bool = False
) -> Answer:
    """Ask for JSON in `shape`, where `signed_in` with the access token that was just given.

    Raises `httpx2.HTTPError`, also where the status is not 2xx, and `msgspec.MsgspecError`.
    """
    response = await client.request("GET", address, withhold_token=not signed_in)
    response.raise_for_status()
    return msgspec.json.decode(response.content, type=shape)


class _Bounded(httpx2.AsyncBaseTransport):
    """Refuses an answer that is too long, or packed, since packed it could be of any length."""

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await self._inner.handle_async_request(request)
        stream = response.stream
        assert isinstance(stream, httpx2.AsyncByteStream)
        if response.headers.get("content-encoding", "identity") != "identity":
            await stream.aclose()
            raise httpx2.RemoteProtocolError("the answer is packed")
        return httpx2.Response(
            status_code=response.status_code,
            headers=response.headers,
            stream=_BoundedStream(stream),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        await self._inner.aclose()


class _BoundedStream(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for piece in self._inner:
            size += len(piece)
            if size > ANSWER_BYTES:
                raise httpx2.RemoteProtocolError("the answer is too long")
            yield piece

    async def aclose(self) -> None:
        await self._inner.aclose()
