"""The last clause of a sentence, and who is named in it as its subject."""

from itertools import pairwise

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.reading.sentences import Sentence

_JOINING = frozenset(
    [
        "니까",
        "으니까",
        "니",
        "으니",
        "는데",
        "ᆫ데",
        "은데",
        "던데",
        "면",
        "으면",
        "지만",
        "고",
        "어서",
        "아서",
        "거든",
        "어도",
        "아도",
        "더라도",
        "려면",
        "으려면",
        "다면",
        "라면",
        "든지",
        "느라",
    ]
)
_TOPICS = frozenset({"은", "는", "ᆫ"})


def last_clause(sentence: Sentence) -> tuple[Morpheme, ...]:
    """Return the morphemes after the last ending that joins clauses (비 오니까 | 우산 가져가)."""
    first = 0
    for index, one in enumerate(sentence.morphemes[:-1]):
        following = sentence.morphemes[index + 1]
        if one.tag == "EC" and one.form in _JOINING and following.part not in {"VX", "EF", "JX"}:
            first = index + 1
    return sentence.morphemes[first:]


def has_subject(sentence: Sentence) -> bool:
    """Whether a noun in the sentence is marked as subject or topic."""
    return any(
        one.tag == "JKS" or (one.tag == "JX" and one.form in _TOPICS) for one in sentence.morphemes
    )


def _is_honoured(noun: Morpheme, particle: Morpheme) -> bool:
    """Whether a subject is honoured, so that -(으)시- of a later clause is still theirs."""
    return particle.form == "께서" or noun.form in words_in("honoured-person")


def last_clause_has_subject(sentence: Sentence) -> bool:
    """Whether the last clause has a subject: its own, or the topic of the whole sentence.

    저는 괜찮으니까 앉으세요 has none: what I am says nothing of who sits.
    """
    clause = last_clause(sentence)
    if any(one.tag == "JKS" or (one.tag == "JX" and one.form in _TOPICS) for one in clause):
        return True
    if len(clause) == len(sentence.morphemes):
        return False
    before = sentence.morphemes
    return any(
        (particle.tag == "JX" and particle.form in _TOPICS and noun.form not in words_in("speaker"))
        or (particle.tag == "JKS" and _is_honoured(noun, particle))
        for noun, particle in pairwise(before)
    )
