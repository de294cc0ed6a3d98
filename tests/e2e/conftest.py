"""Whole servers in the test's process, on real PostgreSQL and Redis, spoken to as clients do."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import pytest
from pydantic import SecretStr
from uvicorn import Server

from app import korean
from app.composition.house import House, open_house
from app.platform.http_server import listen, server_config
from app.platform.metrics import Metrics
from app.platform.settings import Settings
from realtime.transports.uvicorn_http_protocol import patient_protocol
from realtime.transports.uvicorn_protocol import UvicornProtocol
from tests.e2e.learner import until


@dataclass
class Running:
    """A server that listens at `url`."""

    url: str
    house: House


RunServer = Callable[..., AbstractAsyncContextManager[Running]]


@pytest.fixture(scope="session")
def loaded_korean() -> None:
    korean.load()


@pytest.fixture
def run_server(
    loaded_korean: None, database: str, empty_redis: str, settings: Settings
) -> RunServer:
    """Start a server with settings changed by keyword; several make replicas."""

    @asynccontextmanager
    async def run(**changed: object) -> AsyncIterator[Running]:
        own = settings.model_copy(
            update={
                "port": 0,
                "database_url": SecretStr(database),
                "redis_url": SecretStr(empty_redis),
                "lease_seconds": 1.0,
                "heartbeat_seconds": 0.2,
                **changed,
            }
        )
        listener = listen(own)
        port = listener.getsockname()[1]
        own = own.model_copy(update={"port": port})
        async with open_house(own, metrics=Metrics()) as house, house.running():
            config = server_config(
                house.web,
                own,
                http=patient_protocol(own.request_seconds),
                websocket=UvicornProtocol,
            )
            config.loop = "none"
            server = Server(config)
            serving = asyncio.create_task(server._serve(sockets=[listener]))
            try:
                await until(lambda: server.started)
                yield Running(f"http://127.0.0.1:{port}", house)
            finally:
                server.should_exit = server.force_exit = True
                await serving

    return run
