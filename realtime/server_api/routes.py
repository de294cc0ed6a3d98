"""The server API over HTTP: who may call, one request at a time or several, answers as JSON."""

import asyncio
import hmac
import logging
from functools import partial

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from realtime.engine import Engine
from realtime.errors import ClientError
from realtime.protocol.codes import BAD_REQUEST, INTERNAL, METHOD_NOT_FOUND
from realtime.server_api.methods import ChannelLookup, Methods
from realtime.server_api.requests import BatchRequest
from realtime.server_api.results import ApiError, Result
from realtime.transports.request_body import read_body

log = logging.getLogger(__name__)

_encoder = msgspec.json.Encoder()
_batches = msgspec.json.Decoder(BatchRequest)


def routes(
    engine: Engine,
    channel: ChannelLookup,
    *,
    key: str,
    prefix: str = "/api",
    body_bytes: int = 8 * 1024 * 1024,
) -> list[BaseRoute]:
    """Return `POST <prefix>/publish` and the others. `body_bytes`: the longest request.

    Raises:
        ValueError: the key is empty.

    """
    if not key:
        raise ValueError("an API without a key would serve anybody: leave its routes out")
    api = _Api(Methods(engine, channel), key, body_bytes)
    names = [*api.methods.by_name, "batch"]
    return [
        Route(f"{prefix}/{name}", partial(api.answer, name), methods=["POST"]) for name in names
    ]


class _Api:
    def __init__(self, methods: Methods, key: str, body_bytes: int) -> None:
        self.methods = methods
        self._key = key.encode()
        self._body_bytes = body_bytes
        self._decoders = {
            name: msgspec.json.Decoder(method.request) for name, method in methods.by_name.items()
        }

    async def answer(self, name: str, request: Request) -> Response:
        """Answer a request: 401, 413 and 400 by status, whatever else in the body."""
        if not self._allows(request):
            return Response("X-API-Key is missing or wrong\n", 401)
        body = await read_body(request, self._body_bytes)
        if body is None:
            return Response(f"more than {self._body_bytes} bytes\n", 413)
        if name == "batch":
            try:
                return _json({"replies": await self._batch(_batches.decode(body or b"{}"))})
            except msgspec.MsgspecError:
                return _json({"error": _error(ClientError.of(BAD_REQUEST))}, 400)
        outcome = await self._call(name, body or b"{}")
        if isinstance(outcome, ApiError):
            return _json({"error": outcome})
        return _json({"result": outcome})

    def _allows(self, request: Request) -> bool:
        given = request.headers.get("x-api-key", "")
        scheme, _, word = request.headers.get("authorization", "").partition(" ")
        if not given and scheme.lower() == "apikey":
            given = word.strip()
        return hmac.compare_digest(given.encode(), self._key)

    async def _call(self, name: str, body: bytes | msgspec.Raw) -> Result | ApiError:
        try:
            return await self.methods.by_name[name].call(self._decoders[name].decode(body))
        except msgspec.MsgspecError:
            return _error(ClientError.of(BAD_REQUEST))
        except ClientError as error:
            if error.error == INTERNAL:
                log.warning("server API: %s: %s", name, error)
            return _error(error)
        except Exception:
            log.exception("server API: %s", name)
            return _error(ClientError.of(INTERNAL))

    async def _batch(self, batch: BatchRequest) -> list[dict[str, Result | ApiError]]:
        if batch.parallel:
            return await asyncio.gather(*map(self._reply, batch.commands))
        return [await self._reply(command) for command in batch.commands]

    async def _reply(self, command: dict[str, msgspec.Raw] | None) -> dict[str, Result | ApiError]:
        if command is None:
            return {"error": _error(ClientError.of(BAD_REQUEST))}
        for name, body in command.items():
            if name in self.methods.by_name:
                outcome = await self._call(name, body)
                return {"error" if isinstance(outcome, ApiError) else name: outcome}
        return {"error": _error(ClientError.of(METHOD_NOT_FOUND))}


def _error(error: ClientError) -> ApiError:
    return ApiError(error.code, error.message)


def _json(answer: object, status: int = 200) -> Response:
    return Response(_encoder.encode(answer), status, media_type="application/json")
