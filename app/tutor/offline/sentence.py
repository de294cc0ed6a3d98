"""One sentence without set phrases: its speech act, what it asks, its aspect and its mood."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from app.korean import Morpheme
from app.tutor.offline.said import Act, Aspect, Mood, Question
from app.tutor.offline.signs import signs

_ASKING_WORDS: Final = {
    "뭐": Question.WHAT,
    "무엇": Question.WHAT,
    "뭘": Question.WHAT,
    "뭣": Question.WHAT,
    "무슨": Question.WHICH,
    "어떤": Question.WHICH,
    "어느": Question.WHICH,
    "어디": Question.WHERE,
    "언제": Question.WHEN,
    "며칠": Question.WHEN,
    "누구": Question.WHO,
    "누": Question.WHO,
    "왜": Question.WHY,
    "어떻게": Question.HOW,
    "어떻": Question.HOW,
    "어때": Question.HOW,
    "얼마": Question.HOW_MUCH,
    "얼마나": Question.HOW_MANY,
    "몇": Question.HOW_MANY,
}
# Vague words that only look like asking ones: 뭔가, 언젠가, 누군가.
_VAGUE: Final = re.compile(r"뭔가|언젠가|누군가|어딘가|왠지|아무")
_WHEN_UNITS: Final = frozenset({"시", "월", "일", "요일", "년", "시간대"})

_ASKING_ENDINGS: Final = re.compile(
    r"(?:습니까|ᆸ니까|나요|[ᆫ은는]가요|[ᆫ은는]가|니|으?냐|느냐|ᆯ까요?|을까요?|ᆯ래요?|을래요?)$"
)
_PROPOSING_ENDINGS: Final = re.compile(
    r"^(?:자|자고|ᆸ시다|읍시다|시죠|ᆯ까요?|을까요?|ᆯ래요?|을래요?|ᆯ래|을래|ᆯ까|을까)$"
)
# 우리 산책 어때?, 산책하는 게 어때요?
_SUGGESTING: Final = re.compile(
    r"(?:(?:우리|같이|함께) .*|(?:는|은) (?:거|게|것이?) )(?:어때|어때요|어떠세요|어떨까요?)\?*$"
)
_ORDERING_ENDINGS: Final = re.compile(r"^(?:세요|으세요|십시오|으십시오|어라|아라|라|시오)$")
_PAST: Final = frozenset({"었", "았", "였"})
_FUTURE: Final = frozenset(
    {"겠", "ᆯ게", "ᆯ게요", "을게", "을게요", "려고", "으려고", "ᆯ래", "ᆯ래요", "을래", "을래요"}
    | {"ᆯ까", "ᆯ까요", "을까", "을까요", "내일", "모레", "예정"}
)
_TELLING: Final = frozenset({"NNG", "XR", "VV", "VA", "VX", "XSV", "XSA", "MAG"})
_LIKING: Final = frozenset({"좋아하", "싫어하", "즐기"})
_DENYING: Final = frozenset({"안", "못", "않", "없", "아니", "싫", "싫어하", "못하", "모르"})
_COMPANION: Final = frozenset({"랑", "이랑", "하고", "와", "과"})
_NAMED_NOUNS: Final = frozenset({"NNG", "NNP", "XSN", "SL", "NNB"})
_GIVE_ME: Final = re.compile(r"(?:주세요|줘|주십시오|줘요|줄래요?|주실래요)$")
_TOGETHER: Final = frozenset({"같이", "함께", "우리"})


def speech_act(sentence: str, morphemes: Sequence[Morpheme]) -> Act:
    """Return what the sentence does; a statement when nothing says otherwise."""
    asks = asked(sentence, morphemes)
    ending = _ending(morphemes)
    if _SUGGESTING.search(sentence):
        return Act.PROPOSAL
    if asks is None or asks is Question.YES_NO:
        if _is_proposal(morphemes, ending):
            return Act.PROPOSAL
        if _is_request(sentence, morphemes, ending):
            return Act.REQUEST
    if asks is not None:
        return Act.QUESTION
    if signs().affection.match(sentence):
        return Act.AFFECTION
    if signs().praise.match(sentence) and not _names_something(morphemes):
        return Act.PRAISE
    if _is_introduction(morphemes):
        return Act.INTRODUCTION
    return Act.STATEMENT


def asked(sentence: str, morphemes: Sequence[Morpheme]) -> Question | None:
    """Return what kind of answer the sentence asks for, or None if it asks nothing.

    An asking word makes a question also without a question mark (`뭐 해`, `어디 가요`).
    """
    question = None if _VAGUE.search(sentence) else _asking_word(morphemes)
    if question is not None:
        return question
    if sentence.rstrip(" ㅋㅎㅠㅜ~").endswith("?") or _ASKING_ENDINGS.search(_ending(morphemes)):
        return Question.YES_NO
    return None


def aspect(morphemes: Sequence[Morpheme]) -> Aspect:
    """Return how the sentence stands to its event (over, to come, liked, wanted, able, tried)."""
    # Particles may stand between: 가 본 적이 있어요.
    forms = [morpheme.form for morpheme in morphemes if not morpheme.part.startswith("J")]
    found = set(forms)
    pairs = set(pairwise(forms))
    if found & _LIKING:
        return Aspect.LIKE
    if pairs & {("적", "있"), ("적", "없")}:
        return Aspect.EVER
    if "싶" in found:
        return Aspect.WANT
    if pairs & {("수", "있"), ("수", "없"), ("줄", "알"), ("줄", "모르")}:
        return Aspect.CAN
    if found & _PAST:
        return Aspect.PAST
    if found & _FUTURE or pairs & {("ᆯ", "거"), ("을", "거"), ("ᆯ", "것"), ("을", "것")}:
        return Aspect.FUTURE
    return Aspect.NOW


def mood(morphemes: Sequence[Morpheme]) -> Mood:
    """Return whether good or bad news is told; a negation makes good news bad."""
    forms = [morpheme.form for morpheme in morphemes if morpheme.part in _TELLING]
    stems = {*forms, *(noun + verb for noun, verb in pairwise(forms))}
    denied = any(form in {"안", "못", "않"} for form in forms)
    if stems & signs().bad:
        return Mood.NEUTRAL if denied else Mood.BAD
    if stems & signs().good:
        return Mood.BAD if denied else Mood.GOOD
    return Mood.NEUTRAL


def negated(morphemes: Sequence[Morpheme]) -> bool:
    """Return whether the sentence tells what is not: 안, 못, -지 않다, 없다, 아니다, 싫다."""
    return any(morpheme.form in _DENYING for morpheme in morphemes)


def _ending(morphemes: Sequence[Morpheme]) -> str:
    """Return the form of the last ending, or nothing."""
    endings = [morpheme.form for morpheme in morphemes if morpheme.part in {"EF", "EC"}]
    return endings[-1] if endings else ""


def _asking_word(morphemes: Sequence[Morpheme]) -> Question | None:
    for index, morpheme in enumerate(morphemes):
        question = _ASKING_WORDS.get(morpheme.form)
        if question is None or morpheme.part not in {"NP", "MM", "MAG", "NNG", "VA", "NR", "IC"}:
            continue
        following = morphemes[index + 1].form if index + 1 < len(morphemes) else ""
        if morpheme.form in {"몇", "무슨", "어느"} and following in _WHEN_UNITS:
            return Question.WHEN
        return question
    return None


def _is_proposal(morphemes: Sequence[Morpheme], ending: str) -> bool:
    forms = {morpheme.form for morpheme in morphemes}
    together = bool(forms & _TOGETHER)
    others = any(morpheme.part == "JKS" for morpheme in morphemes)
    if _PROPOSING_ENDINGS.match(ending):
        return together or not others
    # 같이 가요 proposes, 동생하고 같이 살아요 tells.
    telling = others or bool(forms & (_COMPANION | _PAST))
    return "같이" in forms and ending in {"어요", "죠", "지", "어"} and not telling


def _is_request(sentence: str, morphemes: Sequence[Morpheme], ending: str) -> bool:
    parts = [(morpheme.form, morpheme.part) for morpheme in morphemes]
    forms = {form for form, _ in parts}
    past = bool(forms & _PAST)
    if "부탁" in forms and not past:
        return True
    gives = any(
        form.endswith("주")
        and ((part == "VX" and before == "EC") or (part == "VV" and form != "주"))
        for (_, before), (form, part) in pairwise([("", ""), *parts])
    )
    if gives:
        return not past and not _subject_is_other(morphemes)
    if ("주", "VV") in parts and _GIVE_ME.search(sentence.rstrip(" .!~?")):
        return True
    asks = "?" in sentence
    return not asks and bool(_ORDERING_ENDINGS.match(ending)) and any(p == "VV" for _, p in parts)


def _subject_is_other(morphemes: Sequence[Morpheme]) -> bool:
    """Tell whether someone else gives: 엄마가 사 줘요 is a statement."""
    return any(morpheme.part == "JKS" for morpheme in morphemes)


def _names_something(morphemes: Sequence[Morpheme]) -> bool:
    return any(
        morpheme.part in {"NNG", "NNP"} and morpheme.form not in signs().address_nouns
        for morpheme in morphemes
        if morpheme.form not in {"최고", "짱", "대단", "친절", "역시"}
    )


def _is_introduction(morphemes: Sequence[Morpheme]) -> bool:
    """Recognise 저는 학생이에요, 제 이름은 톰이에요, 마이클이라고 합니다."""
    forms = [morpheme.form for morpheme in morphemes]
    parts = [morpheme.part for morpheme in morphemes]
    if "VCP" not in parts:
        return False
    named = "이름" in forms or {"라고", "하"} <= set(forms)
    myself = any(
        form in {"저", "나"} and after in {"JX", "JKS"}
        for form, after in zip(forms, parts[1:], strict=False)
    )
    copula = parts.index("VCP")
    noun = copula > 0 and parts[copula - 1] in _NAMED_NOUNS and "거" not in forms
    return named or (myself and noun)
