"""The policy: what channels there are and who may do what there, by namespaces and tokens."""

import re
from collections.abc import Mapping
from dataclasses import replace

from realtime.errors import ClientDisconnect, ClientError
from realtime.policy import NO_STREAM, ChannelOptions, Identity, StreamOptions, When
from realtime.protocol.codes import (
    BAD_REQUEST,
    INVALID_TOKEN,
    PERMISSION_DENIED,
    UNKNOWN_CHANNEL,
)
from realtime.standalone.channel_names import ChannelName, personal_channel
from realtime.standalone.claims import SubscriptionClaims, json_of
from realtime.standalone.configuration import Configuration, NamespaceOptions
from realtime.standalone.tokens import TokenReader


class _Rules:
    """A namespace, ready to be asked."""

    def __init__(self, options: NamespaceOptions, configuration: Configuration) -> None:
        self.options = options
        self.name_pattern = re.compile(options.channel_regex) if options.channel_regex else None
        self.stream = NO_STREAM
        if options.history_size > 0:
            meta_ttl = options.history_meta_ttl or configuration.history_meta_ttl
            # Numbers, not durations: they travel between nodes.
            ttl = float(options.history_ttl)
            self.stream = StreamOptions(options.history_size, ttl, max(float(meta_ttl), ttl))

    def accept(self, channel: str, name: ChannelName) -> bool:
        if self.name_pattern is None:
            return channel.isascii()
        return self.name_pattern.search(name.rest) is not None


class Namespaces:
    """A `ChannelPolicy` made of a configuration."""

    def __init__(self, configuration: Configuration, tokens: TokenReader) -> None:
        self._tokens = tokens
        self._insecure = configuration.insecure
        self._personal = configuration.subscribe_to_user_personal_channel
        self._personal_namespace = configuration.personal_channel_namespace
        self._rules = {each.name: _Rules(each, configuration) for each in configuration.namespaces}
        self._rules[""] = _Rules(configuration.without_namespace, configuration)

    async def subscribe(self, identity: Identity, channel: str, token: str) -> ChannelOptions:
        """See `ChannelPolicy.subscribe`."""
        rules, name = self._known(channel)
        options = self._options(rules, identity, subscribed=True)
        if token:
            claims = await self._tokens.subscription(token)
            return _granted(options, claims, identity, channel)
        if not self._may_subscribe(rules.options, name, identity):
            raise ClientError.of(PERMISSION_DENIED)
        return options

    async def outside(self, identity: Identity, channel: str) -> ChannelOptions:
        """See `ChannelPolicy.outside`."""
        rules, _ = self._known(channel)
        return self._options(rules, identity, subscribed=False)

    def server_side(self, identity: Identity) -> Mapping[str, ChannelOptions]:
        """See `ChannelPolicy.server_side`: the token's channels, and the user's own."""
        channels: dict[str, ChannelOptions] = {}
        if isinstance(identity.principal, Mapping):
            channels.update(identity.principal)
        if self._personal and identity.user:
            own = personal_channel(self._personal_namespace, identity.user)
            channels[own] = self.from_server(own, identity.user)
        return channels

    def stream(self, channel: str) -> StreamOptions:
        """See `ChannelPolicy.stream`."""
        rules = self._rules.get(ChannelName.of(channel).namespace)
        return NO_STREAM if rules is None else rules.stream

    def from_server(self, channel: str, user: str) -> ChannelOptions:
        """Return what a subscription is that the server makes for a user.

        Raises:
            ClientError: there is no such namespace (102).

        """
        rules = self._rules_of(ChannelName.of(channel))
        return self._options(rules, Identity(user), subscribed=True)

    def _known(self, channel: str) -> tuple[_Rules, ChannelName]:
        name = ChannelName.of(channel)
        rules = self._rules_of(name)
        if not rules.accept(channel, name):
            raise ClientError.of(BAD_REQUEST)
        return rules, name

    def _rules_of(self, name: ChannelName) -> _Rules:
        rules = self._rules.get(name.namespace)
        if rules is None:
            raise ClientError.of(UNKNOWN_CHANNEL)
        return rules

    def _may_subscribe(
        self, options: NamespaceOptions, name: ChannelName, identity: Identity
    ) -> bool:
        if name.private:
            return False
        if name.users is not None and options.allow_user_limited_channels:
            return self._insecure or (identity.user != "" and identity.user in name.users)
        return self._insecure or _may(
            identity, options.allow_subscribe_for_client, options.allow_subscribe_for_anonymous
        )

    def _options(self, rules: _Rules, identity: Identity, *, subscribed: bool) -> ChannelOptions:
        options = rules.options
        anonymous_publish = options.allow_publish_for_anonymous
        anonymous_presence = options.allow_presence_for_anonymous
        anonymous_history = options.allow_history_for_anonymous
        publish = options.allow_publish_for_client or (
            subscribed and options.allow_publish_for_subscriber
        )
        presence = options.allow_presence_for_client or (
            subscribed and options.allow_presence_for_subscriber
        )
        history = options.allow_history_for_client or (
            subscribed and options.allow_history_for_subscriber
        )
        sees = self._insecure or _may(identity, presence, anonymous_presence)
        reads = rules.stream.size > 0 and (
            self._insecure or _may(identity, history, anonymous_history)
        )
        return ChannelOptions(
            stream=rules.stream,
            recover=_when(options.force_recovery, reads or options.allow_recovery),
            position=_when(options.force_positioning, reads or options.allow_positioning),
            publish=self._insecure or _may(identity, publish, anonymous_publish),
            history=reads,
            presence=options.presence and sees,
            listed=options.presence,
            announced=options.join_leave,
            join_leave=_when(options.force_push_join_leave, options.join_leave and sees),
            delta="fossil" in options.allowed_delta_types,
            tags_filter=options.allow_tags_filter,
        )


def _may(identity: Identity, clients: bool, anonymous: bool) -> bool:
    return clients and (identity.user != "" or anonymous)


def _when(forced: bool, allowed: bool) -> When:
    if forced:
        return When.ALWAYS
    return When.ASKED if allowed else When.NEVER


def _granted(
    options: ChannelOptions, claims: SubscriptionClaims, identity: Identity, channel: str
) -> ChannelOptions:
    """Return what a subscription token grants.

    Raises:
        ClientDisconnect: it was made for another channel or another user (3500).
        TokenInvalid: it grants nothing that can be given.

    """
    if claims.channel != channel or claims.sub != identity.user or claims.client:
        raise ClientDisconnect(INVALID_TOKEN.code, INVALID_TOKEN.reason)
    return replace(
        claims.override.of(options),
        expires_at=claims.expires_at,
        info=json_of(claims.info, claims.b64info),
        data=json_of(claims.data, claims.b64data),
    )
