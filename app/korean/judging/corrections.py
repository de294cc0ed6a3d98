"""Turns findings into changes: endings rewritten once per sentence, words put in place."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.korean.analysis.word_classes import words_in
from app.korean.edit import Degree
from app.korean.judging.acts import is_bidden
from app.korean.judging.message import EndingWish, Finding, Message, message
from app.korean.patch import Change, Reason, changed, composed, without_overlaps
from app.korean.reading.sentences import Sentence
from app.korean.reading.subjects import Subject, names_an_honoured_person, subject_of
from app.korean.relation import Situation
from app.korean.restyling.counterparts import asks, commands
from app.korean.restyling.predicate import CannotConjugateError, Splice, predicate_of
from app.korean.restyling.rewriting import rewrite_as_request, rewrite_ending
from app.korean.style import Style

_SHOWN = frozenset({"이거", "이것", "여기"})
# 이거 확인해, 도착하면 연락해: who points at something, or says when, gives an order.
_POINTED_AT = frozenset(
    {"이거", "이것", "그거", "그것", "저거", "여기", "거기", "좀", "문", "창문", "불", "면", "으면"}
)


@dataclass(frozen=True, slots=True)
class Corrections:
    """The changes, and whether a `wrong` finding had to go without one."""

    changes: tuple[Change, ...]
    incomplete: bool


def corrections(found_in: Message, findings: Sequence[Finding]) -> Corrections:
    """Return the changes that mend the findings worth mending to this listener.

    Words first; then the endings, on the text with those words, so that 나야 becomes 저예요.
    """
    incomplete = False
    words: list[Change] = []
    wishes: dict[int, list[tuple[EndingWish, Reason]]] = {}
    for one in findings:
        degree = one.worth(found_in.relation)
        if degree is None:
            continue
        reason = Reason(one.rule, degree)
        if one.wish is not None:
            wishes.setdefault(one.wish.sentence, []).append((one.wish, reason))
        elif one.becomes is None:
            incomplete = incomplete or degree is Degree.WRONG
        else:
            words.append(Change(one.start, one.end, one.becomes, (reason,)))
    first = without_overlaps(words)
    reworded = message(changed(found_in.text, first), found_in.relation) if first else found_in
    second: list[Change] = []
    for index, asked in wishes.items():
        reasons = tuple(reason for _, reason in asked)
        try:
            sentence = _same_sentence(found_in.sentences[index], first, reworded)
            splice = _rewritten(reworded, sentence, [wish for wish, _ in asked])
        except CannotConjugateError:
            incomplete = incomplete or any(one.degree is Degree.WRONG for one in reasons)
            continue
        if splice is not None:
            second.append(_change(reworded.text, splice, reasons))
    return Corrections(composed(found_in.text, first, without_overlaps(second)), incomplete)


def _same_sentence(former: Sentence, changes: Sequence[Change], reworded: Message) -> Sentence:
    """Return the sentence of the reworded message that ends where `former` did."""
    grown = sum(
        len(one.becomes) - (one.end - one.start) for one in changes if one.end <= former.end
    )
    for sentence in reworded.sentences:
        if sentence.end == former.end + grown and sentence.ending is not None:
            return sentence
    raise CannotConjugateError("the sentence is no longer one after its words were changed")


def _rewritten(message: Message, sentence: Sentence, wishes: list[EndingWish]) -> Splice | None:
    ending = sentence.ending
    if ending is None:
        return None
    if any(one.as_request for one in wishes):
        return rewrite_as_request(message.text, sentence)
    if any(one.style is not None for one in wishes) and _bids_plainly(message, sentence):
        return rewrite_as_request(message.text, sentence, message.relation.target)
    style = next((one.style for one in wishes if one.style is not None), ending.sense.style)
    honorific = next((one.honorific for one in wishes if one.honorific is not None), None)
    musing = any(one.musing for one in wishes)
    if honorific is None and style.polite and not ending.sense.style.polite and not musing:
        honours = message.relation.honorific
        listener = subject_of(sentence, message.relation.address) is Subject.LISTENER
        honorific = True if honours and listener else None
    if ending.sense.family == "proposal" and style is Style.HAPSYO:
        # 먹읍시다 is no answer to a superior; 드시죠 is.
        honorific = True
    if style is Style.HAE and not names_an_honoured_person(sentence):
        honorific = False
    splice = rewrite_ending(
        message.text,
        sentence,
        style,
        honorific=honorific,
        soberly=any(one.soberly for one in wishes),
    )
    if splice is not None and style is Style.HAE and _says_good_night(sentence):
        return Splice(splice.start, splice.end, f"잘 {splice.becomes}")
    return splice


def _bids_plainly(message: Message, sentence: Sentence) -> bool:
    """Whether a superior is told to do an act of work in plain speech: 이거 확인해.

    Raises CannotConjugateError where 메일 보내 may also tell what the speaker does.
    """
    ending = sentence.ending
    bosses = message.relation.degree(Situation.BARE_COMMAND) is not None
    if ending is None or ending.sense.style.polite or not bosses:
        return False
    predicate = predicate_of(sentence)
    shown = any(one.form in _SHOWN for one in sentence.morphemes)
    looks = predicate.stem == ("보", "VV") and shown and ending.form in {"어", "아"}
    if not (looks or is_bidden(sentence, predicate)):
        return False
    if commands(sentence, predicate):
        return True
    bare = ending.form in {"어", "아"} and not predicate.infixes and not asks(sentence)
    told = any(
        one.form in words_in("time", "habit", "speaker") | {"안", "못"} or one.tag in {"JKS", "JX"}
        for one in sentence.morphemes
    )
    if looks or not bare or told:
        return False
    if any(one.form in _POINTED_AT for one in sentence.morphemes):
        return True
    if any(one.tag == "JKO" for one in sentence.morphemes):
        return False
    raise CannotConjugateError("an order, or what the speaker does")


def _says_good_night(sentence: Sentence) -> bool:
    """Whether 주무세요 stands alone: to a friend 잘 자."""
    try:
        predicate = predicate_of(sentence)
    except CannotConjugateError:
        return False
    before = [one for one in sentence.morphemes if one.start < predicate.start]
    alone = all(one.tag in {"IC", "SP", "NNP", "JKV"} for one in before)
    return predicate.stem[0] == "주무시" and alone and commands(sentence, predicate)


def _change(text: str, splice: Splice, reasons: tuple[Reason, ...]) -> Change:
    """Keep only what differs, so that a pronoun in the same word can change beside it."""
    was, becomes = text[splice.start : splice.end], splice.becomes
    same = 0
    while same < min(len(was), len(becomes)) and was[same] == becomes[same]:
        same += 1
    return Change(splice.start + same, splice.end, becomes[same:], reasons)
