"""Clauses joined: 왜냐하면 and its ending, -(으)니까 before requests, -고 and -아서."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from app.korean.analysis.analyser import join
from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.grammar.clauses import closes_its_sentence, endings_after, is_noun
from app.korean.grammar.nouns import nouns_in
from app.korean.patch import Change, Reason

_CAUSE: Final = re.compile(r"(?<![가-힣])([가-힣]+) ?때문에")
_URGES: Final = frozenset({"읍시다", "ᆸ시다", "자", "ᆸ시오", "십시오", "으십시오"})
_REQUESTS: Final = frozenset({"세요", "으세요"})
_HONOURED: Final = frozenset({"께서", "님", "할머니", "할아버지"})
_OF_THE_HONOURED: Final = frozenset({"계시", "주무시", "지내", "다니", "살"})
_CLOSING: Final = {
    "어요": "기 때문이에요",
    "습니다": "기 때문입니다",
    "ᆸ니다": "기 때문입니다",
}
_GIVEN_REASONS: Final = frozenset(
    {"때문", "거든", "니까", "으니까", "어서", "잖", "거", "것", "탓", "덕분"}
)
_WORN: Final = frozenset({"입", "신", "쓰", "끼", "매", "메"})
_CLOTHES: Final = frozenset(
    {
        "옷",
        "한복",
        "코트",
        "바지",
        "치마",
        "양복",
        "원피스",
        "신발",
        "구두",
        "운동화",
        "모자",
        "안경",
    }
)
_ON_THE_WAY: Final = frozenset(
    {"가", "오", "나가", "나오", "다니", "돌아가", "돌아오", "출근하", "출근"}
)


def reason_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find reasons said with the wrong connective, or without the ending they ask for."""
    return [
        *_before_urging(morphemes),
        *_because(text, morphemes),
        *_manner(morphemes),
        *_misread_cause(text),
        *_noun_before_cause(text, morphemes),
    ]


