"""The connections of this node, by user and by log-in."""

from collections.abc import Iterator
from typing import Protocol

from realtime.errors import ClientDisconnect
from realtime.policy import Identity
from realtime.protocol.codes import CONNECTION_LIMIT, Disconnect


class Member(Protocol):
    """A connection, as the registry sees it."""

    @property
    def queued_bytes(self) -> int:
        """What waits to be written to it."""
        ...

    def disconnect(self, disconnect: Disconnect) -> None:
        """End the connection."""
        ...


class Registry:
    """Remembers who is here, so that they can be counted and sent away.

    A user may be sent away while one of their connections is still being authenticated, with an
    answer that is older than the decision. So decisions are kept as long as any connection that
    was being authenticated when they fell still is.
    """

    def __init__(self, connections_per_user: int) -> None:
        self._connections_per_user = connections_per_user
        self._members: dict[Member, Identity | None] = {}
        self._by_user: dict[str, set[Member]] = {}
        self._by_session: dict[str, set[Member]] = {}
        #: Connections being authenticated, with what was decided meanwhile.
        self._authenticating: dict[Member, list[tuple[str | None, str | None, Disconnect]]] = {}

    def __len__(self) -> int:
        return len(self._members)

    def __iter__(self) -> Iterator[Member]:
        return iter(list(self._members))

    @property
    def users(self) -> int:
        """How many users are connected."""
        return len(self._by_user)

    def open(self, member: Member) -> None:
        """Take in a connection that nobody is known of yet."""
        self._members[member] = None

    def close(self, member: Member) -> None:
        """Forget a connection."""
        self._authenticating.pop(member, None)
        self._unlink(member, self._members.pop(member, None))

    def authenticating(self, member: Member) -> None:
        """Keep decisions for a connection whose identity is being found out."""
        self._authenticating[member] = []

    def identified(self, member: Member, identity: Identity) -> None:
        """Say who the connection belongs to, first or again.

        Raises:
            ClientDisconnect: the user has been sent away meanwhile, or has too many connections.

        """
        for user, session, disconnect in self._authenticating.pop(member, []):
            if _concerns(identity, user, session):
                raise ClientDisconnect(disconnect.code, disconnect.reason)
        known = self._members.get(member)
        others = len(self._by_user.get(identity.user, ())) - (known is not None)
        if identity.user and others >= self._connections_per_user:
            raise ClientDisconnect(CONNECTION_LIMIT.code, CONNECTION_LIMIT.reason)
        self._unlink(member, known)
        self._members[member] = identity
        if identity.user:
            self._by_user.setdefault(identity.user, set()).add(member)
        if identity.session:
            self._by_session.setdefault(identity.session, set()).add(member)

    def disconnect(self, disconnect: Disconnect, user: str | None, session: str | None) -> None:
        """End the connections of a user, or of one log-in (of that user, where both are given)."""
        for decisions in self._authenticating.values():
            decisions.append((user, session, disconnect))
        candidates: set[Member] = set()
        if user is not None:
            candidates = self._by_user.get(user, set())
        elif session is not None:
            candidates = self._by_session.get(session, set())
        for member in list(candidates):
            identity = self._members[member]
            if identity is not None and _concerns(identity, user, session):
                member.disconnect(disconnect)

    def _unlink(self, member: Member, identity: Identity | None) -> None:
        if identity is None:
            return
        for index, key in ((self._by_user, identity.user), (self._by_session, identity.session)):
            members = index.get(key)
            if members is not None:
                members.discard(member)
                if not members:
                    del index[key]


def _concerns(identity: Identity, user: str | None, session: str | None) -> bool:
    return (user is None or identity.user == user) and (
        session is None or identity.session == session
    )
