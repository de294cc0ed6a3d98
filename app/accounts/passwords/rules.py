"""Which passwords are accepted (NIST SP 800-63B-4, 3.1.1.2; OWASP ASVS 5.0, V6.2).

8 to 128 characters of any kind, and no rule of what must be in them; but not one of the passwords
that everybody tries first, nor one made of what is known of this place and this user, nor one that
was breached. Asked when a password is chosen, never when it is shown.
"""

import re
import unicodedata
from collections.abc import Awaitable, Callable, Iterable
from functools import cache
from importlib.resources import files

LEAST, MOST = 8, 128
# What must be left when known words are taken away: less is guessed in a moment.
REST = 6
# A shorter word would be found in many a good password by chance.
SHORTEST_WORD = 3

# This place, in both scripts, and as 두벌식 keyboards write it with the Latin letters left on.
PRODUCT = ("dorandoran", "doran", "도란도란", "도란", "ehfksehfks", "korean", "hangul", "한국어")
# The usual replacements, undone.
PLAIN = str.maketrans("0134578@$!", "oleastbasi")

Words = Callable[[], Awaitable[Iterable[str]]]
Breached = Callable[[str], Awaitable[bool]]


async def no_more_words() -> Iterable[str]:
    """Know no words but the product's."""
    return ()


async def never_breached(_password: str) -> bool:
    """Ask nobody."""
    return False


class PasswordRules:
    """Says what is wrong with a password that somebody chose."""

    def __init__(
        self, *, words: Words = no_more_words, breached: Breached = never_breached
    ) -> None:
        """`words` are known to whoever uses this place: the personas' names."""
        self._words = words
        self._breached = breached

    async def fault(
        self, password: str, *, nickname: str = "", email: str | None = None
    ) -> str | None:
        """Say why a password is not accepted, or None where it is."""
        if not LEAST <= len(password) <= MOST:
            return f"Use {LEAST} to {MOST} characters"
        folded = _folded(password)
        if folded in common_passwords():
            return "This is one of the passwords that are tried first: choose another"
        own = [*PRODUCT, *await self._words(), *words_of(nickname), *words_of(email or "")]
        if is_made_of(folded, own):
            return "This is made of words that are known here, or of your own name: choose another"
        if await self._breached(password):
            return "This password is in lists of stolen ones: choose another"
        return None


def is_made_of(password: str, words: Iterable[str]) -> bool:
    """Say whether so little is left without `words` that whoever knows them can guess it."""
    known = sorted({_folded(word) for word in words}, key=len, reverse=True)
    known = [word for word in known if len(word) >= SHORTEST_WORD or not word.isascii()]
    return any(_is_made_of(form, known) for form in (password, password.translate(PLAIN)))


def words_of(text: str) -> list[str]:
    """Return what a name or an address consists of, and the whole."""
    local_part = text.partition("@")[0]
    parts = re.split(r"[\W_\d]+", text)
    return [word for word in (local_part, *parts) if word]


def _is_made_of(password: str, words: Iterable[str]) -> bool:
    rest, found = password, False
    for word in words:
        if word in rest:
            rest, found = rest.replace(word, ""), True
    return found and len(rest) < REST


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@cache
def common_passwords() -> frozenset[str]:
    """Return the bundled list, in small letters; read once, some 1.5 MB."""
    source = files("app.accounts.passwords") / "common_passwords.txt"
    lines = source.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#!"))
