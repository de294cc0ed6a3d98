"""Whose connections something is done to."""

import msgspec

from realtime.policy import Identity


class Selection(msgspec.Struct, frozen=True, omit_defaults=True):
    """Connections that match everything given: a user, a log-in (`Identity.session`), a client id.

    `stream` is the secret of a client whose commands come by other requests (see `Origin`).
    """

    user: str | None = None
    session: str | None = None
    client: str | None = None
    stream: str | None = None
    #: Client ids that are spared.
    but_not: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.user, self.session, self.client, self.stream) == (None, None, None, None):
            raise ValueError("whose connections? Give a user, a session or a client")

    def concerns(self, identity: Identity, client: str, stream: str) -> bool:
        """Whether a connection is meant."""
        return (
            self.user in {None, identity.user}
            and self.session in {None, identity.session}
            and self.client in {None, client}
            and self.stream in {None, stream}
            and client not in self.but_not
        )
