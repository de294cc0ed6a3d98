"""Options of a channel that are different for one subscription (Centrifugo's `override`)."""

from dataclasses import replace

import msgspec

from realtime.policy import ChannelOptions, When


class BoolValue(msgspec.Struct, frozen=True):
    """On or off, where nothing at all means as the channel has it."""

    value: bool = False


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """What is given counts; `force_...` on means also where the client does not ask."""

    presence: BoolValue | None = None
    join_leave: BoolValue | None = None
    force_push_join_leave: BoolValue | None = None
    force_recovery: BoolValue | None = None
    force_positioning: BoolValue | None = None

    def of(self, options: ChannelOptions) -> ChannelOptions:
        """Return the options with these in their place; a channel without a stream has no more."""
        if self.presence is not None:
            options = replace(options, listed=self.presence.value)
        if self.join_leave is not None:
            options = replace(options, announced=self.join_leave.value)
        if self.force_push_join_leave is not None:
            options = replace(options, join_leave=_when(self.force_push_join_leave))
        if options.stream.size > 0:
            if self.force_recovery is not None:
                options = replace(options, recover=_when(self.force_recovery))
            if self.force_positioning is not None:
                options = replace(options, position=_when(self.force_positioning))
        return options


def _when(forced: BoolValue) -> When:
    return When.ALWAYS if forced.value else When.NEVER
