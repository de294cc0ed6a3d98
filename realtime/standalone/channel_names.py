"""What a channel's name says: `$chat:dialog#42,43` is private, of a namespace, of two users."""

from typing import NamedTuple

_PRIVATE = "$"
_NAMESPACE_END = ":"
_USERS_BEGIN = "#"
_USERS_APART = ","


class ChannelName(NamedTuple):
    """The parts of a name; the marks themselves are Centrifugo's defaults."""

    #: Before the first `:`, without the `$` of a private channel; empty for none.
    namespace: str
    #: What follows the namespace; the whole name where there is none.
    rest: str
    #: Begins with `$`: a subscription token is needed.
    private: bool
    #: Behind the last `#`: who may subscribe, where the namespace says so; None without a `#`.
    users: frozenset[str] | None

    @classmethod
    def of(cls, channel: str) -> "ChannelName":
        """Take a name apart."""
        namespace, boundary, rest = channel.removeprefix(_PRIVATE).partition(_NAMESPACE_END)
        users = None
        if _USERS_BEGIN in channel:
            users = frozenset(channel.rpartition(_USERS_BEGIN)[2].split(_USERS_APART))
        return cls(
            namespace if boundary else "",
            rest if boundary else channel,
            channel.startswith(_PRIVATE),
            users,
        )


def personal_channel(namespace: str, user: str) -> str:
    """Return the channel of one user."""
    return f"{namespace}{_NAMESPACE_END if namespace else ''}{_USERS_BEGIN}{user}"
