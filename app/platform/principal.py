"""Who is asking: put into every request's scope and every socket's identity by the edge."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Principal:
    """A user in one session. `birth_year` decides which personas they may talk to.

    `second_factor`: the session was opened with two factors, or with a passkey, which is both.
    """

    user_id: UUID
    session_id: UUID
    role: str
    birth_year: int
    language: str
    second_factor: bool = False
