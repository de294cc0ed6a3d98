"""Speech level: whether each ending is one that is spoken to this listener."""

from dataclasses import replace

from app.korean.analysis.word_classes import words_in
from app.korean.edit import Degree
from app.korean.judging.message import EndingWish, Finding, Message, trails_off
from app.korean.judging.self_talk import (
    continues_self_talk,
    is_a_groan,
    is_self_talk,
    wonders_aside,
)
from app.korean.reading.asked import asks_the_listener
from app.korean.reading.clauses import has_subject
from app.korean.reading.final_endings import GUESS
from app.korean.reading.quotation import reported_until
from app.korean.reading.sentences import Sentence
from app.korean.relation import Situation
from app.korean.restyling.counterparts import asks, commands
from app.korean.restyling.predicate import CannotConjugateError, Predicate, predicate_of
from app.korean.style import Style

_PLAYFUL_CODAS = frozenset({"ᆼ", "ᆷ", "ᆸ"})
# Morphemes, the full stop included: 이거 마셔요., 여기 앉아요.
_SHORT = 6
_WONDERED_ALOUD = frozenset({"나", "ᆫ가", "은가", "는가", "ᆯ까", "을까"})
_ALONE = frozenset({"statement", "copula"})
_AFFECTION = ("사랑해요", "고마워요", "미안해요", "사랑합니다")
_MOCK_TITLES = frozenset({"선생", "선생님", "형님", "누님", "사장", "사장님", "손님", "고객님"})
_MOCK_FORMAL = ("잘못했습니다", "죄송합니다", "알겠습니다", "감사합니다")


def level_findings(message: Message) -> list[Finding]:
    """Find the sentences whose speech level is off the listener's target."""
    found: list[Finding] = []
    retold = reported_until(message.text)
    for index, sentence in enumerate(message.sentences):
        if sentence.ending is None or trails_off(sentence):
            continue
        if message.phrase_ending(sentence) is not None:
            continue
        if sentence.end <= retold:
            continue
        if message.relation.target.polite:
            one = _toward_a_polite_target(message, index, sentence)
        else:
            one = _toward_a_plain_target(message, index, sentence)
        if one is not None:
            found.append(one)
    return found


def _toward_a_polite_target(message: Message, index: int, sentence: Sentence) -> Finding | None:
    ending = sentence.ending
    if ending is None:
        return None
    target = message.relation.target
    style = ending.sense.style
    formal = target is Style.HAPSYO
    if style in {Style.HAO, Style.HAGE} and ending.confidence > GUESS:
        return _finding(Situation.OLD_FASHIONED, "old-fashioned-ending", index, sentence, target)
    if ending.sense.family == "clipped":
        return _clipped(message, index, sentence)
    beside = any(one.polite for one in _styles(message))
    if _said_to_oneself(message, index) or (beside and wonders_aside(sentence)):
        if is_a_groan(sentence):
            return None
        if (wondered := _wondered(message, sentence)) is not None:
            return None if _would_ask(message, sentence) else wondered
        wish = EndingWish(index, style=target, musing=True)
        return Finding(Situation.SELF_TALK, "self-talk", sentence.start, sentence.end, wish=wish)
    if not style.polite:
        alone = not any(one.polite for one in _styles(message))
        situation = Situation.PLAIN_THROUGHOUT if alone else Situation.PLAIN_MIXED
        mild = situation in message.relation.suggested
        rule = "plain-to-formal" if formal else "plain-to-polite"
        return _finding(
            situation, "plain-to-warm-polite" if mild else rule, index, sentence, target
        )
    if _playful(sentence):
        wish = EndingWish(index, soberly=True)
        situation = Situation.PLAYFUL_POLITE
        return Finding(situation, "playful-polite", sentence.start, sentence.end, wish=wish)
    if formal and style is Style.HAEYO:
        return _polite_to_the_formal(message, index, sentence)
    if not formal and style is Style.HAPSYO:
        return _formal_to_the_polite(message, index, sentence)
    return None


def _would_ask(message: Message, sentence: Sentence) -> bool:
    """Whether the listener would be asked if it were polite: 너무 많이 먹었나 stays."""
    try:
        return asks_the_listener(sentence, predicate_of(sentence), message.relation.address)
    except CannotConjugateError:
        return False


def _wondered(message: Message, sentence: Sentence) -> Finding | None:
    """비 그쳤나, 뭐 먹지: aloud to someone polite 비 그쳤나요, 뭐 먹죠."""
    ending = sentence.ending
    if ending is None:
        return None
    end = sentence.morphemes[ending.last].end
    if ending.form == "지":
        return Finding(Situation.SELF_TALK, "self-talk", end - 1, end, "죠")
    if ending.form in _WONDERED_ALOUD:
        return Finding(Situation.SELF_TALK, "self-talk", end, end, "요")
    return None


def _polite_to_the_formal(message: Message, index: int, sentence: Sentence) -> Finding | None:
    ending = sentence.ending
    if ending is None or ending.sense.family not in _ALONE or Style.HAPSYO in _styles(message):
        return None
    try:
        predicate = predicate_of(sentence)
    except CannotConjugateError:
        return None
    if asks(sentence) or commands(sentence, predicate) or _may_command(sentence, predicate):
        return None
    situation = Situation.POLITE_STATEMENT_ALONE
    return _finding(situation, "polite-to-formal", index, sentence, Style.HAPSYO)


def _may_command(sentence: Sentence, predicate: Predicate) -> bool:
    """Whether 기다려요, 여기 앉아요 may tell the listener to, for all that is written."""
    bare = not predicate.infixes and predicate.stem[1] in {"VV", "XSV"}
    act = predicate.stem[0] in words_in("human-verb", "transitive-verb") - {"알", "모르"}
    return bare and act and not has_subject(sentence) and len(sentence.morphemes) < _SHORT


