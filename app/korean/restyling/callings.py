"""How one calls the listener: 야 and 너 go from polite speech, 민수야 is 민수 씨 there."""

from app.korean.analysis.morpheme import Morpheme
from app.korean.particles import with_particle
from app.korean.restyling.left_out import can_go, owns_what_is_asked_for
from app.korean.restyling.predicate import Splice

_NAME_TAGS = frozenset({"NNP"})


def calling_changes(
    text: str, morphemes: tuple[Morpheme, ...], *, polite: bool
) -> tuple[tuple[Splice, str], ...]:
    """Return the changes of what calls or names the listener, each with its rule.

    A pronoun goes only where the sentence stays whole without it: 너 뭐 해?, not 너를 봐.
    """
    found: list[tuple[Splice, str]] = []
    for index, one in enumerate(morphemes):
        if polite and _is_a_rude_call(morphemes, index):
            found.append((_removed(text, morphemes, index), "restyle-calling"))
        elif polite and _calls_by_name(morphemes, index):
            found.append((Splice(one.start, one.end, " 씨"), "restyle-calling"))
        elif polite and [each.form for each in morphemes[index : index + 3]] == ["얘", "들", "아"]:
            everyone = Splice(one.start, morphemes[index + 2].end, "여러분")
            found.append((everyone, "restyle-calling"))
        elif polite and (can_go(morphemes, index) or owns_what_is_asked_for(morphemes, index)):
            found.append((_removed(text, morphemes, index), "restyle-listener"))
        elif not polite and _calls_politely(morphemes, index):
            name = morphemes[index - 1]
            called = with_particle(name.form, "아")
            found.append((Splice(name.start, one.end, called), "restyle-calling"))
    return tuple(found)


def _starts_its_sentence(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    before = morphemes[index - 1] if index else None
    one = morphemes[index]
    return before is None or before.tag in {"SF", "SW"} or before.sentence != one.sentence


def _is_a_rude_call(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    one = morphemes[index]
    if one.tag != "IC" or one.form not in {"야", "얘"}:
        return False
    return _starts_its_sentence(morphemes, index) and index + 1 < len(morphemes)


def _calls_by_name(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 아 or 야 calls someone by name: 지수야, 민지야 어디야."""
    one = morphemes[index]
    if one.form not in {"아", "야"} or one.tag not in {"JKV", "JX"} or index == 0:
        return False
    if morphemes[index - 1].tag not in _NAME_TAGS:
        return False
    return one.tag == "JKV" or index == 1


def _calls_politely(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 씨 ends a calling (민수 씨, 뭐 해요?)."""
    one = morphemes[index]
    if one.form != "씨" or one.part not in {"NNB", "XSN"} or index == 0:
        return False
    if morphemes[index - 1].tag not in _NAME_TAGS or index + 1 >= len(morphemes):
        return False
    head = all(
        each.tag in {"IC", "SP", "NNP"}
        for each in morphemes[:index]
        if (each.sentence == one.sentence)
    )
    return head and morphemes[index + 1].tag in {"SP", "SF"}


def _removed(text: str, morphemes: tuple[Morpheme, ...], index: int) -> Splice:
    """Take a word out with its particle, the comma and the space after it."""
    one = morphemes[index]
    end = one.end
    following = morphemes[index + 1] if index + 1 < len(morphemes) else None
    if following is not None and following.start <= one.end and following.tag.startswith("J"):
        end = max(end, following.end)
    while end < len(text) and text[end] in ",~!":
        end += 1
    while end < len(text) and text[end] == " ":
        end += 1
    return Splice(one.start, end, "")
