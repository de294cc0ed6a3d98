"""The connections of this node, by user and by log-in."""

from collections.abc import Collection, Iterator
from typing import Protocol

from realtime.errors import ClientDisconnect
from realtime.nodes.selection import Selection
from realtime.policy import ChannelOptions, Identity
from realtime.protocol.codes import CONNECTION_CLOSED, CONNECTION_LIMIT, Disconnect, Unsubscribe
from realtime.protocol.publications import Position


class Member(Protocol):
    """A connection, as the registry sees it."""

    @property
    def client(self) -> str:
        """The connection's id as others see it."""
        ...

    @property
    def stream(self) -> str:
        """The client's secret, where its commands come by other requests; else empty."""
        ...

    @property
    def queued_bytes(self) -> int:
        """What waits to be written to it."""
        ...

    def disconnect(self, disconnect: Disconnect) -> None:
        """End the connection."""
        ...

    def subscribe(self, channel: str, options: ChannelOptions, since: Position | None) -> None:
        """Subscribe it to a channel from the server's side."""
        ...

    def unsubscribe(self, channel: str, unsubscribe: Unsubscribe) -> None:
        """End one of its subscriptions."""
        ...

    def refresh(self, expires_at: float | None) -> None:
        """Give it another end, in Unix seconds; None for no end."""
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
        self._authenticating: dict[Member, list[tuple[Selection, Disconnect]]] = {}

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

    def unidentified(self, member: Member) -> None:
        """Say that it was not found out: decisions need not be kept any longer."""
        self._authenticating.pop(member, None)

    def identified(self, member: Member, identity: Identity) -> None:
        """Say who the connection belongs to, first or again.

        Raises:
            ClientDisconnect: the user has been sent away meanwhile, or has too many connections,
                or the connection itself has been closed.

        """
        if member not in self._members:  # an authenticator need not notice that it was cancelled
            raise ClientDisconnect(CONNECTION_CLOSED.code, CONNECTION_CLOSED.reason)
        for selection, disconnect in self._authenticating.pop(member, []):
            if selection.concerns(identity, member.client, member.stream):
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

    def disconnect(self, selection: Selection, disconnect: Disconnect) -> None:
        """End connections, also those that are being authenticated."""
        for decisions in self._authenticating.values():
            decisions.append((selection, disconnect))
        for member in self.select(selection):
            member.disconnect(disconnect)

    def select(self, selection: Selection) -> list[Member]:
        """Return the connections that are meant; those whose user is not known yet are not."""
        candidates: Collection[Member] = self._members
        if selection.user is not None:
            candidates = self._by_user.get(selection.user, ())
        elif selection.session is not None:
            candidates = self._by_session.get(selection.session, ())
        return [
            member
            for member in candidates
            if (identity := self._members[member]) is not None
            and selection.concerns(identity, member.client, member.stream)
        ]

    def _unlink(self, member: Member, identity: Identity | None) -> None:
        if identity is None:
            return
        for index, key in ((self._by_user, identity.user), (self._by_session, identity.session)):
            members = index.get(key)
            if members is not None:
                members.discard(member)
                if not members:
                    del index[key]
