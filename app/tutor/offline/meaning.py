"""Questions after the meaning of a word, answered from the project's own dictionary."""

import re
from typing import Final

from app.korean import dictionary

_QUESTION: Final = re.compile(
    r"['\"‘“]?(?P<word>[가-힣]{1,12}?)['\"’”]?(?:이?라는 ?(?:말|단어|표현)?)?"
    r"(?P<particle>이|가|은|는|이란|란)?\s?(?:영어로 )?"
    r"(?:무슨 뜻|뜻이 뭐|뜻이 무엇|뜻 ?뭐|무슨 의미)"
)
_POINTING: Final = frozenset(
    {"이", "그", "저", "이게", "그게", "저게", "이건", "그건", "이거", "그거", "방금"}
)


def asked_meaning(text: str) -> str | None:
    """Return the word whose meaning is asked (`'약속'이 무슨 뜻이에요?`), in dictionary form.

    A word the dictionary lacks comes back as written, without its particle. None if no meaning
    is asked, or that of something pointed at (`이게 무슨 뜻이에요?`).
    """
    match = _QUESTION.search(text)
    if match is None:
        return None
    # 고양이 무슨 뜻이에요? may end in a particle or not: the dictionary decides.
    bare = match["word"]
    whole = bare + (match["particle"] or "")
    if {bare, whole} & _POINTING:
        return None
    return next((word for word in (whole, bare) if dictionary(word)), bare)


def meaning_of(word: str, *, in_korean: bool) -> str | None:
    """Return the first sense of the word, in Korean or English; None if it is not known."""
    entries = dictionary(word)
    if not entries:
        return None
    return entries[0].sense_ko if in_korean else entries[0].sense_en
