"""Speech level: whether each ending is one that is spoken to this listener."""

from app.korean.counterparts import asks, commands
from app.korean.final_endings import GUESS
from app.korean.judging.message import EndingWish, Finding, Message
from app.korean.predicate import CannotConjugateError, predicate_of
from app.korean.quotation import reported_until
from app.korean.relation import Situation
from app.korean.sentences import Sentence
from app.korean.style import Style
from app.korean.word_classes import words_in

_PLAYFUL_CODAS = frozenset({"ᆼ", "ᆷ", "ᆸ"})
_ALONE = frozenset({"statement", "copula"})
_AFFECTION = ("사랑해요", "고마워요", "미안해요", "사랑합니다")
_MOCK_FORMAL = ("죄송합니다", "알겠습니다", "감사합니다")
_MUSING = frozenset({"statement", "observation", "question", "exclamation"})


def level_findings(message: Message) -> list[Finding]:
    """Find the sentences whose speech level is off the listener's target."""
    found: list[Finding] = []
    retold = reported_until(message.text)
    for index, sentence in enumerate(message.sentences):
        if sentence.ending is None or sentence.unfinished:
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


def is_self_talk(sentence: Sentence) -> bool:
    """Whether a plain sentence sounds said to oneself: 와 맛있겠다!, 아 맞다."""
    ending = sentence.ending
    if ending is None or ending.sense.style.polite or ending.sense.family not in _MUSING:
        return False
    if sentence.asks or ending.form in {"어", "아", "여", "냐", "니"}:
        return False
    stem = sentence.morphemes[ending.first]
    would = any(one.form == "겠" for one in sentence.morphemes[ending.first :])
    if (stem.part == "VA" or would) and ending.form in {"다", "네"} and "." not in sentence.marks:
        return True
    first = sentence.morphemes[0]
    return "!" in sentence.marks or (first.tag == "IC" and first.form in words_in("outcry"))


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
        return _finding(Situation.CLIPPED, "clipped-ending", index, sentence, target)
    wonders = ending.sense.family == "question" and not style.polite
    if is_self_talk(sentence) or (wonders and any(one.polite for one in _styles(message))):
        return _finding(Situation.SELF_TALK, "self-talk", index, sentence, target)
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


def _polite_to_the_formal(message: Message, index: int, sentence: Sentence) -> Finding | None:
    ending = sentence.ending
    if ending is None or ending.sense.family not in _ALONE or Style.HAPSYO in _styles(message):
        return None
    try:
        telling = not asks(sentence) and not commands(sentence, predicate_of(sentence))
    except CannotConjugateError:
        return None
    if not telling:
        return None
    situation = Situation.POLITE_STATEMENT_ALONE
    return _finding(situation, "polite-to-formal", index, sentence, Style.HAPSYO)


def _formal_to_the_polite(message: Message, index: int, sentence: Sentence) -> Finding | None:
    formal = [one for one in _styles(message) if one is Style.HAPSYO]
    if asks(sentence):
        situation = Situation.FORMAL_QUESTION
    elif len(formal) > 1:
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
    if style is Style.HAPSYO:
        if message.laughing and any(one in said for one in _MOCK_FORMAL):
            return None
        return _finding(Situation.FORMAL_ONCE, "formal-to-plain", index, sentence, Style.HAE)
    if style is not Style.HAEYO or ending.form in {"요", "여"}:
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


def _styles(message: Message) -> list[Style]:
    """Return the styles of the sentences that have one and are spoken to someone."""
    return [
        one.ending.sense.style
        for one in message.sentences
        if one.ending is not None and not one.unfinished and not is_self_talk(one)
    ]


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
