"""Recovery codes: what one looks like, and what is stored of it."""

import hashlib
import secrets

# Crockford's base 32: no I, L, O or U, which are misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("ILO", "110", " -")
# 120 bits: more than the 112 from which a fast hash does (OWASP ASVS 5.0, 6.5.2).
LENGTH = 24
GROUP = 6


def new_code() -> str:
    """Return a fresh code: four groups of six characters."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(text[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def code_hash(code: str) -> bytes:
    """Return what is stored of a code, however it was typed."""
    return hashlib.sha256(code.upper().translate(MISREAD).encode()).digest()
