"""What a learner may say of themselves: which nickname, e-mail address and birth year."""

import re
import unicodedata
from datetime import datetime

import idna

# One @, no spaces, a dot in the domain; whether it exists, only a mail to it can tell.
EMAIL = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")
LOCAL_PART_BYTES = 64
EMAIL_BYTES = 254
NICKNAME_LENGTH = 40

# Line ends, surrogates and controls; and what turns the direction of the text that follows.
CONTROL_CATEGORIES = {"Cc", "Cs", "Zl", "Zp"}
DIRECTION_CONTROLS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def certain_age(birth_year: int, now: datetime) -> int:
    """Return the age, in years, that somebody born in `birth_year` has surely reached.

    They may have been born on 31 December, so the birthday of this year does not count yet.
    Asking for the year alone keeps the day of birth out of the database; the price is that a
    learner waits until the year in which they are older all year long. The law's limit is in
    years completed, and nobody below it may pass.
    """
    return now.year - birth_year - 1


def birth_year_fault(birth_year: int, *, minimum_age: int, now: datetime) -> str | None:
    """Say why `birth_year` is not accepted, or None where it is."""
    if certain_age(birth_year, now) < minimum_age:
        return f"You must be {minimum_age} or older, whatever your birthday"
    return None


def normalise_nickname(text: str) -> str:
    """Return `text` in NFC without spaces around it."""
    return unicodedata.normalize("NFC", text).strip()


def nickname_fault(nickname: str) -> str | None:
    """Say why a normalised nickname is not accepted, or None where it is."""
    if not 1 <= len(nickname) <= NICKNAME_LENGTH:
        return f"Use 1 to {NICKNAME_LENGTH} characters"
    if any(
        unicodedata.category(character) in CONTROL_CATEGORIES
        or unicodedata.bidirectional(character) in DIRECTION_CONTROLS
        for character in nickname
    ):
        return "Control characters are not allowed"
    if not any(unicodedata.category(character)[0] in "LNPS" for character in nickname):
        return "Use at least one character that can be seen"
    return None


def normalise_email(text: str) -> str:
    """Return `text` in NFC without spaces around it; its case stays as it was typed.

    A domain of other letters than ASCII's has one spelling, however it was typed (full width, as
    `xn--`): to all of them mail goes the same way, and one mailbox has one account.
    """
    email = unicodedata.normalize("NFC", text).strip()
    local_part, at, domain = email.rpartition("@")
    if domain.isascii() and "xn--" not in domain.lower():
        return email
    return f"{local_part}{at}{_one_spelling(domain) or domain}"


def email_fault(email: str) -> str | None:
    """Say why a normalised address is not accepted, or None where it is (RFC 5321, 4.5.3.1)."""
    local_part, _, domain = email.rpartition("@")
    if len(email.encode()) > EMAIL_BYTES or len(local_part.encode()) > LOCAL_PART_BYTES:
        return "The address is too long"
    if EMAIL.fullmatch(email) is None or not email.isprintable() or _one_spelling(domain) is None:
        return "This is not an e-mail address"
    return None


def _one_spelling(domain: str) -> str | None:
    """Return the domain to which mail goes, to be read (RFC 5891, 4 and 5); None: there is none."""
    try:
        return idna.decode(idna.encode(domain, uts46=True))
    except (ValueError, IndexError):
        return None
