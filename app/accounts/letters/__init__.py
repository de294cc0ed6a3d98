"""What accounts write by e-mail: the texts in each language, and the letters made of them."""

from app.accounts.letters.letter import letter

__all__ = ["letter"]
