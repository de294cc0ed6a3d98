"""A server that kills itself right after the COMMIT of an account's change: nobody is told.

python -m tests.faults.dying_after_a_change serve
"""

import os
import signal
from unittest.mock import patch

from app.accounts.events.upkeep import AccountUpkeep
from app.cli import app


async def dying(self: AccountUpkeep) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    with patch.object(AccountUpkeep, "hurry", dying):
        app()
