"""What `engine.toml` may say. Keys that Centrifugo has too are called as there.

The comments above the fields are the text of docs/realtime-configuration.md.
"""

from typing import Literal

import msgspec

from realtime.limits import Limits
from realtime.standalone.duration import Duration


class NamespaceOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """What its channels keep, and who may do what there."""

    #: Publications kept in a channel's history; 0: none.
    history_size: int = 0
    #: How long they are kept after the last one. With `history_size`, both or neither.
    history_ttl: Duration = Duration(0)
    #: How long the position of an unused channel is kept; 0: `history_meta_ttl` of the whole file.
    history_meta_ttl: Duration = Duration(0)
    #: Subscribers can be asked for: who is in the channel, and how many.
    presence: bool = False
    #: Subscribers who ask for it are told who comes and goes.
    join_leave: bool = False
    #: They are told also without asking.
    force_push_join_leave: bool = False
    #: Subscribers who ask for it get what they missed while they were away.
    allow_recovery: bool = False
    #: They get it also without asking.
    force_recovery: bool = False
    #: Subscribers who ask for it are told when something was missed.
    allow_positioning: bool = False
    #: They are told also without asking.
    force_positioning: bool = False
    #: Ways to send differences instead of whole publications; `fossil` is the only one.
    allowed_delta_types: tuple[Literal["fossil"], ...] = ()
    #: Taken for the sake of Centrifugo's files: whoever may receive differences and asks for them
    #: gets them for every publication, marked by its publisher or not.
    delta_publish: bool = False
    #: Subscribers may ask for publications with certain tags only.
    allow_tags_filter: bool = False
    #: Clients with a user may subscribe without a subscription token.
    allow_subscribe_for_client: bool = False
    #: Clients without a user may too; where those with one may.
    allow_subscribe_for_anonymous: bool = False
    #: Who is subscribed may publish.
    allow_publish_for_subscriber: bool = False
    #: Clients with a user may publish without being subscribed.
    allow_publish_for_client: bool = False
    #: Clients without a user may too; where those with one may.
    allow_publish_for_anonymous: bool = False
    #: Who is subscribed may ask for presence.
    allow_presence_for_subscriber: bool = False
    #: Clients with a user may ask for presence without being subscribed.
    allow_presence_for_client: bool = False
    #: Clients without a user may too; where those with one may.
    allow_presence_for_anonymous: bool = False
    #: Who is subscribed may read the history.
    allow_history_for_subscriber: bool = False
    #: Clients with a user may read the history without being subscribed.
    allow_history_for_client: bool = False
    #: Clients without a user may too; where those with one may.
    allow_history_for_anonymous: bool = False
    #: A channel's name ends with the users who may subscribe: `dialog#42,43`.
    allow_user_limited_channels: bool = False
    #: What a channel's name behind the namespace has to match somewhere (use `^` and `$`); empty:
    #: any ASCII.
    channel_regex: str = ""


class Namespace(NamespaceOptions, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """Options of the channels whose names begin with `<name>:`."""

    #: Unique; letters, digits, `_`, `-` and `.`.
    name: str


class Tokens(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """How the signatures of clients' tokens are checked; several ways at once are possible."""

    #: The secret of tokens signed with HS256, HS384 or HS512; 32 characters or more.
    hmac_secret: str = ""
    #: A public key in PEM, or the path of a file with one (RSA, EC or Ed25519).
    public_key: str = ""
    #: A JSON Web Key Set: its https address, or the path of a file. Read again for a key it has
    #: not, once a minute at most.
    jwks: str = ""
    #: What `aud` of a token has to be, or contain; empty: anything.
    audience: str = ""
    #: What `iss` of a token has to be; empty: anything.
    issuer: str = ""


class Broker(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """What carries publications between nodes and keeps them."""

    #: `memory` for one node, `redis` for any number.
    type: Literal["memory", "redis"] = "memory"
    #: `redis://host:6379/0`, `unix:///path`, `redis+sentinel://host,host/master-name`; several,
    #: separated by spaces, share the channels. The same for all nodes.
    redis: str = "redis://localhost:6379"
    #: How the names of all keys in Redis begin; nodes with the same prefix are one system.
    prefix: str = "realtime:"


class ServerApi(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """The HTTP API under `/api` by which an application publishes and asks."""

    #: What requests bring as `X-API-Key`; empty: the API is off.
    key: str = ""


class Transports(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """Fallbacks of the browsers' SDK where a proxy forbids WebSockets."""

    #: `/connection/http_stream`.
    http_stream: bool = True
    #: `/connection/sse`. It puts tokens into addresses, which others may write to logs.
    sse: bool = False


class Configuration(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """The whole file. Durations are seconds, or texts such as `"300s"`, `"1h30m"`."""

    #: The address to listen on.
    host: str = "127.0.0.1"
    #: The port to listen on; 0: any that is free, which is logged.
    port: int = 8000
    #: How this node is called among the others; empty: by its id.
    name: str = ""
    #: Least severe messages that are logged.
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    #: Pages that may connect, as browsers send it (`https://example.com`); `*` for all.
    allowed_origins: tuple[str, ...] = ()
    #: Addresses or networks (`10.0.0.0/8`) that may open connections at any rate.
    exempt_addresses: tuple[str, ...] = ()
    #: Proxies whose `X-Forwarded-For` is believed, addresses or networks: else all clients behind
    #: one count as one address.
    trusted_proxies: tuple[str, ...] = ()
    #: For trials only: clients need no token and may do everything everywhere. A token that is
    #: given is checked nevertheless.
    insecure: bool = False
    #: Clients without a token may connect, as nobody in particular.
    allow_anonymous_connect_without_token: bool = False
    #: Connections with a user are subscribed to `#<user>` by the server.
    subscribe_to_user_personal_channel: bool = False
    #: The namespace of that channel: `<namespace>:#<user>`; empty: none.
    personal_channel_namespace: str = ""
    #: How long the position of an unused channel is kept, where its namespace says nothing.
    history_meta_ttl: Duration = Duration(30 * 24 * 3600)
    #: After SIGTERM clients are told to move over this long, at most.
    drain: Duration = Duration(5)
    tokens: Tokens = Tokens()
    broker: Broker = Broker()
    server_api: ServerApi = ServerApi()
    transports: Transports = Transports()
    limits: Limits = Limits()
    #: Options of channels without a namespace.
    without_namespace: NamespaceOptions = NamespaceOptions()
    namespaces: tuple[Namespace, ...] = ()
