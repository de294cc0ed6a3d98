"""Whether a question without a subject asks the listener: 밥 먹었어요? does, 어떻게 가요? not."""

from itertools import pairwise

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.reading.sentences import Sentence
from app.korean.restyling.predicate import Predicate

_PLACE_TO_BE = frozenset({"어디", "여기", "거기"})
_TIME_OF_BEING = frozenset({"있", "없", "되", "나", "괜찮", "많", "어떻", "아프", "좋", "내"})
_EXISTENCE = frozenset({"있", "없"})
_POINTING = frozenset({"이거", "이것", "이", "여기", "그거"})


def asks_the_listener(sentence: Sentence, predicate: Predicate, address: str) -> bool:
    """Whether what is asked can only be about the listener: no one else is named in it.

    A question in the present tense about how, where or this (어떻게 해요?, 어디서 사요?, 이거
    먹어요?) may ask what one does, or what the speaker is to do: that is not sure.
    """
    if _is_future(predicate) and not _is_still_to_come(sentence):
        return False
    content = _content(sentence, predicate, address)
    if _wonders_with_a_tag(sentence) and not _is_named(sentence, address):
        return False
    if _names_another(content, predicate):
        return False
    if _is_an_obligation(sentence, predicate):
        return False
    ending = sentence.ending
    wishing = predicate.stem == ("싶", "VX")
    if wishing or (ending is not None and ending.sense.family == "intention"):
        return not wishing or ending is None or ending.sense.family != "proposal"
    if predicate.is_copula and not _is_future(predicate):
        return _asks_who_one_is(content, predicate, named=_is_named(sentence, address))
    if _is_owned(content, predicate):
        return True
    if _is_well(content, predicate, named=_is_named(sentence, address)):
        return True
    if predicate.stem[1] in {"VA", "VV"} and predicate.stem[0] in _EXISTENCE:
        return _asks_where_one_is(content, named=_is_named(sentence, address))
    if _buys_or_lives(sentence):
        return False
    verb = _main_verb(sentence, predicate)
    called = _is_named(sentence, address) or _after_the_vocative(sentence) > 0
    once = called and any(one.form in words_in("step-in-life") for one in content)
    if not once and _is_general(content, predicate) and verb[0] not in words_in("human-verb"):
        return False
    return _is_a_human_act(verb, content, named=_is_named(sentence, address))


def _names_another(content: list[Morpheme], predicate: Predicate) -> bool:
    """Whether someone else is named who may act.

    A proper noun may be a person unless it is an object (한국어를) or a place one lives in or has
    been to (서울에 살아요?, 제주도에 가 봤어요?); 서울역에 가요? may ask for the bus.
    """
    lived = predicate.stem[0] in words_in("human-verb") or any(
        form in {"었", "았"} for form, _ in predicate.infixes
    )
    for index, one in enumerate(content):
        is_what_one_is = predicate.is_copula and (one.form, one.tag) in predicate.context
        if one.form in words_in("other-person") and not is_what_one_is:
            return True
        if one.part != "NNP" or one.form in words_in("object", "country"):
            continue
        following = content[index + 1].tag if index + 1 < len(content) else ""
        if following != "JKO" and not (following == "JKB" and lived):
            return True
    return False


def _is_a_human_act(verb: tuple[str, str], content: list[Morpheme], *, named: bool) -> bool:
    form, part = verb
    nouns = [one for one in content if one.part == "NNG" and one.form not in words_in("time")]
    if part in {"XSV", "XSA"}:
        event = next((one.form for one in reversed(content) if one.part in {"NNG", "XR"}), "")
        others = [one for one in nouns if one.form != event]
        return event in words_in("event", "human-state") and not _unmarked(others, content)
    if form in words_in("transitive-verb"):
        return len(_unmarked(nouns, content)) <= 1
    if form in words_in("human-state", "human-verb"):
        return not _unmarked(nouns, content)
    if (form, part) == ("하", "VV"):
        done = words_in("object", "event")
        named_object = any(one.form in done for one in content)
        return named_object and all(one.form in done for one in _unmarked(nouns, content))
    if form in {"가", "오"} and part == "VV":
        return _asks_of_a_way(form, nouns, content, named=named)
    return False


