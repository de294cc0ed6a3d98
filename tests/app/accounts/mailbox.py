"""What was posted to users, opened: for tests that follow the links in it."""

import re

from app.platform.mail.models import Mail
from app.platform.mail.post import Envelope, opened
from app.platform.sealing import Sealer

LINK = re.compile(r"http\S+/#/(\w+)/(\S+)")


class Mailbox:
    """Everybody's mailbox at once."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    async def kinds(self) -> list[str]:
        """The kinds of all letters, in the alphabet's order; those to nobody are none."""
        rows = await Mail.filter(given_up_at__isnull=True)
        return sorted(row.kind for row in rows)

    async def last(self, kind: str) -> Envelope:
        """The newest letter of `kind`."""
        row = await Mail.filter(kind=kind).order_by("-id").first()
        assert row is not None, f"no {kind} was posted"
        return opened(row, self._sealer)

    async def token(self, kind: str) -> str:
        """The token of the link in the newest letter of `kind`."""
        found = LINK.search((await self.last(kind)).letter.text)
        assert found is not None, f"no link in {kind}"
        return found.group(2)

    async def empty(self) -> None:
        """Forget what was posted so far."""
        await Mail.all().delete()