def _noun_before_cause(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """비가 때문에: 때문 follows its noun without a particle."""
    for noun, particle, cause in zip(morphemes, morphemes[1:], morphemes[2:], strict=False):
        if cause.form != "때문" or particle.tag not in {"JKS", "JKO", "JKG"}:
            continue
        whole = text[particle.start : particle.end] == particle.form and is_noun(noun)
        if whole and noun.end == particle.start:
            reason = Reason("noun-ttaemune", Degree.WRONG)
            yield Change(particle.start, particle.end, "", (reason,))


def _misread_cause(text: str) -> Iterator[Change]:
    """아파 때문에: some adjectives with -어 look like nouns to the analyser."""
    for match in _CAUSE.finditer(text):
        stem = _adjectives_with_eo().get(match.group(1))
        if stem is not None:
            reason = Reason("gi-ttaemune", Degree.WRONG)
            yield Change(match.start(1), match.end(1), stem + "기", (reason,))


@cache
def _adjectives_with_eo() -> dict[str, str]:
    return {
        join(((stem, "VA-I" if stem in {"무섭", "춥", "덥", "맵"} else "VA"), ("어", "EC"))): stem
        for stem in nouns_in("misread-before-cause")
    }


def _before_urging(morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """추워서 창문을 닫으세요: before a request, an order or a proposal it is -(으)니까.

    Only a quality or the weather is a cause beyond doubt; what somebody does may come first in
    time (만나서 이야기합시다).
    """
    for index, one in enumerate(morphemes[1:], start=1):
        if (one.form, one.tag) != ("어서", "EC"):
            continue
        stem = morphemes[index - 1]
        if not _is_cause(morphemes, index - 1):
            continue
        outward = stem.part == "VV" or _root(morphemes, index - 1) in nouns_in("circumstance")
        if not _urges(morphemes, index + 1, outward=outward):
            continue
        first = index - 1
        if stem.part == "XSA":
            first -= 1
        said = join((*((part.form, part.tag) for part in morphemes[first:index]), ("으니까", "EC")))
        start = morphemes[first].start
        yield Change(start, one.end, said, (Reason("nikka-before-request", Degree.WRONG),))


def _is_cause(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    stem = morphemes[index]
    if stem.part == "XSA":
        return morphemes[index - 1].form not in {"미안", "죄송", "감사", "궁금", "급"}
    if stem.part == "VA":
        return stem.form not in {"같", "고맙", "반갑", "그렇", "어떻", "이렇", "늦", "크"}
    subject = index - 2
    while subject > 0 and morphemes[subject + 1].tag == "MAG":
        subject -= 1
    weather = subject >= 0 and morphemes[subject].form in nouns_in("weather")
    return stem.form in {"오", "내리"} and weather


def _root(morphemes: tuple[Morpheme, ...], index: int) -> str:
    stem = morphemes[index]
    return morphemes[index - 1].form + stem.form if stem.part == "XSA" else stem.form


def _urges(morphemes: tuple[Morpheme, ...], start: int, *, outward: bool) -> bool:
    """Whether the sentence that goes on at `start` ends in an order or a proposal.

    -(으)세요 may as well state what somebody honoured does (바빠서 늦게 주무세요): it is an order
    with 주다 or 말다, or after an `outward` cause such as the weather.
    """
    number = morphemes[start - 1].sentence
    rest = [one for one in morphemes[start:] if one.sentence == number]
    while rest and rest[-1].tag in {"SF", "SW", "SE", "Z_CODA", "W_EMOJI"}:
        if rest.pop().form == "?":
            return False
    if len(rest) < 2 or any(
        one.tag == "EC" and one.form in {"는데", "지만", "니까"} for one in rest
    ):
        return False
    ending, verb = rest[-1], rest[-2]
    if ending.form in _URGES:
        return verb.part in {"VV", "VX", "XSV", "EP"}
    asking = verb.part == "VX" and verb.form in {"주", "말"}
    ordering = outward and verb.part in {"VV", "XSV"} and verb.form not in _OF_THE_HONOURED
    if ending.form not in _REQUESTS or not (asking or ordering):
        return False
    about_somebody = any(
        one.form in _HONOURED or one.tag == "JKS" or one.form in {"안", "못", "않", "들", "많이들"}
        for one in rest
    ) or any(one.form in _HONOURED for one in morphemes[:start])
    return not about_somebody


def _because(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """왜냐하면 배가 고파요: the sentence must end by saying that it is a reason."""
    for index, one in enumerate(morphemes):
        if one.form != "왜냐하면":
            continue
        rest = [later for later in morphemes[index:] if later.sentence == one.sentence]
        endings = [at for at, later in enumerate(rest) if later.tag == "EF"]
        if not endings or any(later.form in _GIVEN_REASONS for later in rest):
            continue
        last = rest[endings[-1]]
        asked = any(mark.form == "?" for mark in rest)
        closing = _CLOSING.get(last.form)
        before = rest[endings[-1] - 1]
        if asked or closing is None or before.part not in {"VV", "VA", "XSV", "XSA", "EP", "VX"}:
            continue
        stem = endings[-1]
        while stem > 0 and rest[stem].tag in {"EF", "EP"}:
            stem -= 1
        pairs = tuple((part.form, part.tag) for part in rest[stem : endings[-1]])
        said = join((*pairs, ("기", "ETN"))) + closing.removeprefix("기")
        yield Change(rest[stem].start, last.end, said, (Reason("waenyahamyeon", Degree.WRONG),))


def _manner(morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """버스를 타서 갔어요, 의자에 앉고 책을 읽어요: -고 goes on wearing, -아서 sits on."""
    for index, one in enumerate(morphemes[:-1]):
        if one.part != "VV" or index < 2:
            continue
        linking = morphemes[index + 1]
        noun = morphemes[index - 2].form if morphemes[index - 1].part.startswith("J") else ""
        if linking.form == "어서" and linking.tag == "EC":
            riding = one.form == "타" and noun in nouns_in("vehicle")
            wearing = one.form in _WORN and noun in _CLOTHES
            if (riding or wearing) and _goes(morphemes, index + 2):
                said = join(((one.form, one.tag), ("고", "EC")))
                rule = "tago-gada" if riding else "ipgo-gada"
                yield Change(one.start, linking.end, said, (Reason(rule, Degree.WRONG),))
        elif linking.form == "고" and linking.tag == "EC":
            seated = one.form in {"앉", "눕"} and morphemes[index - 1].form == "에"
            after = morphemes[index + 2 : index + 3]
            if seated and after and after[0].tag == "NNG":
                said = join(((one.form, one.tag), ("어서", "EC")))
                reason = Reason("anjaseo", Degree.WRONG)
                yield Change(one.start, linking.end, said, (reason,))


def _goes(morphemes: tuple[Morpheme, ...], start: int) -> bool:
    """Whether going, with at most its destination before it, is all that follows."""
    for at, one in enumerate(morphemes[start : start + 4], start=start):
        if one.form in _ON_THE_WAY and one.part in {"VV", "NNG"}:
            after = endings_after(morphemes, at)
            return one.part == "NNG" or closes_its_sentence(morphemes, after)
        if not (one.part.startswith("N") or one.tag in {"JKB", "JKO", "MAG"}):
            return False
    return False
