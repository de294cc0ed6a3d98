"""Which refusals of Redis pass by themselves: failover, start, full memory, a script that is long.

redis-py takes the code off the errors it has a class for (`READONLY You can't write` becomes
`ReadOnlyError("You can't write")`) and leaves it on all others. Redis before 7 also puts the code
of an error inside a script behind words of its own. So both the class and the text are looked at.
"""

import re

from redis.exceptions import (
    BusyLoadingError,
    ClusterDownError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    TryAgainError,
)

_CLASSES = (BusyLoadingError, ClusterDownError, OutOfMemoryError, ReadOnlyError, TryAgainError)

#: A code begins the text, or follows `@user_script: 41: -`.
_CODE = re.compile(
    r"(?:^|\s-)"
    r"(?:READONLY|OOM|LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MISCONF|NOREPLICAS)"
    r"(?:\s|$)"
)


def passes(error: RedisError) -> bool:
    """Whether Redis refused for a state that passes, so that the same command may work later."""
    return isinstance(error, _CLASSES) or _CODE.search(str(error)) is not None
