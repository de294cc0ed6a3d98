"""A link that was mailed, taken back by whoever it was mailed for.

Whoever reads a mailbox confirms by a link that the address is theirs, and must not confirm it for
an account that somebody else made or moved to it (pre-hijacking). So the link counts only in a
session of that account; who has none sets a new password by the same mailbox instead.
"""

from app.accounts.factors.changes import locked_user
from app.accounts.tickets.service import Held, Tickets
from app.platform.errors import Forbidden
from app.platform.principal import Principal


class OtherAccount(Forbidden):
    """The link is good, and for another account than the caller's."""

    name, title = "other-account", "Another account's link"


async def take_own(tickets: Tickets, kind: str, token: str, principal: Principal) -> Held:
    """Use the caller's link up, in the open transaction; another's stays good.

    Raises `TicketInvalid`, `OtherAccount` and `SessionEnded`.
    """
    # Before the ticket, as everybody does who changes an account: nobody waits crosswise.
    await locked_user(principal)
    held = await tickets.take(kind, token)
    if held.user_id != principal.user_id:
        raise OtherAccount(
            "This link is for another account: sign in to that one, and open it again"
        )
    return held
