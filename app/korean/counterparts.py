"""Which ending says in one style what another says in its own: 먹어, 먹어요, 먹습니다."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from app.korean.clauses import last_clause, last_clause_has_subject
from app.korean.counterpart_forms import (
    acts_now,
    ended,
    has_row,
    in_family,
    order,
    proposal,
    revealed,
    statement,
)
from app.korean.honouring import unhonoured
from app.korean.morpheme import Morpheme
from app.korean.predicate import HONORIFIC_INFIX, CannotConjugateError, Predicate
from app.korean.sentences import Ending, Sentence
from app.korean.style import Style
from app.korean.word_classes import words_in

_NO_COUNTERPART = frozenset({"lament", "ceremonial", "contrast"})
_PLAIN_STATEMENTS = frozenset({"statement", "copula", "asking", "telling"})
# What -네요, -군요, -죠 say has no 합쇼체 of its own; strictly it becomes a bare statement.
_STRICTLY_STATED = frozenset({"observation", "exclamation", "tag", "question"})
_HEARSAY = {
    "답니다": "대요",
    "ᆫ답니다": "ᆫ대요",
    "는답니다": "는대요",
    "랍니다": "래요",
    "답니까": "대요",
    "ᆫ답니까": "ᆫ대요",
    "는답니까": "는대요",
    "랍니까": "래요",
    "다냐": "대",
    "ᆫ다냐": "ᆫ대",
    "대니": "대",
    "래디": "래",
}
_TOLD = {"대": "단다", "ᆫ대": "ᆫ단다", "는대": "는단다", "래": "란다", "으래": "으란다"}
_REPORTED = {"대": "답니다", "ᆫ대": "ᆫ답니다", "는대": "는답니다", "래": "랍니다", "으래": "으랍니다"}
_LIKE_THIS = {"그렇": "그러", "이렇": "이러", "저렇": "저러"}
_POLITE_TAILS = (("죠", "지"), ("쥬", "지"), ("뇨", "니"), ("요", ""), ("여", ""), ("유", ""))
_QUESTION_ENDINGS = frozenset(
    {"습니까", "ᆸ니까", "나요", "ᆫ가요", "은가요", "니", "냐", "느냐", "으냐"}
)
# 같이 해 봐요 proposes.
_TOGETHER = frozenset({"같이", "함께", "우리"})
_REQUESTING_STEMS = frozenset({"주", "말", "보"})


def asks(sentence: Sentence) -> bool:
    """Whether a sentence is a question: by its mark, its ending, or a question word in it."""
    ending = sentence.ending
    if sentence.asks or (ending is not None and ending.form in _QUESTION_ENDINGS):
        return True
    return "." not in sentence.marks and any(
        one.form in words_in("question-word") and one.part in {"NP", "MM", "MAG", "VA", "NNG"}
        for one in sentence.morphemes
    )


def commands(sentence: Sentence, predicate: Predicate) -> bool:
    """Whether the sentence tells the listener to do something, as far as that is sure."""
    ending = sentence.ending
    if ending is None or asks(sentence) or predicate.is_copula:
        return False
    if predicate.stem[0] == "말" and ending.sense.family == "command":
        return True
    subject = last_clause_has_subject(sentence)
    if ending.sense.family == "command":
        return not (subject and ending.form.endswith("요"))
    if ending.form not in {"어", "어요"} or any(
        one != HONORIFIC_INFIX for one in predicate.infixes
    ):
        return False
    clause = last_clause(sentence)
    if any(one.form in _TOGETHER for one in sentence.morphemes):
        return False
    if subject or any(one.part == "NP" and one.form in words_in("speaker") for one in clause):
        return predicate.stem == ("도와주", "VV")
    if predicate.stem in {("도와주", "VV"), ("주", "VV")}:
        return True
    if predicate.stem[1] == "VX":
        return predicate.stem[0] in _REQUESTING_STEMS
    acts = predicate.stem[1].partition("-")[0] in {"VV", "XSV"}
    return acts and (_urges(clause) or wishes_well(sentence, predicate))


def wishes_well(sentence: Sentence, predicate: Predicate) -> bool:
    """Whether a sentence is what one says at parting: 잘 자, 푹 쉬어요, 조심히 가요."""
    words = words_in("well-wish")
    return any(f"{one.form} {predicate.stem[0]}" in words for one in sentence.morphemes)


def _urges(clause: Sequence[Morpheme]) -> bool:
    """Whether an adverb says that the listener is to act: 빨리, 어서, 잠깐만 (기다려요)."""
    return any(
        (one.form in words_in("urging") and one.tag in {"MAG", "NNG", "NNB"})
        or (one.form in words_in("moment") and following.form == "만")
        for one, following in pairwise(clause)
    )


def proposes(sentence: Sentence, predicate: Predicate) -> bool:
    """Whether -어요 or -시죠 proposes to do it together: 우리 같이 가요, as far as that is sure.

    친구랑 같이 살아요 tells what is; who does it, or a habit, must not be named.
    """
    ending = sentence.ending
    if (
        ending is None
        or asks(sentence)
        or predicate.stem[1].partition("-")[0]
        not in {
            "VV",
            "XSV",
            "VX",
        }
    ):
        return False
    invites = ending.form in {"죠", "지요"} and predicate.honours
    if not invites and (ending.form not in {"어요", "어", "ᆸ시다"} or predicate.infixes):
        return False
    together = any(
        (one.form in {"같이", "함께"} and one.tag == "MAG") or one.form == "우리"
        for one in sentence.morphemes
    )
    told = any(
        one.tag in {"JC", "JKS"}
        or (one.tag == "JKB" and one.form in {"랑", "이랑", "하고", "과", "와"})
        or (one.tag == "JX" and one.form in {"은", "는", "ᆫ", "도"})
        or one.form in words_in("habit")
        for one in sentence.morphemes
    )
    return together and not told and predicate.stem[0] not in words_in("lasting-verb")


def in_style(
    predicate: Predicate,
    sentence: Sentence,
    ending: Ending,
    style: Style,
    *,
    strictly: bool = False,
    aloud: bool = False,
) -> Predicate:
    """Return the predicate with the ending that `style` has for what `ending` says.

    -(으)시- stays. 합쇼체 keeps -네요, -죠, -거든요 among its own, and 해체 -자, as people do;
    `strictly` gives what belongs to that style alone. `aloud`: the sentence stands in a
    conversation, where -다 of an adjective is wonder (멋있다, 멋있네요), not narration.
    Raises CannotConjugateError for endings without a counterpart.
    """
    family = ending.sense.family
    predicate = _asked_why(predicate, sentence, style)
    if style is Style.NONE or family in _NO_COUNTERPART:
        raise CannotConjugateError(f"{ending.form} has no counterpart in {style}")
    question = asks(sentence)
    if family == "command" and not commands(sentence, predicate):
        return statement(revealed(predicate), sentence, style, question=question)
    if family == "command" or (family == "statement" and commands(sentence, predicate)):
        return order(predicate, style)
    if family == "proposal" or proposes(sentence, predicate):
        return _proposed(predicate, sentence, style, strictly=strictly)
    if family == "telling" and not predicate.is_copula and ending.form.endswith("란다"):
        raise CannotConjugateError(f"{ending.form} is told by someone else")
    if style is not Style.HAPSYO and _promises(predicate, sentence):
        return in_family(
            replace(predicate, infixes=predicate.infixes[:-1]), sentence, "promise", style
        )
    if style in {Style.HAEYO, Style.HAE} and _wonders(predicate, sentence, aloud=aloud):
        return in_family(predicate, sentence, "observation", style)
    if family in _PLAIN_STATEMENTS or (family == "question" and style is not Style.HAEYO):
        return statement(revealed(predicate), sentence, style, question=question)
    if family == "clipped":
        return _unclipped(predicate, sentence, style, question=question)
    if strictly and style is Style.HAPSYO and (plain := _strictly(predicate, sentence, ending)):
        return plain
    return _of_family(predicate, sentence, ending, style, question=question)


def _asked_why(predicate: Predicate, sentence: Sentence, style: Style) -> Predicate:
    """Read 왜 그래 as 그러다, not 그렇다; only in 해 and 해요 are they written alike."""
    if predicate.stem[0] not in _LIKE_THIS or style in {Style.HAE, Style.HAEYO}:
        return predicate
    forms = {one.form for one in sentence.morphemes}
    if "왜" in forms or {"누구", "가"} <= forms:
        return replace(predicate, stem=(_LIKE_THIS[predicate.stem[0]], "VV"))
    return predicate


def _promises(predicate: Predicate, sentence: Sentence) -> bool:
    """Whether -겠습니다 says what the speaker will do: 처리하겠습니다, 처리할게요."""
    ending = sentence.ending
    if ending is None or ending.form != "습니다" or predicate.infixes != (("겠", "EP"),):
        return False
    if predicate.stem[1].partition("-")[0] not in {"VV", "XSV", "VX"} or asks(sentence):
        return False
    if predicate.stem[0] in words_in("unwilled-verb"):
        return False
    if predicate.stem[0] == "드리" and not any(one.tag == "JKS" for one in sentence.morphemes):
        return True
    subjects = [
        noun.form
        for noun, particle in pairwise(sentence.morphemes)
        if particle.tag == "JKS" or (particle.tag == "JX" and particle.form in {"은", "는", "ᆫ"})
    ]
    return all(one in words_in("speaker", "time") for one in subjects)


def _wonders(predicate: Predicate, sentence: Sentence, *, aloud: bool) -> bool:
    """Whether -다 is an exclamation over what one sees now: 멋있다!, 좋겠다, 다행이다."""
    ending = sentence.ending
    if ending is None or ending.form != "다" or asks(sentence):
        return False
    if acts_now(predicate, sentence) or predicate.stem[0] in {"같", "싶", "맞"}:
        return False
    if predicate.infixes and predicate.infixes[-1][0] != "겠":
        return False
    if any(one.part == "NP" and one.form in {"나", "내", "저", "제"} for one in sentence.morphemes):
        return False
    moved = any(one.form in words_in("wonder") for one in sentence.morphemes)
    return aloud or "!" in sentence.marks or moved or predicate.infixes == (("겠", "EP"),)


def _proposed(
    predicate: Predicate, sentence: Sentence, style: Style, *, strictly: bool
) -> Predicate:
    """Return the proposal; strictly, 해체 has no -자 of its own: 같이 가, but not 시작해."""
    if not strictly or style is not Style.HAE:
        return proposal(predicate, style)
    if not any(one.form in {"같이", "함께", "우리"} for one in sentence.morphemes):
        raise CannotConjugateError("-자 belongs to another style")
    return ended(unhonoured(predicate), "어")


def _strictly(predicate: Predicate, sentence: Sentence, ending: Ending) -> Predicate | None:
    family = ending.sense.family
    bare = _without_politeness(ending.form)
    if family in _STRICTLY_STATED and bare[0] not in "다란는ᆫ더":
        return statement(predicate, sentence, Style.HAPSYO, question=asks(sentence))
    if family == "observation" or (family == "exclamation" and bare in {"는군", "는구나"}):
        return statement(predicate, sentence, Style.HAPSYO, question=asks(sentence))
    if bare in {"ᆯ까", "을까"} and predicate.stem[0] == "되" and asks(sentence):
        return replace(predicate, infixes=(("겠", "EP"),), ending=(("습니까", "EF"),))
    if bare == "잖아":
        return ended(predicate, "잖습니까")
    if family == "hearsay" and bare in _REPORTED:
        form = _REPORTED[bare]
        return ended(predicate, form[:-1] + "까" if asks(sentence) else form)
    if family == "purpose" or bare in {"어야지", "아야지", "야지"}:
        infix = "려고" if family == "purpose" else "어야"
        return replace(predicate, ending=((infix, "EC"), ("하", "VX"), ("습니다", "EF")))
    return None


def _unclipped(
    predicate: Predicate, sentence: Sentence, style: Style, *, question: bool
) -> Predicate:
    ending = sentence.ending
    if ending is not None and ending.form in {"ᆯ", "을"}:
        family = "intention-question" if question else "intention"
        return in_family(predicate, sentence, family, style)
    return statement(predicate, sentence, style, question=question)


def _of_family(
    predicate: Predicate, sentence: Sentence, ending: Ending, style: Style, *, question: bool
) -> Predicate:
    family, form = ending.sense.family, _HEARSAY.get(ending.form, ending.form)
    bare = _without_politeness(form)
    if family == "exclamation" and bare.endswith(("구나", "군")):
        return _exclaimed(predicate, sentence, bare, style)
    if family == "intention" and question:
        if style is Style.HAPSYO and not predicate.honours:
            predicate = replace(predicate, infixes=(HONORIFIC_INFIX, *predicate.infixes))
        return in_family(predicate, sentence, "intention-question", style)
    if has_row(family) and bare[0] not in "다라래대는ᆫ" and not bare.endswith("니까"):
        return in_family(predicate, sentence, family, style)
    if family == "hearsay" and style is Style.HAERA and bare in _TOLD:
        return ended(predicate, _TOLD[bare])
    if style not in {Style.HAPSYO, Style.HAEYO, Style.HAE}:
        raise CannotConjugateError(f"{form} has no counterpart in {style}")
    if ending.sense.style is Style.HAPSYO and form.endswith(("니다", "니까")):
        raise CannotConjugateError(f"{form} has no counterpart in {style}")
    if family == "recollection" and bare.endswith("더라"):
        bare += "고"
    if style is Style.HAE:
        return ended(predicate, bare)
    if bare.endswith("지"):
        return ended(predicate, bare[:-1] + "죠")
    if "".join(piece for piece, _ in predicate.ending) == bare:
        return replace(predicate, ending=(*predicate.ending, ("요", "JX")))
    return ended(predicate, bare + "요")


def _exclaimed(predicate: Predicate, sentence: Sentence, bare: str, style: Style) -> Predicate:
    """Return -구나 or -군 in the style; 해체 keeps -구나 apart from -군 only in what it says."""
    if style in {Style.HAERA, Style.HAO, Style.HAGE}:
        if bare[0] in "다더란로":
            raise CannotConjugateError(f"{bare} has no counterpart in {style}")
        return in_family(predicate, sentence, "exclamation", style)
    stem = bare.removesuffix("구나").removesuffix("군")
    return ended(predicate, stem + ("군" if style is Style.HAE else "군요"))


def _without_politeness(form: str) -> str:
    """Return an ending without 요: 네요 gives 네, 죠 gives 지."""
    for polite, plain in _POLITE_TAILS:
        if (form.endswith(polite) and form != polite) or (form in {"죠", "쥬"} and form == polite):
            return form.removesuffix(polite) + plain
    return form