def _formal_to_the_polite(message: Message, index: int, sentence: Sentence) -> Finding | None:
    formal = [one for one in _styles(message) if one is Style.HAPSYO]
    if asks(sentence):
        situation = Situation.FORMAL_QUESTION
    elif len(formal) - _phrases(message) > 1:
        situation = Situation.FORMAL_REPEATED
    else:
        situation = Situation.FORMAL_ONCE
    if message.relation.degree(situation) is None and len(formal) == len(_styles(message)):
        situation = Situation.FORMAL_THROUGHOUT
    return _finding(situation, "formal-to-polite", index, sentence, Style.HAEYO)


def _toward_a_plain_target(message: Message, index: int, sentence: Sentence) -> Finding | None:
    ending = sentence.ending
    if ending is None:
        return None
    style = ending.sense.style
    said = message.text[sentence.start : sentence.end]
    if ending.sense.family == "clipped":
        return _clipped(message, index, sentence)
    if _quips(sentence):
        return None
    if "ㅋㅋ" in message.text and style.polite and _honours(sentence):
        rule = "formal-to-plain" if style is Style.HAPSYO else "polite-to-plain"
        one = _finding(Situation.POLITE_THROUGHOUT, rule, index, sentence, Style.HAE)
        return replace(one, degree=Degree.SUGGESTION)
    if style is Style.HAPSYO and not _playful(sentence):
        if message.laughing and any(one in said for one in _MOCK_FORMAL):
            return None
        return _finding(Situation.FORMAL_ONCE, "formal-to-plain", index, sentence, Style.HAE)
    playful_fragment = ending.form == "여" or (ending.form == "요" and message.laughing)
    if playful_fragment or not style.polite:
        return None
    if _playful(sentence):
        situation = Situation.PLAYFUL_POLITE
    elif any(one in said for one in _AFFECTION):
        situation = Situation.POLITE_AFFECTION
    elif all(one.polite for one in _styles(message)):
        situation = Situation.POLITE_THROUGHOUT
    else:
        situation = Situation.POLITE_MIXED
    return _finding(situation, "polite-to-plain", index, sentence, Style.HAE)


def _quips(sentence: Sentence) -> bool:
    """오빠나 잘하세요: a saying, and polite in mockery."""
    forms = [one.form for one in sentence.morphemes]
    return forms[1:5] == ["나", "잘", "하", "세요"]


def _honours(sentence: Sentence) -> bool:
    """Whether a friend is honoured, which with ㅋㅋ is play-acting: 백수 일어나셨어요?ㅋㅋ.

    -(으)세요 is all a learner may know; with a title (선생님 진정하세요 ㅋㅋ) it plays, too.
    """
    ending = sentence.ending
    if ending is None:
        return False
    shown = any((one.form, one.tag) in {("시", "EP"), ("으시", "EP")} for one in sentence.morphemes)
    titled = any(one.form in _MOCK_TITLES for one in sentence.morphemes)
    return shown or (titled and ending.form in {"세요", "으세요"})


def _clipped(message: Message, index: int, sentence: Sentence) -> Finding | None:
    """먹었음, 갈 듯, 가실?: -ㄹ 듯 becomes -ㄹ 것 같다, the others get the ending left off.

    To someone polite at home (honey 1, sibling 1) it is worth what plain speech is worth.
    """
    ending, target = sentence.ending, message.relation.target
    if ending is None:
        return None
    situation = Situation.CLIPPED
    if target.polite and message.relation.degree(situation) is None:
        alone = not any(one.polite for one in _styles(message))
        situation = Situation.PLAIN_THROUGHOUT if alone else Situation.PLAIN_MIXED
    last = sentence.morphemes[ending.last]
    if last.form in {"듯", "듯이"}:
        seems = {Style.HAPSYO: "것 같습니다", Style.HAEYO: "것 같아요"}.get(target, "것 같아")
        space = "" if message.text[last.start - 1] == " " else " "
        return Finding(situation, "clipped-ending", last.start, last.end, space + seems)
    wish = EndingWish(index, style=target, soberly=True)
    return Finding(situation, "clipped-ending", sentence.start, sentence.end, wish=wish)


def _styles(message: Message) -> list[Style]:
    """Return the styles of the sentences that have one and are spoken to someone."""
    return [
        one.ending.sense.style
        for index, one in enumerate(message.sentences)
        if one.ending is not None and not trails_off(one) and not _said_to_oneself(message, index)
    ]


def _said_to_oneself(message: Message, index: int) -> bool:
    address, sentence = message.relation.address, message.sentences[index]
    if is_self_talk(sentence, address):
        return True
    return index > 0 and continues_self_talk(message.sentences[index - 1], sentence, address)


def _phrases(message: Message) -> int:
    """How many sentences are set phrases in 합쇼체, which fit anywhere."""
    return sum(
        one.ending is not None
        and one.ending.sense.style is Style.HAPSYO
        and message.phrase_ending(one) is not None
        for one in message.sentences
    )


def _playful(sentence: Sentence) -> bool:
    ending = sentence.ending
    if ending is None:
        return False
    following = sentence.morphemes[ending.last + 1 : ending.last + 2]
    coda = bool(following) and following[0].tag == "Z_CODA" and following[0].form in _PLAYFUL_CODAS
    return coda or (ending.form.endswith("여") and ending.sense.style is Style.HAEYO)


def _finding(
    situation: Situation, rule: str, index: int, sentence: Sentence, style: Style
) -> Finding:
    return Finding(
        situation, rule, sentence.start, sentence.end, wish=EndingWish(index, style=style)
    )
