"""What one does to someone looked up to, inside a sentence: 부장님께 선물을 주고 싶습니다."""

from itertools import pairwise

from app.korean.analysis.analyser import join
from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.judging.message import Finding, Message
from app.korean.reading.sentences import Sentence
from app.korean.relation import Situation

_TO_WHOM = frozenset({"에게", "한테", "께"})
_FAMILY = frozenset(
    {"엄마", "아빠", "이모", "삼촌", "고모", "이모부", "고모부", "어머니", "아버지", "할머니"}
    | {"할아버지", "외할머니", "외할아버지", "장모", "장인", "의사", "박사", "분"}
)
_OBJECT = Situation.PLAIN_OBJECT_VERB


def upward_findings(message: Message) -> list[Finding]:
    """Find plain verbs of giving, asking, telling and seeing with a superior as their object."""
    found: list[Finding] = []
    for sentence in message.sentences:
        if _someone_else_acts(sentence) or _orders(sentence):
            continue
        for index, one in enumerate(sentence.morphemes):
            title = _superior_before(message, sentence.morphemes, index)
            if title is None or not one.tag.startswith("J"):
                continue
            later = sentence.morphemes[index + 1 :]
            if one.tag == "JKB" and one.form in _TO_WHOM:
                found += _given_or_said(message, later, is_listener=title)
            elif one.tag == "JKO":
                found += _seen(message, later)
    return found


def _superior_before(message: Message, morphemes: tuple[Morpheme, ...], index: int) -> bool | None:
    """Return whether the person right before is the listener; None where nobody is looked up to."""
    before = morphemes[max(index - 2, 0) : index]
    if not before:
        return None
    title = message.relation.address.removesuffix("님")
    noun = before[0] if before[-1].form == "님" and len(before) > 1 else before[-1]
    if title and noun.form in {title, title + "님"}:
        return True
    titled = before[-1].form == "님" and noun.form in words_in("title-root", "honoured-person")
    if titled or (noun.form in words_in("superior") and noun.form not in _FAMILY):
        return False
    return None


def _someone_else_acts(sentence: Sentence) -> bool:
    return any(
        particle.tag == "JKS" and not (noun.part == "NP" and noun.form in words_in("speaker"))
        for noun, particle in pairwise(sentence.morphemes)
    )


def _orders(sentence: Sentence) -> bool:
    ending = sentence.ending
    return ending is not None and ending.sense.family == "command"


def _given_or_said(
    message: Message, later: tuple[Morpheme, ...], *, is_listener: bool
) -> list[Finding]:
    """주다 becomes 드리다, 물어보다 여쭤보다, 말하다 말씀드리다: the first verb there is."""
    for index, one in enumerate(later):
        if one.part not in {"VV", "XSV", "VX"}:
            continue
        following = later[index + 1 :]
        if following and following[0].tag == "EP" and following[0].form in {"시", "으시"}:
            return []
        if (one.form, one.part) == ("주", "VV"):
            situation = Situation.PLAIN_GIVING if is_listener else _OBJECT
            return _with_verb(message, one, following, situation, "plain-giving")
        asks = one.form == "물어보" or (
            one.form == "묻" and len(following) > 1 and following[1].form == "보"
        )
        if asks and message.text.startswith("물어", one.start):
            return [Finding(_OBJECT, "ask-respectfully", one.start, one.start + 2, "여쭤")]
        before = later[index - 1] if index else None
        if (
            one.form == "하"
            and before is not None
            and before.form == "말"
            and before.end == one.start
        ):
            found = _with_verb(message, one, following, _OBJECT, "ask-respectfully")
            return [
                Finding(_OBJECT, "tell-respectfully", before.start, each.end, f"말씀{each.becomes}")
                for each in found
            ]
        return []
    return []


def _with_verb(
    message: Message,
    verb: Morpheme,
    following: tuple[Morpheme, ...],
    situation: Situation,
    rule: str,
) -> list[Finding]:
    """Write the verb and the endings of its word with 드리다."""
    endings = [one for one in following if one.word == verb.word and one.tag[0] == "E"]
    if not endings or [*following[: len(endings)]] != endings:
        return []
    end = endings[-1].end
    pairs = tuple((one.form, one.tag) for one in endings)
    if message.text[verb.start : end] != join(((verb.form, verb.tag), *pairs)):
        return []
    becomes = join((("드리", "VV"), *pairs))
    return [Finding(situation, rule, verb.start, end, becomes)]


def _seen(message: Message, later: tuple[Morpheme, ...]) -> list[Finding]:
    """부장님을 보고 싶습니다: 뵙고 싶습니다."""
    if len(later) < 3 or (later[0].form, later[0].part) != ("보", "VV"):
        return []
    verb, ending, wishing = later[:3]
    if (ending.form, wishing.form) != ("고", "싶") or message.text[
        verb.start : ending.end
    ] != "보고":
        return []
    return [Finding(_OBJECT, "see-respectfully", verb.start, ending.end, "뵙고")]
