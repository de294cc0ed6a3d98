"""A refusal that passes is told from one that stays, however redis-py puts it."""

from typing import Any

import pytest
from redis.asyncio.connection import DefaultParser
from redis.cluster import ClusterParser
from redis.exceptions import (
    BusyLoadingError,
    ClusterDownError,
    MasterDownError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
    TryAgainError,
)

from realtime.redis.errors import passes

IN_A_SCRIPT = "Error running script (call to f_8ce9): @user_script:41: @user_script: 41: -"

#: What follows `-` on the wire, as Redis 6.2 and 7 write it.
PASSING = [
    "READONLY You can't write against a read only replica.",
    "READONLY You can't write against a read only replica. script: 8ce9, on @user_script:41.",
    f"ERR {IN_A_SCRIPT}READONLY You can't write against a read only replica.",
    "OOM command not allowed when used memory > 'maxmemory'.",
    "OOM command not allowed when used memory > 'maxmemory'. script: 8ce9, on @user_script:13.",
    f"ERR {IN_A_SCRIPT}OOM command not allowed when used memory > 'maxmemory'.",
    "LOADING Redis is loading the dataset in memory",
    "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
    "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
    "CLUSTERDOWN The cluster is down",
    "CLUSTERDOWN Hash slot not served",
    "TRYAGAIN Multiple keys request during rehashing of slot",
    "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist.",
    f"ERR {IN_A_SCRIPT}MISCONF Errors writing to the AOF file: No space left on device",
    "NOREPLICAS Not enough good replicas to write.",
]

STAYING = [
    "ERR unknown command 'XADD'",
    "ERR syntax error",
    "WRONGTYPE Operation against a key holding the wrong kind of value",
    f"ERR {IN_A_SCRIPT}WRONGTYPE Operation against a key holding the wrong kind of value",
    "BUSYGROUP Consumer Group name already exists",
    "NOPERM this user has no permissions to run the 'eval' command",
    "CROSSSLOT Keys in request don't hash to the same slot",
    "ERR no such key 'LOADING'",
]


def parsed(parser: Any, line: str) -> RedisError:
    """What redis-py makes of an error that Redis sends."""
    error = parser.parse_error(line)
    assert isinstance(error, RedisError)
    return error


@pytest.mark.parametrize("parser", [DefaultParser, ClusterParser])
@pytest.mark.parametrize("line", PASSING)
def test_a_refusal_for_a_state_that_ends_passes(parser: object, line: str) -> None:
    assert passes(parsed(parser, line))


@pytest.mark.parametrize("parser", [DefaultParser, ClusterParser])
@pytest.mark.parametrize("line", STAYING)
def test_a_refusal_of_the_command_itself_stays(parser: object, line: str) -> None:
    assert not passes(parsed(parser, line))


@pytest.mark.parametrize(
    "kind",
    [
        BusyLoadingError,
        ClusterDownError,
        MasterDownError,
        OutOfMemoryError,
        ReadOnlyError,
        TryAgainError,
    ],
)
def test_a_class_of_redis_py_is_enough_without_any_code_in_the_text(
    kind: type[RedisError],
) -> None:
    assert passes(kind("not now"))


def test_an_error_that_says_nothing_stays() -> None:
    assert not passes(ResponseError())
