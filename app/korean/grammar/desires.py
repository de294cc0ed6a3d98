"""What somebody else wants: -고 싶어 하다 (동생이 가고 싶어 해요)."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from app.korean.analysis.analyser import join
from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.grammar.nouns import nouns_in
from app.korean.patch import Change, Reason

_STATEMENTS: Final = frozenset({"어요", "습니다"})
_SPEAKERS: Final = frozenset({"나", "저", "우리", "저희"})
# Verbs whose 이/가 may be what the speaker wants: 친구가 보고 싶어요, 의사가 되고 싶어요.
_WITH_OBJECT: Final = frozenset({"보", "되", "만나", "사", "갖", "가지", "먹", "마시", "듣", "알"})
_INTRANSITIVE: Final = frozenset({"가", "오", "자", "쉬", "놀", "살", "돌아가", "돌아오", "일하"})


def desire_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find -고 싶다 said of somebody else as if it were the speaker's own wish."""
    return list(_errors(text, morphemes))


def _errors(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    for index, one in enumerate(morphemes):
        if one.form != "싶" or index + 1 >= len(morphemes) or index < 3:
            continue
        ending = morphemes[index + 1]
        asked = any(mark.form == "?" for mark in morphemes[index + 2 : index + 3])
        reported = any(
            after.tag.startswith("J") and after.start == ending.end
            for after in morphemes[index + 2 : index + 3]
        )
        if ending.form not in _STATEMENTS or asked or reported:
            continue
        if _is_somebody_elses(morphemes, index):
            said = join((("하", "VX"), ("어요" if ending.form == "어요" else "ᆸ니다", "EF")))
            reason = Reason("others-wish", Degree.WRONG)
            yield Change(one.start, ending.end, "싶어 " + said, (reason,))


def _is_somebody_elses(morphemes: tuple[Morpheme, ...], wish: int) -> bool:
    """Whether the clause's subject is a third person, beyond doubt."""
    clause = [one for one in morphemes[:wish] if one.sentence == morphemes[wish].sentence]
    if any(
        one.tag == "NP" and one.form in _SPEAKERS and following.tag != "JKG"
        for one, following in pairwise(clause)
    ):
        return False
    verb = morphemes[wish - 2]
    subjects = [
        at
        for at, one in enumerate(clause)
        if one.tag == "JKS" or (one.tag == "JX" and one.form in {"은", "는"})
    ]
    if len(subjects) != 1 or subjects[0] == 0:
        return False
    noun, particle = clause[subjects[0] - 1], clause[subjects[0]]
    if noun.form not in nouns_in("third") or noun.part not in {"NNG", "NP", "NNB", "XSN"}:
        return False
    between = clause[subjects[0] + 1 :]
    has_object = any(one.tag in {"JKO", "JKC"} for one in between)
    if any(one.tag in {"EC", "ETM"} for one in between[:-1]):
        return False
    if has_object:
        return True
    return verb.form in _INTRANSITIVE or (particle.tag == "JX" and verb.form not in _WITH_OBJECT)
