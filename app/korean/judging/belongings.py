"""What belongs to the listener has honorific names: 이름이 뭐예요?, 성함이 어떻게 되세요?."""

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.edit import Degree
from app.korean.judging.message import Finding, Message
from app.korean.reading.sentences import Sentence
from app.korean.relation import Situation
from app.korean.restyling.words import word_changes
from app.korean.style import Style

# 부장님 말: the noun right after the title.
_HONOURED = {"말": "말씀", "이름": "성함", "집": "댁"}
_HOW_CALLED = {
    Style.HAPSYO: "성함이 어떻게 되십니까",
    Style.HAEYO: "성함이 어떻게 되세요",
}


def belonging_findings(message: Message) -> list[Finding]:
    """Find plain nouns for what is the listener's."""
    if not message.relation.target.polite:
        return []
    return [
        one
        for sentence in message.sentences
        for one in _name(message, sentence) or _thing(message, sentence)
    ]


def _stays(message: Message, start: int) -> bool:
    """Whether a noun is bound to what honours beside it: 드릴 말씀, 말씀하신, 별말씀."""
    if start and "가" <= message.text[start - 1] <= "힣":
        return True
    if message.text.startswith(("말씀하신", "말씀하시"), start):
        return True
    return any(
        one.form == "드리"
        for sentence in message.sentences
        if sentence.start <= start < sentence.end
        for one in sentence.morphemes
    )


def _is_a_superiors_home(message: Message, sentence: Sentence, index: int) -> bool:
    """Whether 집 is the boss's (댁); 부장님, 집에 가셨어요? may only call them, 선배 집 stays."""
    if message.relation.degree(Situation.PLAIN_NAME) is not Degree.WRONG:
        return False
    following = sentence.morphemes[index + 1 : index + 2]
    marked = bool(following) and following[0].form in {"이", "은", "도", "주소", "근처"}
    speaks = any(one.part == "NP" and one.form in words_in("speaker") for one in sentence.morphemes)
    return marked or speaks or sentence.morphemes[index - 1].tag == "JKG"


def plain_noun_findings(message: Message, level: list[Finding]) -> list[Finding]:
    """Find 말씀, 진지 in sentences that become plain speech; `level` are the findings on that."""
    if message.relation.target.polite:
        return []
    spans = {
        (sentence.start, sentence.end): one
        for one in level
        if one.wish is not None
        for sentence in [message.sentences[one.wish.sentence]]
    }
    return [
        Finding(
            one.situation, one.rule, change.start, change.end, change.becomes, degree=one.degree
        )
        for change in (word_changes(message.text, Style.HAE) if spans else ())
        if any(reason.rule == "restyle-honorific-word" for reason in change.reasons)
        and not _stays(message, change.start)
        for (start, end), one in spans.items()
        if start <= change.start < end
    ]


def _name(message: Message, sentence: Sentence) -> list[Finding]:
    """이름이 뭐예요?: asked with no owner but the listener."""
    ending = sentence.ending
    if ending is None or not sentence.asks:
        return []
    if message.relation.degree(Situation.PLAIN_NAME) is None:
        return []
    at = _own_name(message, sentence)
    if at is None:
        return []
    rest = [one for one in sentence.morphemes[at + 1 : ending.first] if one.tag not in _MARKS]
    if [one.form for one in rest] not in (["뭐"], ["무엇"], []):
        return []
    named = sentence.morphemes[at + 1 : ending.last]
    if not any(one.form in {"뭐", "무엇"} for one in named):
        return []
    end = sentence.morphemes[ending.last].end
    becomes = _HOW_CALLED[message.relation.target]
    start = sentence.morphemes[at].start
    plain = not ending.sense.style.polite
    situation = Situation.PLAIN_THROUGHOUT if plain else Situation.PLAIN_NAME
    return [Finding(situation, "honorific-noun", start, end, becomes)]


_MARKS = frozenset({"JKS", "JX"})


def _own_name(message: Message, sentence: Sentence) -> int | None:
    """Return the index of 이름 where it stands first, or right after the listener's title."""
    for index, one in enumerate(sentence.morphemes):
        if (one.form, one.tag) == ("이름", "NNG"):
            before = tuple(
                each
                for each in sentence.morphemes[:index]
                if each.form not in words_in("listener") and each.tag != "JKG"
            )
            return index if not before or _is_title(message, before) else None
    return None


def _is_title(message: Message, before: tuple[Morpheme, ...]) -> bool:
    title = message.relation.address.removesuffix("님")
    written = "".join(one.form for one in before if one.tag not in {"SP", "JKG"})
    return bool(title) and written in {title, title + "님"}


def _thing(message: Message, sentence: Sentence) -> list[Finding]:
    """부장님 말, 부장님 집: 말씀, 성함."""
    found: list[Finding] = []
    for index, one in enumerate(sentence.morphemes[1:], start=1):
        becomes = _HONOURED.get(one.form)
        before = sentence.morphemes[max(index - 2, 0) : index]
        if becomes is None or one.tag != "NNG" or not _is_title(message, before):
            continue
        following = sentence.morphemes[index + 1 : index + 2]
        if following and following[0].start == one.end and following[0].part in {"XSV", "NNG"}:
            continue
        if one.form == "집" and not _is_a_superiors_home(message, sentence, index):
            continue
        situation = Situation.PLAIN_OBJECT_VERB
        found.append(Finding(situation, "honorific-noun", one.start, one.end, becomes))
    return found
