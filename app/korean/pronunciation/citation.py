"""Knows the verbs with ㄴ or ㅁ that Kiwi misreads when they stand alone in dictionary form."""

from app.korean.pronunciation.word_sounds import words_of


def stem_of_citation(text: str) -> int | None:
    """Return the index of the last syllable of the stem where the text is one such verb.

    신다 alone is the verb `to put on` [신따] and not 시다 with -ㄴ다; 안다 is `to hold` [안따].
    """
    word = text.strip()
    if not word.endswith("다") or word[:-1] not in words_of("nasal-stem"):
        return None
    return text.index(word) + len(word) - 2
