"""TLS in front of a server that knows none: what comes out of it goes on to a unix socket."""

import asyncio
import ssl
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

# What a client of PostgreSQL asks first (protocol 3.0, SSLRequest): the length, and this code.
SSL_REQUEST = struct.pack("!ii", 8, 80877103)


@asynccontextmanager
async def tls_relay(
    socket: str, tls: ssl.SSLContext, *, asked_first: bool = False
) -> AsyncIterator[int]:
    """Hold a port on loopback open before `socket`.

    `asked_first`: TLS begins where the client asks for it, as PostgreSQL has it; who does not ask
    is hung up on.
    """
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        # A client that does not believe the certificate hangs up in the middle.
        with suppress(OSError, ssl.SSLError, asyncio.IncompleteReadError):
            if asked_first:
                if await reader.readexactly(len(SSL_REQUEST)) != SSL_REQUEST:
                    writer.close()
                    return
                writer.write(b"S")
                await writer.start_tls(tls)
            inner_reader, inner_writer = await asyncio.open_unix_connection(socket)
            await asyncio.wait(
                [
                    asyncio.create_task(_pass_on(reader, inner_writer)),
                    asyncio.create_task(_pass_on(inner_reader, writer)),
                ]
            )
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=None if asked_first else tls)
    async with server:
        yield server.sockets[0].getsockname()[1]
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await reader.read(65536):
            writer.write(chunk)
            await writer.drain()
    writer.close()
