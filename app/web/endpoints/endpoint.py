"""One endpoint as the document of the API has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One method of one path; `takes` and `answers` are the types of the bodies.

    `statuses` come with `answers`, those of `besides` with a type of their own, `problems` with a
    problem. Among these are not named: 401, which comes wherever one must be `signed_in`; 400, 408,
    413 and 415, wherever a body is read; 403, wherever something is changed (a page of another site
    may not); and 429, wherever requests are `limited`.
    """

    does: str
    summary: str
    takes: type | None = None
    answers: type | None = None
    statuses: Sequence[int] = (200,)
    besides: Mapping[int, type] = field(default_factory=dict)
    signed_in: bool = True
    problems: Sequence[int] = ()
    query: Sequence[str] = ()
    headers: Sequence[str] = ()
    limited: bool = True

    @property
    def types(self) -> set[type]:
        """The types of all bodies but problems."""
        taken = {self.takes, self.answers, *self.besides.values()}
        return {one for one in taken if one is not None}

    @property
    def every_problem(self) -> list[int]:
        """The statuses of all problems, in order."""
        signed_in = (401,) if self.signed_in else ()
        body = (400, 408, 413, 415) if self.takes is not None else ()
        changes = () if self.method == "get" else (403,)
        limited = (429,) if self.limited else ()
        return sorted({*self.problems, *signed_in, *body, *changes, *limited})

    @property
    def method(self) -> str:
        """The method in small letters, as OpenAPI writes it."""
        return self.does.split(" ")[0].lower()

    @property
    def path(self) -> str:
        """The path, its parameters in braces."""
        return self.does.split(" ")[1]
