"""Set phrases and answers: 안녕, 감사합니다, 네 and 응, ㅇㅋ, and what is said to whom."""

import re

from app.korean.judging.message import Finding, Message
from app.korean.relation import Situation
from app.korean.restyling.responses import Response, find_responses
from app.korean.restyling.set_phrases import PhraseFound, SetPhrase
from app.korean.style import Style

_BARE_WORDS = {"아니": "아니요", "왜": "왜요", "뭐": "네", "그래": "그래요"}
_PLAYFUL_YES = frozenset({"넹", "넴", "녱", "넹넹"})
_WARMER = {"고맙습니다": "감사합니다", "미안합니다": "죄송합니다", "축하합니다": "축하드립니다"}
_CONGRATULATIONS = frozenset({"congratulations"})
_LIGHT_ANSWERS = frozenset(
    {"understood", "understood_plain", "thanks_plain", "sorry_plain", "thanks", "sorry"}
)
_HANGUL = re.compile(r"[가-힣]")
_ANSWER = re.compile(r"(?P<yes>네|넵|예|넹)[\s.!~]*")
_SAID_AGAIN = {
    "네": ("네", "넵", "예,", "예 "),
    "아니요": ("아니요", "아니에요", "아닙니다", "아뇨"),
    "감사합니다": ("감사", "고맙", "고마"),
    "죄송합니다": ("죄송", "미안"),
    "안녕하세요": ("안녕",),
}
_YES_AND_AGAIN = re.compile(
    r"(?:^|(?<=[\s,]))(?:네|넵|예|넹)(?P<again>[ ,~!]+(?:ㅇㅇ|ㅇㅋ))(?![ㄱ-ㅎ])"
)
_WRITTEN_OUT = {"ㄱㅅ": "감사", "ㅈㅅ": "죄송", "ㅊㅋ": "축하", "ㅅㄱ": "수고"}
_ABBREVIATED = re.compile(r"(?<![ㄱ-ㅎ])(?:ㄱㅅ|ㅈㅅ|ㅊㅋ|ㅅㄱ)(?=\s?(?:합|해|드|하|했))")


def phrase_findings(message: Message) -> list[Finding]:
    """Find set phrases and answers in a style that is not spoken to the listener."""
    found = [one for phrase in message.phrases for one in _phrase(message, phrase)]
    found += _responses(message) + _bare_words(message) + _calls(message)
    return found + _abbreviated_verbs(message)


def _phrase(message: Message, found: PhraseFound) -> list[Finding]:
    phrase, target = found.phrase, message.relation.target
    if phrase.always_right:
        return []
    if target.polite:
        return _toward_a_polite_target(message, found)
    becomes = phrase.in_style(Style.HAE)
    if not found.style.polite or message.text[found.start : found.end] == becomes:
        return []
    if phrase.stiff and found.style is Style.HAPSYO:
        return [_finding(Situation.STIFF_GREETING, "stiff-greeting", found, becomes)]
    if message.laughing and found.style is Style.HAPSYO:
        return []
    if found.style is Style.HAEYO and phrase.name in {"thanks_plain", "sorry_plain"}:
        return [_finding(Situation.POLITE_AFFECTION, "polite-set-phrase", found, becomes)]
    return [_finding(Situation.POLITE_SET_PHRASE, "polite-set-phrase", found, becomes)]


def _toward_a_polite_target(message: Message, found: PhraseFound) -> list[Finding]:
    phrase, target = found.phrase, message.relation.target
    if found.style is Style.HAE:
        alone = not any(
            one.ending is not None and one.ending.sense.style.polite for one in message.sentences
        )
        situation = Situation.PLAIN_THROUGHOUT if alone else Situation.PLAIN_MIXED
        return [_finding(situation, "plain-greeting", found, _politely(message, phrase))]
    if phrase.stiff and found.style is Style.HAPSYO and target is Style.HAEYO:
        becomes = "안녕하세요" if phrase.name == "greeting" else "만나서 반가워요"
        return [_finding(Situation.STIFF_GREETING, "stiff-greeting", found, becomes)]
    if found.style is Style.HAEYO and phrase.name in _LIGHT_ANSWERS | _CONGRATULATIONS:
        becomes = phrase.in_style(Style.HAPSYO)
        becomes = _WARMER.get(becomes, becomes)
        light = phrase.name in _LIGHT_ANSWERS
        if light and message.relation.degree(Situation.LIGHT_ANSWER) is not None:
            return [_finding(Situation.LIGHT_ANSWER, "light-answer", found, becomes)]
        alone = not any(
            one.ending is not None and one.ending.sense.style is Style.HAPSYO
            for one in message.sentences
        )
        if alone and target is Style.HAPSYO:
            situation = Situation.POLITE_STATEMENT_ALONE
            return [_finding(situation, "polite-to-formal", found, becomes)]
    return []