def _asks_of_a_way(
    form: str, nouns: list[Morpheme], content: list[Morpheme], *, named: bool
) -> bool:
    """어디 가요?, 언제 와요?, 벌써 가요?; a bus comes, too, but no bus is named."""
    if not all(one.form in words_in("place", "outing") for one in nouns):
        return False
    been = any(one.part == "NNP" for one in content)
    hints = words_in("place", "outing", "way-of-a-person")
    if form == "오":
        hints |= words_in("when")
    return named or been or any(one.form in hints for one in content)


def _asks_who_one_is(content: list[Morpheme], predicate: Predicate, *, named: bool) -> bool:
    """몇 살이에요?, 학생이에요?; with the title before it also 부장님 어디예요?."""
    noun = predicate.context[-1][0] if predicate.context else ""
    nouns = [one.form for one in content if one.part.startswith("N") and one.form != noun]
    nouns = [one for one in nouns if one not in words_in("question-word", "time", "country")]
    if nouns:
        return False
    if noun == "사람":
        return any(one.form in words_in("country") for one in content)
    now = named or any(one.form == "지금" for one in content)
    return noun in words_in("personal") or (now and noun in {"어디", "누구", "집", "회사"})


def _is_future(predicate: Predicate) -> bool:
    return bool(predicate.context) and predicate.context[-1][0] in {"거", "것"}


def _wonders_with_a_tag(sentence: Sentence) -> bool:
    """뭐 먹죠?: what one is to do oneself, as likely as not."""
    ending = sentence.ending
    if ending is None or ending.form not in {"죠", "지", "지요"}:
        return False
    return any(one.form in words_in("question-word") for one in sentence.morphemes)


def _is_still_to_come(sentence: Sentence) -> bool:
    """Whether 거 follows -(으)ㄹ: 갈 거예요?; 들어온 거예요? may ask of a thing."""
    pairs = pairwise(sentence.morphemes)
    return any(
        one.tag == "ETM" and one.form in {"ᆯ", "을"} and noun.form in {"거", "것"}
        for one, noun in pairs
    )


def _is_well(content: list[Morpheme], predicate: Predicate, *, named: bool) -> bool:
    """부장님 괜찮아요?, 잘 있었어요?: how one is, where no thing is named and nothing joined."""
    nouns = [one for one in content if one.part.startswith("N")]
    if any(one.form not in words_in("time") for one in nouns):
        return False
    if any(one.tag == "EC" for one in content):
        return False
    if predicate.stem[0] == "있":
        return predicate.stem[1] in {"VA", "VV"} and any(one.form == "잘" for one in content)
    return named and predicate.stem == ("괜찮", "VA")


def _buys_or_lives(sentence: Sentence) -> bool:
    """Whether 어디서 사요? may ask for a shop just as well as for a home."""
    pairs = pairwise(sentence.morphemes)
    return any(one.tag == "JKB" and (verb.form, verb.part) == ("사", "VV") for one, verb in pairs)


def _is_owned(content: list[Morpheme], predicate: Predicate) -> bool:
    """시간 있어요?, 시간 돼요?, 가 본 적 있어요?: what is asked for belongs to the listener."""
    if predicate.stem[0] not in _TIME_OF_BEING:
        return False
    nouns = [one for one in content if one.part.startswith("N")]
    others = words_in("time", "question-word") - words_in("possession")
    nouns = [one for one in nouns if one.form not in others]
    if nouns and nouns[-1].form == "적":
        return True
    wished = any((one.form, one.part) == ("싶", "VX") for one in content)
    if (
        wished
        and nouns
        and nouns[-1].form in {"거", "것", "데"}
        and predicate.stem[0] in _EXISTENCE
    ):
        return True
    return bool(nouns) and nouns[-1].form in words_in("possession")


