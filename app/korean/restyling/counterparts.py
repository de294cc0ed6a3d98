"""Which ending says in one style what another says in its own: 먹어, 먹어요, 먹습니다."""

from dataclasses import replace
from itertools import pairwise

from app.korean.analysis.word_classes import words_in
from app.korean.reading.bidding import Bidding, bidding
from app.korean.reading.notes import reports
from app.korean.reading.sentences import Ending, Sentence
from app.korean.reading.speech_acts import (
    agrees_to_meet,
    asks,
    commands,
    invites,
    promises,
    proposes,
    wonders,
)
from app.korean.reading.unmarked_questions import Asking, unmarked_question
from app.korean.restyling.counterpart_forms import (
    ended,
    has_row,
    in_family,
    order,
    proposal,
    revealed,
    statement,
)
from app.korean.restyling.honouring import honoured, unhonoured
from app.korean.restyling.predicate import (
    CannotConjugateError,
    Predicate,
    predicate_of,
)
from app.korean.style import Style

__all__ = ["asks", "commands", "in_style"]

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
    if predicate.stem[0] == "달" and ending.form == "오":
        # 다오 is all that 달다 has left for "give me"; the rest is 주다.
        return order(replace(predicate, stem=("주", predicate.stem[1])), style)
    question = unmarked_question(sentence) is Asking.ASKS
    if family == "command" and (question or not commands(sentence, predicate)):
        return statement(revealed(predicate), sentence, style, question=question)
    if family == "proposal" or proposes(sentence, predicate):
        return _proposed(predicate, sentence, style, strictly=strictly)
    if _directs(sentence, family, style):
        return order(predicate, style)
    if family in {"recollection", "telling"}:
        _refuse_what_another_says(predicate, sentence, ending)
    if (done := _by_what_it_does(predicate, sentence, style, aloud=aloud)) is not None:
        return done
    if family in _PLAIN_STATEMENTS or (family == "question" and style is not Style.HAEYO):
        return statement(revealed(predicate), sentence, style, question=question)
    if family == "clipped":
        return _unclipped(predicate, sentence, style, question=question)
    if strictly and style is Style.HAPSYO and (plain := _strictly(predicate, sentence, ending)):
        return plain
    return _of_family(predicate, sentence, ending, style, question=question)


def _refuse_what_another_says(predicate: Predicate, sentence: Sentence, ending: Ending) -> None:
    asked = asks(sentence) or _has_a_question_word(sentence)
    if ending.form.endswith("더라") and asked:
        raise CannotConjugateError("one asks oneself with -더라")
    if ending.form.endswith("란다") and not predicate.is_copula:
        raise CannotConjugateError(f"{ending.form} is told by someone else")


def _by_what_it_does(
    predicate: Predicate, sentence: Sentence, style: Style, *, aloud: bool
) -> Predicate | None:
    """Return what promises, parts until one meets, wonders or asks oneself; None for the rest."""
    ending = sentence.ending
    if style is not Style.HAPSYO and promises(predicate, sentence):
        bare = replace(predicate, infixes=predicate.infixes[:-1])
        return in_family(bare, sentence, "promise", style)
    if style in {Style.HAEYO, Style.HAE} and wonders(predicate, sentence, aloud=aloud):
        return in_family(predicate, sentence, "observation", style)
    if ending is not None and style in {Style.HAEYO, Style.HAE} and _asks_oneself(ending):
        return ended(predicate, ending.form + ("요" if style.polite else ""))
    if _is_ones_own(predicate, sentence, style):
        return statement(predicate, sentence, style, question=False)
    return _appointed(predicate, sentence, style)


def _proposed(
    predicate: Predicate, sentence: Sentence, style: Style, *, strictly: bool
) -> Predicate:
    """Return the proposal; strictly, 해체 has no -자 of its own: 같이 가, but not 시작해."""
    if not strictly or style is not Style.HAE:
        return proposal(predicate, style)
    if not any(one.form in {"같이", "함께", "우리"} for one in sentence.morphemes):
        raise CannotConjugateError("-자 belongs to another style")
    return ended(unhonoured(predicate), "어")


