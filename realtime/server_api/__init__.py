"""Centrifugo's HTTP API over an engine, so that its server-side libraries (`cent`) work with it.

    from realtime import server_api

    def channel(name: str, user: str) -> realtime.ChannelOptions:
        return realtime.ChannelOptions(stream=KEPT, recover=realtime.When.ALWAYS, listed=True)

    app = Starlette(routes=[*engine.routes, *server_api.routes(engine, channel, key=KEY)])

Source: https://centrifugal.dev/docs/server/server_api
"""

from realtime.server_api.methods import ChannelLookup
from realtime.server_api.override import BoolValue, Override
from realtime.server_api.routes import routes

__all__ = ["BoolValue", "ChannelLookup", "Override", "routes"]
