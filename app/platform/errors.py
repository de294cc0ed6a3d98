"""Errors as values of the domain, named once and shown as problem details (RFC 9457)."""

from collections.abc import Mapping


class Problem(Exception):  # noqa: N818 - the RFC's own word
    """Something the caller did, or must know, with a code that HTTP and socket share.

    `status` is the HTTP status; `code` the number a socket is answered with (400 to 1999 are
    ours, realtime.md); `name` ends the problem's `type` address; `detail` says what to do.
    """

    status: int = 400
    code: int = 400
    name: str = "bad-request"
    title: str = "Bad request"
    temporary: bool = False

    def __init__(
        self,
        detail: str,
        *,
        fields: Mapping[str, str] | None = None,
        retry_after: int | None = None,
        ticket: str | None = None,
    ) -> None:
        """Take `retry_after` in whole seconds where it is known when to come again.

        `ticket` is what the caller shows to do the one thing that mends it.
        """
        super().__init__(detail)
        self.detail = detail
        self.fields = dict(fields or {})
        self.retry_after = retry_after
        self.ticket = ticket


class BadRequest(Problem):
    """The request cannot be read."""


class Unauthenticated(Problem):
    """No token, or one that does not count."""

    status, code, name, title = 401, 401, "unauthenticated", "Sign in first"


class Forbidden(Problem):
    """Known, and not allowed."""

    status, code, name, title = 403, 403, "forbidden", "Not allowed"


class NotFound(Problem):
    """Not there, or not the caller's: the two are not told apart."""

    status, code, name, title = 404, 404, "not-found", "Not found"


class Conflict(Problem):
    """It contradicts what is already so."""

    status, code, name, title = 409, 409, "conflict", "Conflict"


class Unprocessable(Problem):
    """Readable, but a field is not acceptable; `fields` names each and says why."""

    status, code, name, title = 422, 422, "unprocessable", "Not acceptable"


class TooMany(Problem):
    """A limit was reached; it passes."""

    status, code, name, title, temporary = 429, 429, "too-many", "Too many", True


class Unavailable(Problem):
    """A part is away for the moment; the same request may be sent again."""

    status, code, name, title, temporary = 503, 503, "unavailable", "Not available now", True
