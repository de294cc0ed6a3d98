"""The numbers that bound what one connection may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """All durations in seconds, all sizes in bytes."""

    #: From opening until `connect`; then 3502.
    connect_timeout: float = 15.0
    #: Between two pings of the server, and from a ping until its pong; then 3012.
    ping_interval: float = 25.0
    pong_timeout: float = 10.0
    #: After a token's expiry, time to come with a new one; then 3005.
    expiry_grace: float = 25.0
    #: Handshakes of one address per second, and at once after a rest; beyond it 429. 0: any number.
    handshake_rate: float = 5.0
    handshake_burst: int = 100
    #: Frames of one address that come beside streams (`/emulation`), likewise.
    emulation_rate: float = 100.0
    emulation_burst: int = 500
    #: One frame of a client; beyond it the WebSocket closes with 1009.
    frame_bytes: int = 64 * 1024
    #: Commands per second, and at once after a rest; beyond it error 111.
    command_rate: float = 20.0
    command_burst: int = 40
    #: Commands refused by rate that are borne, refilled at `command_rate`; beyond it 3013.
    command_excess: int = 100
    #: Commands unanswered at one time; beyond it error 111.
    commands_pending: int = 64
    #: Client-side subscriptions of a connection; beyond it error 106.
    channels: int = 64
    #: Length of a channel's name in characters; beyond it error 107.
    channel_length: int = 255
    #: Connections of one user on this node; beyond it 3504.
    connections_per_user: int = 8
    #: What waits for a slow reader, and for how long; beyond either 3008.
    queue_bytes: int = 1024 * 1024
    queue_seconds: float = 15.0
    #: Publications in the answer to one recovery; beyond it the position is unrecoverable.
    recovery_bytes: int = 1024 * 1024
    #: Answers to recoveries that may wait for one client; what goes beyond counts as slow reading.
    recoveries_bytes: int = 8 * 1024 * 1024
    #: Publications in one answer to `history`.
    history_publications: int = 1000
    #: Writing what is left and the close frame, before the socket is cut.
    close_timeout: float = 5.0
    #: A handler whose client has gone may finish, before it is cancelled.
    handler_grace: float = 5.0
    #: Who is in a channel is confirmed this often; it is believed for three times as long.
    presence_confirm: float = 20.0
    #: Waiting for other nodes' answers, for figures of the whole system.
    survey_timeout: float = 2.0
    #: A quiet channel's position is compared with its stream this often.
    position_check: float = 40.0
    #: Subscribers of a lost stream are told spread over this, so that they do not all come at once.
    resubscribe_spread: float = 2.0

    def __post_init__(self) -> None:
        if self.pong_timeout >= self.ping_interval:
            raise ValueError("a pong must be due before the next ping")
