"""What the user is told on their own channel when their account changed."""

from app.platform.events import Event


class AccountChanged(Event, tag="account.changed", kw_only=True):
    """The account changed, perhaps elsewhere: load what is shown of it again.

    `what` is `status`, `role`, `password`, `passkey`, `totp`, `recovery_codes`, `identity`,
    `email`, `profile` (there is an address now, or it is verified) or `session` (one was ended for
    safety); `value` is the new status or role.
    """

    what: str
    value: str | None = None