def _asks_where_one_is(content: list[Morpheme], *, named: bool) -> bool:
    """집에 있어요?; 어디 있어요? may ask for a thing unless 지금 or the title stands there."""
    nouns = [one for one in content if one.part == "NNG" and one.form not in words_in("time")]
    places = [one for one in content if one.form in words_in("place")]
    if not places or not all(one.form in words_in("place") for one in nouns):
        return False
    now = any(one.form == "지금" for one in content)
    return named or now or not any(one.form in _PLACE_TO_BE for one in places)


def _is_general(content: list[Morpheme], predicate: Predicate) -> bool:
    """Whether a question in the present may ask for the way in general."""
    if any(form in {"었", "았", "겠"} for form, _ in predicate.infixes):
        return False
    if _is_future(predicate) or any(one.form in words_in("often") for one in content):
        return False
    forms = {one.form for one in content}
    how = any(one.form in {"어떻", "어떻게", "어찌"} for one in content)
    where = "어디" in forms and any(one.tag == "JKB" for one in content)
    doing = forms & {"일", "공부", "생각"}
    when = bool(forms & {"언제", "몇", "얼마"}) and predicate.stem[0] not in {"가", "오"}
    this = bool(forms & _POINTING) and predicate.stem[0] not in words_in("human-verb")
    return (how or where or when or this) and not doing


def _is_an_obligation(sentence: Sentence, predicate: Predicate) -> bool:
    """뭐 해야 해요?, 가면 돼요?, 먹어도 돼요?: the speaker asks what to do."""
    before = [one for one in sentence.morphemes if one.end <= predicate.end and one.tag == "EC"]
    return predicate.stem[0] in {"하", "되"} and any(
        one.form.endswith(("야", "면", "도")) for one in before
    )


def _is_named(sentence: Sentence, address: str) -> bool:
    """Whether the listener's title stands in the sentence, as a call or as its subject."""
    if not address:
        return False
    written = "".join(one.form for one in sentence.morphemes)
    return address in written or address.removesuffix("님") in written


def _content(sentence: Sentence, predicate: Predicate, address: str) -> list[Morpheme]:
    """Return the morphemes before the predicate, without what only calls the listener."""
    return [
        one
        for one in sentence.morphemes[_after_the_vocative(sentence) :]
        if (one.start < predicate.start or one.end < predicate.end)
        and one.part not in {"EP", "EF"}
        and one.form not in {address, address.removesuffix("님"), "님"}
        and one.form not in words_in("title", "listener")
        and not (predicate.is_copula and one.part in {"VCP", "VCN"})
        and not (_is_future(predicate) and one.part == "NNB")
    ]


def _after_the_vocative(sentence: Sentence) -> int:
    """Return the index after 민수 씨, / 지우야, at the head of a sentence; 0 without one.

    Without a comma, too, a name with 씨 that no particle follows only calls: 민수 씨 뭐 해요?
    """
    for index, one in enumerate(sentence.morphemes[:4]):
        if one.tag == "SP":
            return index + 1
    head = sentence.morphemes[:3]
    calls = len(head) > 2 and head[0].tag == "NNP" and head[1].form == "씨"
    return 2 if calls and not head[2].tag.startswith("J") else 0


def _unmarked(nouns: list[Morpheme], content: list[Morpheme]) -> list[Morpheme]:
    """Nouns without a particle that says what they do: object, place, company."""
    marked = {
        one.start
        for one, following in pairwise(content)
        if following.tag in {"JKO", "JKB", "JC", "JKG", "JX"} or one.tag == "XR"
    }
    return [one for one in nouns if one.start not in marked and one.form not in words_in("place")]


def _main_verb(sentence: Sentence, predicate: Predicate) -> tuple[str, str]:
    """Return the verb that carries the meaning: 먹 in 먹고 싶어요 and in 먹을 거예요."""
    if predicate.stem[1] != "VX" and predicate.stem[1] != "VCP":
        return predicate.stem
    for one in reversed(sentence.morphemes):
        if one.start < predicate.start and one.part in {"VV", "VA", "XSV", "XSA"}:
            return (one.form, one.part)
    return predicate.stem