def _politely(message: Message, phrase: SetPhrase) -> str:
    """Return what the listener is told instead of a plain phrase.

    안녕하세요 rather than 안녕하십니까: polite enough to everyone, and what people say. Thanks are
    감사합니다 to those who mind a light answer, 고마워요 to others.
    """
    target = message.relation.target
    if phrase.name == "greeting":
        return phrase.in_style(Style.HAEYO)
    if phrase.name in _LIGHT_ANSWERS and message.relation.degree(Situation.LIGHT_ANSWER):
        becomes = phrase.in_style(Style.HAPSYO)
        return _WARMER.get(becomes, becomes)
    if phrase.name == "thanks" and target is Style.HAEYO:
        return "고마워요"
    return phrase.in_style(target)


def _responses(message: Message) -> list[Finding]:
    """Answers that stand first in a sentence: 응, 네, ㅇㅋ."""
    polite = message.relation.target.polite
    found: list[Finding] = []
    for one in find_responses(message.text, message.sentences):
        if polite and one.origin == "abbreviation":
            situation, rule = Situation.CHAT_ABBREVIATION, "chat-abbreviation"
        elif polite and message.text[one.start : one.end] in _PLAYFUL_YES:
            situation, rule = Situation.PLAYFUL_POLITE, "playful-polite"
            found.append(Finding(situation, rule, one.start, one.end, "네"))
            continue
        elif polite and message.text[one.start : one.end] == "아니":
            continue  # also how one begins; alone it is a bare word
        elif polite and one.origin == "plain":
            situation, rule = Situation.PLAIN_MIXED, "plain-yes"
        elif not polite and one.origin == "polite" and not message.laughing:
            situation, rule = Situation.POLITE_YES, "polite-yes"
        else:
            continue
        end, becomes = one.end, one.becomes
        if one.origin == "abbreviation":
            end, becomes = _beside_what_follows(message, one)
        found.append(Finding(situation, rule, one.start, end, becomes))
    return found + _doubled_yes(message)


def _beside_what_follows(message: Message, one: Response) -> tuple[int, str]:
    """Return where an abbreviation ends and what takes its place before what is said next.

    ㅇㅋ 알겠습니다 says it twice; 네, 바로 할게요 needs no 알겠습니다 either.
    """
    text = message.text
    rest = text[one.end :].lstrip(" ,~!.ㅋㅎ")
    at = len(text) - len(rest)
    if not rest or rest[0] == "\n" or _HANGUL.match(rest) is None:
        return one.end, one.becomes
    answer = _ANSWER.fullmatch(rest)
    if one.becomes.startswith("네, ") and answer:
        return at + answer.end("yes"), one.becomes
    if rest.startswith(_SAID_AGAIN.get(one.becomes, ("\0",))):
        return at, ""
    if one.becomes.startswith("네, "):
        return one.end, "네" + ("," if text[one.end] == " " else "")
    return one.end, one.becomes


def _doubled_yes(message: Message) -> list[Finding]:
    """넵 ㅇㅇ: the second yes goes."""
    if not message.relation.target.polite:
        return []
    situation, rule = Situation.CHAT_ABBREVIATION, "chat-abbreviation"
    return [
        Finding(situation, rule, *match.span("again"), "")
        for match in _YES_AND_AGAIN.finditer(message.text)
    ]


def _abbreviated_verbs(message: Message) -> list[Finding]:
    """ㄱㅅ합니다: the word is written out."""
    if not message.relation.target.polite:
        return []
    situation, rule = Situation.CHAT_ABBREVIATION, "chat-abbreviation"
    return [
        Finding(situation, rule, *match.span(), _WRITTEN_OUT[match.group()])
        for match in _ABBREVIATED.finditer(message.text)
    ]


def _bare_words(message: Message) -> list[Finding]:
    """아니., 왜?, 뭐?: a plain word that is the whole sentence, said to someone polite."""
    if not message.relation.target.polite:
        return []
    found: list[Finding] = []
    for sentence in message.sentences[:1]:
        first, *rest = sentence.morphemes
        if first.form in {"왜", "뭐"} and not sentence.asks:
            continue
        written = message.text[first.start : first.end]
        if written not in _BARE_WORDS or any(one.tag[0] not in "SWZ" for one in rest):
            continue
        polite = any(
            one.ending is not None and one.ending.sense.style.polite for one in message.sentences
        )
        situation = Situation.PLAIN_MIXED if polite else Situation.PLAIN_THROUGHOUT
        if polite and written == "아니":
            continue
        becomes = _BARE_WORDS[written]
        found.append(Finding(situation, "plain-yes", first.start, first.end, becomes))
    return found


def _calls(message: Message) -> list[Finding]:
    """야, 어디야?: 야 calls a friend; before polite speech it may only be surprise (야 진짜요?)."""
    if not message.relation.target.polite or not message.sentences:
        return []
    first = message.sentences[0]
    head = first.morphemes[0]
    plain = first.ending is not None and not first.ending.sense.style.polite
    if (head.form, head.tag) != ("야", "IC") or not plain:
        return []
    end = head.end
    while end < len(message.text) and message.text[end] in " ,!":
        end += 1
    if end >= first.end - len(first.marks):
        return []
    return [Finding(Situation.NEO, "plain-call", head.start, end, "")]


def _finding(situation: Situation, rule: str, found: PhraseFound, becomes: str) -> Finding:
    return Finding(situation, rule, found.start, found.end, becomes)
