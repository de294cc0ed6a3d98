"""Rewrites the ending of one sentence: its style, its honouring, its play, or as a request."""

from dataclasses import replace

from app.korean.reading.sentences import Sentence
from app.korean.restyling.conjugation import conjugated
from app.korean.restyling.counterpart_forms import order
from app.korean.restyling.counterparts import in_style
from app.korean.restyling.honouring import honoured, humbled, unhonoured, unhumbled
from app.korean.restyling.predicate import (
    HONORIFIC_INFIX,
    CannotConjugateError,
    Predicate,
    Splice,
    predicate_of,
    splice_between,
)
from app.korean.style import Style

_REQUEST = (HONORIFIC_INFIX, ("겠", "EP"))


def rewrite_ending(
    text: str,
    sentence: Sentence,
    style: Style,
    *,
    honorific: bool | None = None,
    humble: bool | None = None,
    soberly: bool = False,
    strictly: bool = False,
    aloud: bool = False,
) -> Splice | None:
    """Return the change that makes the sentence's ending `style`; None where nothing changes.

    `honorific` True adds -(으)시- (드시다 for 먹다), False takes it away, None leaves it; `humble`
    True gives 드리다 for 주다, False takes it away. `soberly` also takes the play out of an ending
    that already is in that style (알겠어용). `strictly` and `aloud` are as in `in_style`.
    Raises CannotConjugateError where that cannot be done without guessing.
    """
    ending = sentence.ending
    if ending is None:
        return None
    if ending.form in {"듯", "듯이"}:
        return _as_it_seems(text, sentence, style)
    if ending.sense.family == "fragment" or _is_a_bare_noun(sentence):
        return _fragment(sentence, style, strictly=strictly)
    old = predicate_of(sentence)
    new = old
    if honorific:
        new = honoured(new, sentence)
    elif honorific is False:
        new = unhonoured(new)
    if humble is not None:
        new = humbled(new) if humble else unhumbled(new, sentence)
    told = honorific is False and ending.sense.family == "command" and style is ending.sense.style
    if told and not soberly and not old.is_copula:
        # 포장되세요 told of goods is a statement, so its -세요 becomes -어요 and no command.
        return splice_between(text, old, new) if new != old else None
    if soberly or strictly or style is not ending.sense.style or new != old:
        new = in_style(new, sentence, ending, style, strictly=strictly, aloud=aloud)
    if new == old and not soberly:
        return None
    return splice_between(text, old, new)


def _is_a_bare_noun(sentence: Sentence) -> bool:
    """Whether 요 hangs on a noun without 이다, whatever style it was taken for: 저는 커피요."""
    ending = sentence.ending
    if ending is None or ending.form != "요" or ending.last < 1:
        return False
    return sentence.morphemes[ending.last - 1].part.startswith("N")


def _fragment(sentence: Sentence, style: Style, *, strictly: bool) -> Splice | None:
    """Take 요 from what has no predicate (진짜요?), or write 입니까 for it (진짜입니까?)."""
    ending = sentence.ending
    if ending is None:
        return None
    particle, before = sentence.morphemes[ending.last], sentence.morphemes[ending.last - 1]
    if not style.polite:
        return Splice(particle.start, particle.end, "")
    if style is Style.HAEYO or not strictly:
        return None
    if not before.part.startswith("N") and before.form not in {"진짜", "정말"}:
        raise CannotConjugateError(f"{before.form}요 has no predicate")
    return Splice(particle.start, particle.end, "입니까" if sentence.asks else "입니다")


def _as_it_seems(text: str, sentence: Sentence, style: Style) -> Splice | None:
    """Write -ㄹ 듯 out as -ㄹ 것 같다, which has every ending."""
    ending = sentence.ending
    if ending is None or style is Style.HAE:
        return None
    noun = sentence.morphemes[ending.last]
    form = {Style.HAPSYO: "습니다", Style.HAEYO: "어요", Style.HAERA: "다"}.get(style)
    if form is None:
        raise CannotConjugateError(f"-ㄹ 듯 has no counterpart in {style}")
    glued = text[noun.start - 1 : noun.start].strip()
    written = conjugated((("것", "NNB"), ("같", "VA"), (form, "EF")))
    return Splice(noun.start, noun.end, (" " if glued else "") + written)


def rewrite_as_request(text: str, sentence: Sentence, style: Style | None = None) -> Splice | None:
    """Return the change that turns a command into -아/어 주시겠어요: 보내세요, 보내 주시겠어요.

    With a polite `style` it stays an order, of that style: 보내, 보내 주십시오 or 보내 주세요.
    Raises CannotConjugateError where the predicate cannot be taken apart.
    """
    old = predicate_of(sentence)
    bare = unhonoured(old)
    if bare.stem[1] not in {"VV", "XSV"}:
        raise CannotConjugateError(f"{old.written()} is no plain command")
    new = Predicate(
        start=old.start,
        end=old.end,
        context=(*bare.context, bare.stem, ("어", "EC")),
        stem=("주", "VX"),
        infixes=_REQUEST,
        ending=(("어요", "EF"),),
        coda="",
    )
    if style is not None:
        new = order(new, style)
    splice = splice_between(text, replace(old, coda=""), new)
    if splice is None or style is not None or "?" in sentence.marks:
        return splice
    end = splice.end + (text[splice.end : splice.end + 1] in {".", "!"})
    return Splice(splice.start, end, splice.becomes + "?")
