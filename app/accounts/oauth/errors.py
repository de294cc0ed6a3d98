"""What can go wrong on the way through a provider; the page shows a text for each name."""

from app.platform.errors import Conflict, Forbidden, Problem, Unavailable


class ProviderUnavailable(Unavailable):
    """It does not answer, or not in time."""

    name, title = "provider-unavailable", "The provider does not answer"


class ProviderRefused(Problem):
    """It answered with an error of its own."""

    status, code, name, title = 400, 400, "provider-refused", "The provider refused"


class NotAgreed(ProviderRefused):
    """The learner turned back there."""

    name, title = "not-agreed", "Not agreed"


class AnswerInvalid(Problem):
    """What it said does not hold: forged, for somebody else, too old, or not readable."""

    status, code, name, title = 502, 502, "provider-answer-invalid", "The answer does not hold"


class OtherBrowser(Forbidden):
    """Begun in another browser than this one, so it is not finished here."""

    name, title = "other-browser", "Begun elsewhere"


class EmailUnverified(Forbidden):
    """The provider has not made sure whose e-mail address it is."""

    name, title = "provider-email-unverified", "E-mail address not verified"


class LinkNeeded(Conflict):
    """The address has an account here, which the provider alone does not open."""

    name, title = "link-needed", "You have an account"


class IdentityTaken(Conflict):
    """Linked already: to another account here, or another one there to this account."""

    name, title = "identity-taken", "Linked already"


class LastWayIn(Conflict):
    """Without it nobody could sign in to this account any more."""

    name, title = "last-way-in", "The last way in"


class CannotProve(Forbidden):
    """It does not say that somebody signed in there just now."""

    name, title = "provider-cannot-prove", "No proof"
