"""Rewrites the ending of one sentence: its style, its honouring, its play, or as a request."""

from dataclasses import replace

from app.korean.counterparts import in_style
from app.korean.predicate import (
    HONORIFIC_INFIX,
    CannotConjugateError,
    Predicate,
    Splice,
    honoured,
    predicate_of,
    splice_between,
    unhonoured,
)
from app.korean.sentences import Sentence
from app.korean.style import Style

_REQUEST = (HONORIFIC_INFIX, ("겠", "EP"))


def rewrite_ending(
    text: str,
    sentence: Sentence,
    style: Style,
    *,
    honorific: bool | None = None,
    soberly: bool = False,
) -> Splice | None:
    """Return the change that makes the sentence's ending `style`; None where nothing changes.

    `honorific` True adds -(으)시- (드시다 for 먹다), False takes it away, None leaves it. `soberly`
    also takes the play out of an ending that already is in that style (알겠어용).
    Raises CannotConjugateError where that cannot be done without guessing.
    """
    ending = sentence.ending
    if ending is None:
        return None
    if ending.sense.family == "fragment":
        particle = sentence.morphemes[ending.last]
        return None if style.polite else Splice(particle.start, particle.end, "")
    old = predicate_of(sentence)
    new = old
    if honorific:
        new = honoured(new, sentence)
    elif honorific is False:
        new = unhonoured(new)
    told = honorific is False and ending.sense.family == "command" and style is ending.sense.style
    if told and not soberly and not old.is_copula:
        # 포장되세요 told of goods is a statement, so its -세요 becomes -어요 and no command.
        return splice_between(text, old, new) if new != old else None
    if soberly or style is not ending.sense.style or new != old:
        new = in_style(new, sentence, ending, style)
    if new == old and not soberly:
        return None
    return splice_between(text, old, new)


def rewrite_as_request(text: str, sentence: Sentence) -> Splice | None:
    """Return the change that turns a command into -아/어 주시겠어요: 보내세요, 보내 주시겠어요.

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
    splice = splice_between(text, replace(old, coda=""), new)
    if splice is None or "?" in sentence.marks:
        return splice
    end = splice.end + (text[splice.end : splice.end + 1] in {".", "!"})
    return Splice(splice.start, end, splice.becomes + "?")
