"""What a learner said: `recognise` reads a whole message."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.korean import Morpheme, analyse
from app.tutor.offline.meaning import asked_meaning
from app.tutor.offline.noun import Noun, key_noun, nouns
from app.tutor.offline.phrases import is_about_being_an_ai, set_phrase
from app.tutor.offline.safety import concern
from app.tutor.offline.said import Act, Aspect, Mood, Question, Said
from app.tutor.offline.sentence import asked, aspect, mood, negated, speech_act
from app.tutor.offline.subject import content_words, subject_of

_SENTENCE: Final = re.compile(r"[^.!?~…\n]+[.!?~…]*")
_HANGUL: Final = re.compile(r"[가-힣]")
_JAMO: Final = re.compile(r"[ㄱ-ㅎㅏ-ㅣ]")
_LATIN: Final = re.compile(r"[A-Za-zÀ-ɏЀ-ӿ぀-ヿ一-鿿]")
# 너는? 선배는요? - the question just asked, given back.
_GIVEN_BACK: Final = re.compile(
    r"^(?:(?:그럼|그러면|근데|그런데),? )?"
    r"(?:넌|[가-힣]{1,6}(?: 씨| 님)?(?:은|는|도))(?:요\??|\?)$"
)
_OPENINGS: Final = frozenset(
    {
        Act.GREETING,
        Act.MEETING,
        Act.ATTENTION,
        Act.THANKS,
        Act.APOLOGY,
        Act.CONGRATULATION,
        Act.WISH,
    }
)
_ANSWERS: Final = {Act.AGREEMENT: True, Act.REFUSAL: False}
# What carries a message most, of several sentences.
_WEIGHT: Final = {Act.QUESTION: 4, Act.REQUEST: 4, Act.PROPOSAL: 4, Act.INTRODUCTION: 3}
_CONTENT_WEIGHT: Final = 2
_SELF: Final = "self"


def recognise(text: str, scene: int | None = None) -> Said:
    """Return what was said in one message of the learner's.

    Safety goes first, whatever else is in the message; then the question whether this is an AI,
    and that after the meaning of a word. Of several sentences the last question or request
    counts, else the last with content; a greeting or thanks before it is its `opening`. Topics of
    a scene are known only in it.

    Raises:
        app.korean.analyser.AnalyserNotLoadedError: the analyser has not been loaded.

    """
    text = unicodedata.normalize("NFC", text).strip()
    danger = concern(text)
    if danger is not None:
        return Said(danger)
    if is_about_being_an_ai(text):
        return Said(Act.AI_QUESTION)
    word = asked_meaning(text)
    if word is not None:
        return Said(Act.MEANING, noun=word)
    sentences = [_sentence(piece, scene) for piece in _pieces(text)]
    if not sentences or not _HANGUL.search(text):
        return _without_syllables(text, sentences)
    return _joined(sentences)


def _pieces(text: str) -> list[str]:
    """Split into sentences, each with its closing mark."""
    return [match.group().strip() for match in _SENTENCE.finditer(text) if match.group().strip()]


def _without_syllables(text: str, sentences: Sequence[Said]) -> Said:
    if sentences and sentences[0].act is not Act.STATEMENT and _JAMO.search(text):
        return sentences[0]
    return Said(Act.NOT_KOREAN if _LATIN.search(text) else Act.UNINTELLIGIBLE)


def _sentence(sentence: str, scene: int | None) -> Said:
    phrase = set_phrase(sentence)
    if phrase is None:
        return _content(sentence, scene)
    answer = _ANSWERS.get(phrase.act)
    if not phrase.rest or phrase.act in {Act.LAUGHTER, Act.CRYING, Act.NOT_UNDERSTOOD}:
        return Said(phrase.act, answer=answer)
    rest = _sentence(phrase.rest, scene)
    if rest.act is Act.UNINTELLIGIBLE:
        return Said(phrase.act, answer=answer)
    return replace(
        rest,
        opening=phrase.act if phrase.act in _OPENINGS else rest.opening,
        answer=rest.answer if answer is None else answer,
    )


def _content(sentence: str, scene: int | None) -> Said:
    if not _HANGUL.search(sentence):
        return Said(Act.UNINTELLIGIBLE)
    morphemes = analyse(sentence)
    found = nouns(sentence, morphemes)
    subject = subject_of(sentence, morphemes, found, scene)
    topic = subject.topic
    given_back = _GIVEN_BACK.match(sentence) is not None
    act = Act.QUESTION if given_back else speech_act(sentence, morphemes)
    key = key_noun(found)
    noun = None if key is None else key.text
    if act is Act.INTRODUCTION and found:
        noun = found[-1].text
        if subject.thing is None and _is_name(morphemes, found[-1]):
            topic = _SELF
    return Said(
        act,
        _question(sentence, morphemes, given_back=given_back) if act is Act.QUESTION else None,
        topic,
        noun,
        subject.thing,
        aspect(morphemes),
        mood(morphemes),
        negated=negated(morphemes),
        words=content_words(morphemes),
        about_learner=any(morpheme.form in {"나", "저"} for morpheme in morphemes[:1]),
    )


def _question(sentence: str, morphemes: Sequence[Morpheme], *, given_back: bool) -> Question:
    if given_back:
        return Question.WHAT
    return asked(sentence, morphemes) or Question.YES_NO


def _is_name(morphemes: Sequence[Morpheme], introduced: Noun) -> bool:
    """Tell 제 이름은 톰이에요, 톰이라고 해요, 저는 톰이에요 from 저는 미국 사람이에요."""
    forms = [morpheme.form for morpheme in morphemes]
    if "이름" in forms or "라고" in forms:
        return True
    return introduced.is_proper and introduced.parts[-1] != "사람"


def _joined(sentences: Sequence[Said]) -> Said:
    """One reading of the whole message."""
    weights = [
        _WEIGHT.get(said.act, _CONTENT_WEIGHT if _has_content(said) else 0) for said in sentences
    ]
    best = max(weights)
    main_at = max(index for index, weight in enumerate(weights) if weight == best)
    main = sentences[main_at]
    opening = next(
        (
            said.opening or said.act
            for said in sentences[: main_at + 1]
            if said.opening is not None or (said.act in _OPENINGS and said.act is not main.act)
        ),
        None,
    )
    topical = next((said for said in reversed(sentences) if said.topic is not None), main)
    moods = [said.mood for said in (main, *sentences) if said.mood is not Mood.NEUTRAL]
    return replace(
        main,
        topic=main.topic or topical.topic,
        noun=main.noun or topical.noun,
        thing=main.thing or (topical.thing if main.topic in {None, topical.topic} else None),
        aspect=main.aspect if main.aspect is not Aspect.NOW else topical.aspect,
        mood=moods[0] if moods else Mood.NEUTRAL,
        opening=opening,
        words=frozenset().union(*(said.words for said in sentences)),
        answer=next((said.answer for said in sentences if said.answer is not None), None),
    )


def _has_content(said: Said) -> bool:
    return said.act in {Act.STATEMENT, Act.PRAISE, Act.AFFECTION} or said.topic is not None
