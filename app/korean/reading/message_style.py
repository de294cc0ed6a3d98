"""Which style a whole message has: the votes of its sentences that speak to the listener."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.reading.final_endings import GUESS, joins
from app.korean.reading.sentences import Sentence
from app.korean.style import Style
from app.korean.tables import rows_of

# A quoting verb that opens a sentence or follows a comma: what stands before it was said.
_RETELLS = re.compile(
    r"(?:^|[,.?!…]\s*)(?:(?:라고|라며|라는|라던|이러|이랬|이래[요서]?|그랬)(?![가-힣]*\s*,)"
    r"|(?:하면서|하며|하고|하는|하길래|하면|했)\s)"
)
_MUSING = frozenset({"statement", "observation", "exclamation", "question"})
_POLITE_ANSWERS = frozenset({"네", "예", "넵", "옙", "넹", "네네"})
_PLAIN_ANSWERS = frozenset({"응", "어", "엉", "웅", "야"})
_PLAIN_PERSONS = frozenset({"나", "내", "너", "니", "너희"})
_POLITE_PERSONS = frozenset({"저", "저희", "당신"})
_PROPOSING = frozenset({"자"})
_STATING = frozenset({"다", "ᆫ다", "는다"})
_HESITATIONS = frozenset({"어", "음", "흠", "에이"})
_PREDICATES = frozenset({"VV", "VA", "VX", "VCP", "VCN", "XSV", "XSA"})
_WORDS_OF_A_CLAUSE = 4


@dataclass(frozen=True, slots=True)
class Vote:
    """What one sentence says about the style of the message."""

    sentence: Sentence
    style: Style
    confidence: float


def addressed(text: str, votes: Sequence[Vote]) -> list[Vote]:
    """Return the votes that speak to the listener.

    Retold speech (같이 갈래? 이랬어요), what one says to oneself (와 맛있겠다!) and thoughts that
    end in a joining ending without 요 (좀 바쁜데.) count only where nothing else does.
    """
    styled = [one for one in votes if one.style is not Style.NONE]
    retold = {id(one) for one in _retold(text, votes)}
    spoken = [one for one in styled if id(one) not in retold] or styled
    finished = [one for one in spoken if not _joins(one)] or spoken
    asked_along = {id(one) for one, tag in pairwise(votes) if _only_asks_along(tag)}
    return [
        one
        for one in finished
        if not (_is_musing(one) or _is_aside(text, one))
        and (one.style.polite or id(one) not in asked_along)
    ] or finished


def most_voted(votes: Sequence[Vote]) -> Style:
    """Return the style with most votes, that of the last one where they are even.

    In a chat in 해체 people say -자 and -다 as well (밥 먹었어? 같이 가자.): then all is 해체.
    """
    if not votes:
        return Style.NONE
    counts = Counter(one.style for one in votes)
    most = max(counts.values())
    plain = [one for one in votes if one.style is Style.HAERA]
    if set(counts) == {Style.HAE, Style.HAERA}:
        forms = {one.sentence.ending.form for one in plain if one.sentence.ending is not None}
        even = counts[Style.HAE] >= counts[Style.HAERA]
        if forms <= _PROPOSING or (even and forms <= _PROPOSING | _STATING):
            return Style.HAE
    return next(one.style for one in reversed(votes) if counts[one.style] == most)


def hinted(sentences: Sequence[Sentence]) -> tuple[Style, float]:
    """Return what a message cut off before any ending hints at by 저 or 나, 네 or 응.

    Only where a clause of some length stands there: short ones (네!, 나?) have no style.
    """
    morphemes = [one for sentence in sentences for one in sentence.morphemes]
    words = len({one.word for one in morphemes})
    if words < _WORDS_OF_A_CLAUSE or not any(one.part in _PREDICATES for one in morphemes):
        return Style.NONE, 0.0
    polite = sum(_is_polite_hint(one) for one in morphemes)
    plain = sum(_is_plain_hint(one) for one in morphemes)
    if polite == plain:
        return Style.NONE, 0.0
    return (Style.HAEYO if polite > plain else Style.HAE), GUESS


def _retold(text: str, votes: Sequence[Vote]) -> list[Vote]:
    """Return what a later sentence says that someone said: 안 돼, 라고 했어요."""
    found: list[Vote] = []
    for index, one in enumerate(votes):
        sentence = one.sentence
        if index == 0 or not _RETELLS.search(text[sentence.start : sentence.end]):
            continue
        found.append(votes[index - 1])
        for former in reversed(votes[: index - 1]):
            if former.style.polite or not one.style.polite:
                break
            found.append(former)
    return found


def _joins(vote: Vote) -> bool:
    ending = vote.sentence.ending
    return ending is not None and joins(ending.sense) and "?" not in vote.sentence.marks


def _only_asks_along(vote: Vote) -> bool:
    """Whether a sentence is only a tag in a polite style (재밌겠다 그쵸?)."""
    said = [one for one in vote.sentence.morphemes if not one.tag.startswith(("S", "Z", "W"))]
    return vote.style.polite and len(said) == 1 and said[0].form in words_in("tag-question")


def _is_musing(vote: Vote) -> bool:
    """Whether a plain sentence is said to oneself: 아 맞다, 그랬구나, 내가 잘못했나?."""
    ending = vote.sentence.ending
    if vote.style.polite or ending is None or ending.sense.family not in _MUSING:
        return False
    if ending.sense.family == "exclamation":
        return True
    if ending.sense.family == "question":
        return vote.style is Style.HAE and not ending.sense.sure
    first = vote.sentence.morphemes[0]
    outcry = first.tag == "IC" and first.form in words_in("outcry") | _HESITATIONS
    felt = ending.form == "다" and _is_felt(vote.sentence.morphemes[ending.first : ending.last])
    return (outcry and ending.form in {"다", "네"}) or felt


def _is_felt(predicate: Sequence[Morpheme]) -> bool:
    """Whether an adjective with -겠- is all that is said: 맛있겠다, 좋겠다."""
    return any(one.form == "겠" for one in predicate) and predicate[0].part in {"VA", "XSA"}


@cache
def _asides() -> frozenset[str]:
    return frozenset(row["aside"] for row in rows_of("asides.tsv"))


def _is_aside(text: str, vote: Vote) -> bool:
    """Whether a plain sentence is a set aside, after an interjection or alone: 가만있자, 뭐더라."""
    if vote.style.polite:
        return False
    morphemes = vote.sentence.morphemes
    first = 0
    while first < len(morphemes) - 1 and morphemes[first].tag in {"IC", "SP", "SF", "MM"}:
        first += 1
    end = vote.sentence.end - len(vote.sentence.marks)
    whole = text[vote.sentence.start : end]
    return whole in _asides() or text[morphemes[first].start : end] in _asides()


def _is_polite_hint(one: Morpheme) -> bool:
    if one.tag == "IC":
        return one.form in _POLITE_ANSWERS
    return one.part == "NP" and one.form in _POLITE_PERSONS


def _is_plain_hint(one: Morpheme) -> bool:
    if one.tag == "IC":
        return one.form in _PLAIN_ANSWERS
    return one.part == "NP" and one.form in _PLAIN_PERSONS
