"""The public surface is short, and pinned."""

import realtime


def test_these_names_and_no_others_are_public() -> None:
    assert set(realtime.__all__) == {
        "NO_STREAM",
        "BrokerListener",
        "RedisPresence",
        "RedisShards",
        "open_redis_clients",
        "ClientInfo",
        "Disconnect",
        "MemoryPresence",
        "NodeFigures",
        "Presence",
        "PresenceStats",
        "Selection",
        "Unsubscribe",
        "When",
        "Authenticator",
        "Broker",
        "BrokerUnavailable",
        "Caller",
        "ChannelOptions",
        "ChannelPolicy",
        "ClientDisconnect",
        "ClientError",
        "Clock",
        "Codec",
        "Duplicate",
        "Engine",
        "Fence",
        "Fenced",
        "Gap",
        "Identity",
        "Limits",
        "MemoryBroker",
        "MessageHandler",
        "NullObserver",
        "Observer",
        "PlainCodec",
        "Position",
        "Publication",
        "PublishOutcome",
        "Published",
        "RedisBroker",
        "RpcHandler",
        "StreamOptions",
        "StreamPart",
        "SystemClock",
        "TokenExpired",
        "TokenInvalid",
    }
    assert all(hasattr(realtime, name) for name in realtime.__all__)


def test_the_example_of_the_docstring_is_python() -> None:
    assert realtime.__doc__
    lines = realtime.__doc__.splitlines()
    example = "\n".join(line[4:] for line in lines if line.startswith("    "))
    names: dict[str, object] = {}
    exec(compile(example.replace("uvicorn.run(", "dict(app="), "example", "exec"), names)
    assert isinstance(names["engine"], realtime.Engine)