def _directs(sentence: Sentence, family: str, style: Style) -> bool:
    """Whether a sentence asks the listener to do something, by -시죠 too.

    In 해요체 an order in -아요 may stay one; what is asked for with 주다 becomes -아 주세요.
    """
    if unmarked_question(sentence) is Asking.ASKS:
        return False
    said = predicate_of(sentence)
    if family == "command" or invites(sentence):
        return True
    if said.stem == ("말", "VX") and not said.infixes and style is not Style.HAO:
        return True  # 떠나지 마오.
    if family != "statement":
        return False
    if commands(sentence, said):
        return True
    if bidding(sentence, said) is not Bidding.BIDS:
        return False
    return style not in {Style.HAEYO, Style.HAE} or said.stem[0] == "주"


def _asks_oneself(ending: Ending) -> bool:
    """Whether -나 or -던가 wonders aloud, which -나요, -던가요 keep."""
    return ending.form == "던가" or (ending.form == "나" and ending.sense.style is Style.HAE)


def _appointed(predicate: Predicate, sentence: Sentence, style: Style) -> Predicate | None:
    """Return 봬요, 뵙겠습니다, 보자 for 봐 that parts until one meets; None where it does not."""
    if not agrees_to_meet(sentence, predicate):
        return None
    if style is Style.HAERA:
        return proposal(predicate, style)
    if not style.polite:
        return None
    if style is Style.HAEYO:
        return ended(replace(predicate, stem=("뵈", "VV")), "어요")
    meeting = replace(predicate, stem=("뵙", "VV-R"), infixes=(("겠", "EP"),))
    return ended(meeting, "습니다")


def _has_a_question_word(sentence: Sentence) -> bool:
    asking = words_in("question-word")
    return any(one.form in asking and one.tag != "IC" for one in sentence.morphemes)


def _asked_why(predicate: Predicate, sentence: Sentence, style: Style) -> Predicate:
    """Read 왜 그래 as 그러다, not 그렇다; only in 해 and 해요 are they written alike."""
    if predicate.stem[0] not in _LIKE_THIS or style in {Style.HAE, Style.HAEYO}:
        return predicate
    forms = {one.form for one in sentence.morphemes}
    if "왜" in forms or {"누구", "가"} <= forms:
        return replace(predicate, stem=(_LIKE_THIS[predicate.stem[0]], "VV"))
    return predicate


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
    if reports(sentence):
        predicate = replace(predicate, infixes=(*predicate.infixes, ("었", "EP")))
    return statement(predicate, sentence, style, question=question)


def _of_family(
    predicate: Predicate, sentence: Sentence, ending: Ending, style: Style, *, question: bool
) -> Predicate:
    family, form = ending.sense.family, _HEARSAY.get(ending.form, ending.form)
    bare = _without_politeness(form)
    if family == "exclamation" and bare.endswith(("구나", "군")):
        return _exclaimed(predicate, sentence, bare, style)
    if family == "intention" and question:
        if style is Style.HAPSYO and not any(one.form == "너" for one in sentence.morphemes):
            predicate = honoured(predicate, sentence)
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
    if family in {"tag", "obligation"} and bare.endswith("지"):
        return ended(predicate, bare[:-1] + "죠")
    if "".join(piece for piece, _ in predicate.ending) == bare:
        return replace(predicate, ending=(*predicate.ending, ("요", "JX")))
    return ended(predicate, bare + "요")


def _is_ones_own(predicate: Predicate, sentence: Sentence, style: Style) -> bool:
    """Whether -겠네 tells what the speaker feels or will do: 죽겠네, 내가 하겠네."""
    ending = sentence.ending
    if ending is None or ending.form != "네" or predicate.infixes[-1:] != (("겠", "EP"),):
        return False
    if predicate.stem[0] in {"죽", "미치"} and style is Style.HAERA:
        return True
    mine = any(
        noun.part == "NP" and noun.form in words_in("speaker") and particle.tag in {"JKS", "JX"}
        for noun, particle in pairwise(sentence.morphemes)
    )
    return mine and predicate.stem[0] in words_in("willed-verb") | {"하"}


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
