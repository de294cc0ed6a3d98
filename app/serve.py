"""`dorandoran serve`: one server process, from its settings to its drain."""

import asyncio
import socket
from functools import partial

from app import korean
from app.composition.addresses import address_of
from app.composition.house import House, open_house
from app.composition.schema import wait_for_schema
from app.platform.database import open_database
from app.platform.http_server import begin_to_listen, listen, server_config
from app.platform.logging import logger
from app.platform.metrics import Metrics
from app.platform.settings import Settings
from realtime.transports.uvicorn_http_protocol import patient_protocol
from realtime.transports.uvicorn_protocol import UvicornProtocol
from realtime.transports.uvicorn_server import DrainingServer

log = logger(__name__)

# Sockets are told to move over so long a time, so that they do not all come back at once.
SPREAD_SECONDS = 5.0


def prepare(settings: Settings) -> socket.socket:
    """Take the port, then load the Korean model and dictionaries: a taken port is said at once.

    The socket does not listen before the model is there: loading it would stall the loop.
    """
    listener = listen(settings)
    korean.load()
    korean.use_imported(korean.imported_entries(settings.dictionaries))
    return listener


async def serve_until_stopped(settings: Settings, listener: socket.socket) -> None:
    """Serve until a signal and the drain after it. What is in the way is raised in one line."""
    await wait_for_schema(settings)
    metrics = Metrics()
    database_url = address_of(settings.database_url)
    async with (
        open_database(database_url, pool_size=settings.database_pool_size),
        open_house(settings, metrics=metrics) as house,
    ):
        with metrics.served(settings.server_metrics_port, settings.host):
            await _serve_house(house, listener)
    log.info("stopped")


async def _serve_house(house: House, listener: socket.socket) -> None:
    async with house.running():
        config = server_config(
            house.web,
            house.settings,
            http=patient_protocol(house.settings.request_seconds),
            websocket=UvicornProtocol,
        )
        server = DrainingServer(config, drain=partial(_drain, house))
        begin_to_listen(listener, config)
        log.info("serving", port=house.settings.port)
        await server.serve_until_stopped(listener)


async def _drain(house: House) -> None:
    """Refuse what is new, tell sockets to move, let turns end, hand over the rest."""
    log.info("draining", sockets=house.engine.connections, turns=house.runner.running)
    house.health.draining = True
    sockets = house.engine.connections
    async with asyncio.TaskGroup() as group:
        # With few sockets there is nobody to spare from coming back at once.
        group.create_task(house.engine.drain(min(SPREAD_SECONDS, sockets * 0.05)))
        group.create_task(house.runner.drain(house.settings.drain_seconds))
