"""Whose act a sentence tells: the listener's, the speaker's, someone else's, or not to be told."""

from enum import Enum, auto
from itertools import pairwise

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.reading.asked import asks_the_listener
from app.korean.reading.sentences import Sentence
from app.korean.restyling.counterparts import asks, commands
from app.korean.restyling.predicate import CannotConjugateError, Predicate, predicate_of


class Subject(Enum):
    """Who does what the predicate says."""

    LISTENER = auto()
    SPEAKER = auto()
    OTHER = auto()
    UNKNOWN = auto()


_SPEAKERS_FAMILIES = frozenset({"promise", "purpose"})
_OTHERS_FAMILIES = frozenset(
    {"wonder", "hearsay", "recollection", "doubt", "connective", "background", "reason"}
)
_SUBJECT_PARTICLES = frozenset({"이", "가", "께서", "은", "는", "ᆫ", "도"})
_NOUNS_OF_TENSE = frozenset({"거", "것", "수", "적", "줄"})
_PREDICATES = frozenset({"VV", "VA", "XSV", "XSA", "VCP", "VCN"})
# 먹고 왔어요, 보러 갔어요: what is joined so has one subject.
_ENDINGS_THAT_KEEP_THE_SUBJECT = frozenset({"고", "러", "으러", "려고", "으려고", "면서", "으면서"})


def subject_of(sentence: Sentence, address: str = "") -> Subject:
    """Tell whose act a sentence tells, UNKNOWN unless it is sure.

    `address` is the listener's title: to the boss, 부장님 as a subject is the listener.
    A question without a subject about eating, sleeping, meeting … asks the listener.
    """
    try:
        predicate = predicate_of(sentence)
    except CannotConjugateError:
        return Subject.UNKNOWN
    if _clauses(sentence) > 1:
        return Subject.UNKNOWN
    if _asks_for_a_datum(sentence, predicate, address):
        return Subject.LISTENER
    marked = _marked_subject(sentence, address)
    if marked is not None:
        return marked
    ending = sentence.ending
    if ending is not None and ending.sense.family in _SPEAKERS_FAMILIES:
        return Subject.SPEAKER
    if any(one.part == "NP" and one.form in words_in("speaker") for one in sentence.morphemes):
        return Subject.UNKNOWN
    if commands(sentence, predicate):
        return Subject.LISTENER
    if asks(sentence) and ending is not None and ending.sense.family not in _OTHERS_FAMILIES:
        asked = asks_the_listener(sentence, predicate, address)
        return Subject.LISTENER if asked else Subject.UNKNOWN
    return Subject.UNKNOWN


def names_an_honoured_person(sentence: Sentence) -> bool:
    """Whether someone is spoken of who takes -(으)시- in every speech style: 할머니, 선생님."""
    return any(one.form in words_in("honoured-person") for one in sentence.morphemes)


def _clauses(sentence: Sentence) -> int:
    """Count the predicates with a subject of their own; 갈 거예요 is one, 뭐라고 none."""
    morphemes = sentence.morphemes
    future = sum(
        noun.form in _NOUNS_OF_TENSE and copula.part in {"VCP", "VA", "VV"}
        for noun, copula in pairwise(morphemes)
    )
    naming = sum(
        copula.part == "VCP" and quoting.form == "라고" for copula, quoting in pairwise(morphemes)
    )
    adverbial = sum(
        stem.part in {"VA", "XSA"}
        and ((ending.form, ending.tag) == ("게", "EC") or ending.tag == "ETM")
        for stem, ending in pairwise(morphemes)
    )
    together = sum(
        stem.part in {"VV", "XSV"}
        and ending.tag == "EC"
        and ending.form in _ENDINGS_THAT_KEEP_THE_SUBJECT
        and following.part != "VX"
        for stem, ending, following in zip(morphemes, morphemes[1:], morphemes[2:], strict=False)
    )
    predicates = sum(one.part in _PREDICATES for one in morphemes)
    return predicates - future - naming - adverbial - together


def _marked_subject(sentence: Sentence, address: str) -> Subject | None:
    """Return whose act it is by the noun marked as subject; None where no noun is.

    선배님은 전공이 뭐예요? has two: of whom it is said, and what. That is not sure.
    """
    found: list[Subject] = []
    for noun, particle in pairwise(sentence.morphemes):
        if particle.tag not in {"JKS", "JX"} or particle.form not in _SUBJECT_PARTICLES:
            continue
        if not noun.part.startswith("N") and noun.tag != "XSN":
            continue
        who = _who(noun, sentence.morphemes, address)
        if who is not None:
            found.append(who)
        elif _is_a_subject(noun, particle):
            found.append(Subject.OTHER)
    if not found:
        return None
    return found[0] if len(set(found)) == 1 else Subject.UNKNOWN


def _asks_for_a_datum(sentence: Sentence, predicate: Predicate, address: str) -> bool:
    """선배님 나이가 어떻게 돼요?: asked with 어떻게 되다, it is the listener's own."""
    if predicate.stem != ("되", "VV") or not asks(sentence):
        return False
    if not any(one.form == "어떻" for one in sentence.morphemes):
        return False
    others = {address, address.removesuffix("님"), "님"} | words_in("title", "listener")
    nouns = [
        one.form for one in sentence.morphemes if one.part in {"NNG", "NNP"} or one.part == "NP"
    ]
    nouns = [one for one in nouns if one not in others]
    return len(nouns) == 1 and nouns[0] in words_in("personal-datum")


def _is_a_subject(noun: Morpheme, particle: Morpheme) -> bool:
    """Whether a marked noun acts: not 시간이 (있어요), 밥은 (먹었어요), 커피도 (마셔요)."""
    if noun.form in words_in("possession"):
        return False
    if particle.form == "도":
        return noun.form in words_in("other-person", "honoured-person")
    return particle.tag == "JKS" or noun.form not in words_in("object", "event", "time", "place")


def _who(noun: Morpheme, morphemes: tuple[Morpheme, ...], address: str) -> Subject | None:
    if noun.part == "NP" and noun.form in words_in("speaker"):
        return Subject.SPEAKER
    if noun.form in words_in("listener") and noun.part in {"NP", "NNG"}:
        return Subject.LISTENER
    word = "".join(
        one.form for one in morphemes if one.word == noun.word and one.start <= noun.start
    )
    if address and word in {address, address.removesuffix("님")}:
        return Subject.LISTENER
    return None
