"""Ours: the channel engine in Starlette on uvicorn. `ours REDIS_URL protocol|starlette`."""

import sys

from realtime.transports.uvicorn_protocol import UvicornProtocol
from tools.bench_realtime.engine import application
from tools.bench_realtime.servers.on_uvicorn import serve

if __name__ == "__main__":
    redis_url, transport = sys.argv[1:]
    serve(
        application(redis_url), UvicornProtocol if transport == "protocol" else "websockets-sansio"
    )
