"""What an e-mail says: a subject, and the same words as plain text and as HTML."""

import msgspec


class Letter(msgspec.Struct, frozen=True):
    """Ready to be posted. Raises `ValueError` where the subject is more than one line.

    A line end in a header would begin another header (RFC 5322, 2.2).
    """

    subject: str
    text: str
    html: str

    def __post_init__(self) -> None:
        """Refuse a subject of several lines."""
        if self.subject.splitlines() != [self.subject]:
            raise ValueError("a subject is one line")
