"""Which stretches of a text are not the writer's own voice: quotations and words mentioned."""

import re

from app.korean.analysis.morpheme import Morpheme

_QUOTED = re.compile(
    r"\"[^\"\n]*\"|“[^”\n]*”|‘[^’\n]*’|「[^」\n]*」|『[^』\n]*』|《[^》\n]*》|<[^>\n]*>"
    r"|(?<![\w가-힣])'[^'\n]+'|https?://\S+"
)
_RETOLD = re.compile(r"(?<=[?!.,])\s*(?:라고|이랬|이러[고는면]|이래[요서]|하[면고] |하는 것 같)")
_PARTICLE_TAGS = frozenset({"JKS", "JKC", "JKG", "JKO", "JKB", "JKQ", "JC"})
_QUOTING = frozenset({"라고", "하", "이러", "그러"})
_VERBS_OF_THINKING = frozenset(
    {"싶", "하", "그러", "이러", "보", "말", "생각", "모르", "그렇", "이렇"}
)


def quoted_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return [start, end) of every stretch in quotation marks, marks included."""
    return tuple(match.span() for match in _QUOTED.finditer(text))


def is_quoted(spans: tuple[tuple[int, int], ...], start: int, end: int) -> bool:
    """Whether [start, end) lies within one of the quoted spans."""
    return any(first <= start and end <= last for first, last in spans)


def own_voice(text: str, morphemes: tuple[Morpheme, ...]) -> tuple[Morpheme, ...]:
    """Return the morphemes that stand outside quotation marks."""
    spans = quoted_spans(text)
    return tuple(one for one in morphemes if not is_quoted(spans, one.start, one.end))


def ends_a_reported_clause(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether the final ending at `index` closes a clause that is reported, thought or named.

    `간다`라고, 가다의, 갈까 해요, 그런가 싶어요: the style of such an ending is not spoken to the
    listener.
    """
    if index + 1 == len(morphemes):
        return False
    ending, following = morphemes[index], morphemes[index + 1]
    if ending.form == "라" and index > 0 and morphemes[index - 1].part in {"VCP", "VCN"}:
        return True
    if following.tag == "SP":
        after = morphemes[index + 2 : index + 3]
        return (
            bool(after) and after[0].form in _QUOTING and after[0].part in {"VV", "VX", "EC", "JKQ"}
        )
    if following.start == ending.end:
        return following.tag in _PARTICLE_TAGS or following.form in {"라고", "라는", "란", "라며"}
    return (
        following.form in _VERBS_OF_THINKING
        and following.part in {"VV", "VX", "VA", "NNG"}
        and ending.form not in {"어요", "습니다", "ᆸ니다"}
    )


def reported_until(text: str) -> int:
    """Return where speech retold without marks ends (같이 갈래? 이랬어요); 0 without any."""
    return max((match.start() for match in _RETOLD.finditer(text)), default=0)
