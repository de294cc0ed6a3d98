"""The one table of closeness: how a learner speaks to each persona, and what each slip is worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.korean.relation import Relation, Situation
from app.korean.style import Style

PERSONAS = ("friend", "honey", "sibling", "coworker", "senior", "boss", "stranger")
CLOSENESSES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Closeness:
    """What one closeness to one persona means.

    `target` is the style the learner should speak; it is chosen by the room and never changed by an
    analysis. `label_*` name the closeness in the persona's words. `speak_*` tell the learner in one
    line how to speak. `tutor_style` is the persona's own toward the learner.
    """

    persona: str
    closeness: int
    target: Style
    label_ko: str
    label_en: str
    speak_ko: str
    speak_en: str
    tutor_style: Style
    tutor_honorific: bool
    relation: Relation


S = Situation

_WRONG_TO_EVERYONE = frozenset(
    {
        S.DANGSIN,
        S.HONOURING_ONESELF,
        S.HONOURING_THINGS,
        S.INSTRUCTION_SILGEYO,
        S.GIVING_DIRECTION,
    }
)
_SUGGESTED_TO_EVERYONE = frozenset({S.HUMBLE_COUNTRY})
_PLAIN_SPEECH = frozenset(
    {
        S.PLAIN_THROUGHOUT,
        S.PLAIN_MIXED,
        S.OLD_FASHIONED,
        S.CLIPPED,
        S.CHAT_ABBREVIATION,
        S.NEO,
    }
)
_HONORIFIC_MISSING = frozenset({S.HONORIFIC_MISSING_CORE, S.HONORIFIC_MISSING})
_FORMAL = frozenset({S.FORMAL_ONCE, S.FORMAL_REPEATED, S.FORMAL_QUESTION, S.FORMAL_THROUGHOUT})
_POLITE = frozenset({S.POLITE_THROUGHOUT, S.POLITE_MIXED})
_UPWARD_WRONG = frozenset({S.PROPOSAL_UPWARD, S.NAME_SSI, S.SUPERIOR_PLAIN_ISSDA})
_UPWARD_SUGGESTED = frozenset({S.KEEP_WORKING, S.PLAIN_OBJECT_VERB, S.SUPERIOR_PLAIN})


def _relation(
    target: Style,
    *,
    wrong: frozenset[Situation] = frozenset(),
    suggested: frozenset[Situation] = frozenset(),
    address: str = "",
    honorific: bool = False,
    elder: bool = False,
) -> Relation:
    return Relation(
        target=target,
        honorific=honorific,
        wrong=_WRONG_TO_EVERYONE | wrong,
        suggested=(_SUGGESTED_TO_EVERYONE | suggested) - wrong,
        address=address,
        elder=elder,
    )


_BOSS_WRONG = (
    _PLAIN_SPEECH
    | _HONORIFIC_MISSING
    | _UPWARD_WRONG
    | {S.PLAIN_I_WITH_POLITE, S.PLAIN_GIVING, S.PLAIN_NAME}
)
_BOSS_SUGGESTED = _UPWARD_SUGGESTED | {
    S.PLAYFUL_POLITE,
    S.BARE_COMMAND,
    S.LIGHT_ANSWER,
    S.SELF_TALK,
}
_SENIOR_WRONG = _PLAIN_SPEECH | _UPWARD_WRONG
_FRIEND_WRONG = _POLITE | _FORMAL | {S.HUMBLE_I_WITH_PLAIN}
_CLOSE_SUGGESTED = frozenset({S.POLITE_YES, S.POLITE_SET_PHRASE, S.HUMBLE_I_LAUGHING})
_FRIEND_SUGGESTED = _CLOSE_SUGGESTED | {S.POLITE_AFFECTION}

_FRIEND = _relation(
    Style.HAE, wrong=_FRIEND_WRONG | {S.STIFF_GREETING}, suggested=_FRIEND_SUGGESTED
)
_CLOSE_HONEY = _relation(
    Style.HAE,
    wrong=_FORMAL | {S.HUMBLE_I_WITH_PLAIN, S.STIFF_GREETING},
    suggested=_CLOSE_SUGGESTED | {S.POLITE_THROUGHOUT},
)
_CLOSE_SIBLING = _relation(
    Style.HAE, wrong=_FRIEND_WRONG, suggested=_FRIEND_SUGGESTED | {S.STIFF_GREETING}, elder=True
)
_CLOSE_BOSS = _relation(
    Style.HAEYO, honorific=True, address="부장님", wrong=_BOSS_WRONG, suggested=_BOSS_SUGGESTED
)
_STRANGER = _relation(
    Style.HAEYO,
    honorific=True,
    wrong=_PLAIN_SPEECH | {S.PLAIN_I_WITH_POLITE},
    suggested=_HONORIFIC_MISSING | {S.PLAYFUL_POLITE, S.PLAIN_NAME},
)
_RELATIONS: Mapping[tuple[str, int], Relation] = {
    ("friend", 1): _relation(
        Style.HAE,
        wrong=_FORMAL | {S.HUMBLE_I_WITH_PLAIN, S.STIFF_GREETING},
        suggested=_FRIEND_SUGGESTED | _POLITE | {S.PLAYFUL_POLITE, S.CLIPPED},
    ),
    ("friend", 2): _FRIEND,
    ("friend", 3): _FRIEND,
    ("honey", 1): _relation(
        Style.HAEYO,
        wrong=frozenset({S.STIFF_GREETING}),
        suggested=frozenset({S.PLAIN_THROUGHOUT, S.FORMAL_THROUGHOUT}),
    ),
    ("honey", 2): _CLOSE_HONEY,
    ("honey", 3): _CLOSE_HONEY,
    ("sibling", 1): _relation(
        Style.HAEYO, suggested=frozenset({S.PLAIN_THROUGHOUT, S.FORMAL_THROUGHOUT})
    ),
    ("sibling", 2): _CLOSE_SIBLING,
    ("sibling", 3): _CLOSE_SIBLING,
    ("coworker", 1): _relation(
        Style.HAPSYO,
        honorific=True,
        wrong=_PLAIN_SPEECH | {S.PLAIN_I_WITH_POLITE},
        suggested=_HONORIFIC_MISSING
        | {S.POLITE_STATEMENT_ALONE, S.PROPOSAL_UPWARD, S.PLAYFUL_POLITE, S.PLAIN_NAME},
    ),
    ("coworker", 2): _relation(
        Style.HAEYO,
        honorific=True,
        wrong=_PLAIN_SPEECH,
        suggested=_HONORIFIC_MISSING | {S.PLAIN_I_WITH_POLITE, S.PROPOSAL_UPWARD, S.PLAYFUL_POLITE},
    ),
    ("coworker", 3): _relation(
        Style.HAEYO,
        wrong=_PLAIN_SPEECH,
        suggested=frozenset({S.PLAIN_I_WITH_POLITE, S.FORMAL_REPEATED, S.FORMAL_QUESTION}),
    ),
    ("senior", 1): _relation(
        Style.HAEYO,
        honorific=True,
        address="선배님",
        wrong=_SENIOR_WRONG | {S.HONORIFIC_MISSING_CORE, S.PLAIN_I_WITH_POLITE},
        suggested=_UPWARD_SUGGESTED
        | {S.HONORIFIC_MISSING, S.PLAIN_GIVING, S.PLAYFUL_POLITE, S.PLAIN_NAME},
    ),
    ("senior", 2): _relation(
        Style.HAEYO,
        honorific=True,
        address="선배",
        wrong=_SENIOR_WRONG,
        suggested=_UPWARD_SUGGESTED
        | _HONORIFIC_MISSING
        | {S.PLAIN_I_WITH_POLITE, S.PLAIN_GIVING, S.PLAYFUL_POLITE, S.PLAIN_NAME},
    ),
    ("senior", 3): _relation(
        Style.HAEYO,
        address="선배",
        wrong=_SENIOR_WRONG,
        suggested=_UPWARD_SUGGESTED | {S.PLAIN_I_WITH_POLITE, S.FORMAL_REPEATED, S.FORMAL_QUESTION},
    ),
    ("boss", 1): _relation(
        Style.HAPSYO,
        honorific=True,
        address="부장님",
        wrong=_BOSS_WRONG,
        suggested=_BOSS_SUGGESTED | {S.POLITE_STATEMENT_ALONE},
    ),
    ("boss", 2): _CLOSE_BOSS,
    ("boss", 3): _CLOSE_BOSS,
    ("stranger", 1): _STRANGER,
    ("stranger", 2): _STRANGER,
    ("stranger", 3): _STRANGER,
}
_HAPSYO, _HAEYO, _HAE = Style.HAPSYO, Style.HAEYO, Style.HAE


@dataclass(frozen=True, slots=True)
class _Words:
    """What the learner is shown about one closeness."""

    label_ko: str
    label_en: str
    speak_ko: str
    speak_en: str
    tutor_style: Style
    tutor_honorific: bool = False


_WORDS: Mapping[tuple[str, int], _Words] = {
    ("friend", 1): _Words(
        "방금 말 놓음",
        "just dropped formalities",
        "반말로, 깔끔하게 말해요.",
        "Use plain speech (반말), kept neat.",
        _HAE,
    ),
    ("friend", 2): _Words(
        "친함",
        "good friends",
        "반말로, 장난스럽게 말해도 돼요.",
        "Use plain speech (반말); playful is fine.",
        _HAE,
    ),
    ("friend", 3): _Words(
        "절친",
        "best friends",
        "반말로, 줄임말과 ㅋㅋ도 좋아요.",
        "Use plain speech (반말), with slang, abbreviations and ㅋㅋ.",
        _HAE,
    ),
    ("honey", 1): _Words(
        "사귄 지 얼마 안 됨",
        "newly together",
        "'-아/어요'로 다정하게 말해요.",
        "Use the polite style (-아/어요), warmly.",
        _HAEYO,
    ),
    ("honey", 2): _Words(
        "편함",
        "at ease",
        "반말로 다정하게 말해요.",
        "Use plain speech (반말), affectionately.",
        _HAE,
    ),
    ("honey", 3): _Words(
        "오래됨",
        "together for years",
        "반말로, 애칭도 좋아요.",
        "Use plain speech (반말); pet names are welcome.",
        _HAE,
    ),
    ("sibling", 1): _Words(
        "오랜만",
        "after a long time",
        "오랜만이니까 '-아/어요'로 말해요.",
        "You have not met for long: use the polite style (-아/어요).",
        _HAE,
    ),
    ("sibling", 2): _Words(
        "편함",
        "at ease",
        "반말로 말하고 언니, 누나, 형, 오빠라고 불러요.",
        "Use plain speech (반말) and say 언니, 누나, 형 or 오빠.",
        _HAE,
    ),
    ("sibling", 3): _Words(
        "장난치는 사이",
        "teasing each other",
        "반말로 장난치며 말해요.",
        "Use plain speech (반말) and tease.",
        _HAE,
    ),
    ("coworker", 1): _Words(
        "처음",
        "just met",
        "'-습니다'와 '-아/어요'를 섞고 '-(으)시-'로 높여요.",
        "Mix -습니다 with -아/어요, and honour them with -(으)시-.",
        _HAPSYO,
        tutor_honorific=True,
    ),
    ("coworker", 2): _Words(
        "익숙함",
        "used to each other",
        "'-아/어요'로 말하고 묻거나 부탁할 때 '-(으)시-'를 써요.",
        "Use -아/어요, with -(으)시- in questions and requests.",
        _HAEYO,
        tutor_honorific=True,
    ),
    ("coworker", 3): _Words(
        "친함",
        "friendly",
        "'-아/어요'로 가볍게 말해요. '-죠, ㅎㅎ'도 좋아요.",
        "Use -아/어요, lightly; -죠 and ㅎㅎ are fine.",
        _HAEYO,
    ),
    ("senior", 1): _Words(
        "처음",
        "just met",
        "'-(으)세요'로 조심스럽게 말하고 '선배님'이라고 불러요.",
        "Use -아/어요 with -(으)시-, carefully, and say 선배님.",
        _HAEYO,
    ),
    ("senior", 2): _Words(
        "익숙함",
        "used to each other",
        "'-아/어요'로 말하고 '선배'라고 불러요. '-(으)시-'도 좋아요.",
        "Use -아/어요 and say 선배; -(으)시- is welcome.",
        _HAE,
    ),
    ("senior", 3): _Words(
        "친함",
        "friendly",
        "'-아/어요'로 편하고 재미있게 말해요.",
        "Use -아/어요, relaxed and humorous.",
        _HAE,
    ),
    ("boss", 1): _Words(
        "처음",
        "new to the team",
        "'-습니다'로 보고하듯이 말하고 '-(으)시-'로 높여요.",
        "Use -습니다 with -(으)시-, as in a report.",
        _HAEYO,
    ),
    ("boss", 2): _Words(
        "익숙함",
        "used to each other",
        "'-(으)세요'로 돌려서 부드럽게 말해요.",
        "Use -아/어요 with -(으)시-, indirectly.",
        _HAEYO,
    ),
    ("boss", 3): _Words(
        "친함",
        "friendly",
        "'-(으)세요'로 말하되 편하고 부드럽게 해요.",
        "Use -아/어요 with -(으)시-, softened.",
        _HAEYO,
    ),
    ("stranger", 1): _Words(
        "가게에서",
        "in a shop",
        "처음 보는 사람이니까 '-아/어요'와 '-(으)세요'로 말해요.",
        "You do not know each other: use -아/어요 with -(으)시-.",
        _HAEYO,
        tutor_honorific=True,
    ),
    ("stranger", 2): _Words(
        "길 묻기",
        "asking the way",
        "길을 물을 때는 '-아/어요'와 '-(으)세요'로 말해요.",
        "Asking the way, use -아/어요 with -(으)시-.",
        _HAEYO,
        tutor_honorific=True,
    ),
    ("stranger", 3): _Words(
        "사무실에 전화",
        "a call to an office",
        "전화할 때는 '-아/어요'와 '-(으)세요'로 말해요.",
        "On the phone, use -아/어요 with -(으)시-.",
        _HAEYO,
        tutor_honorific=True,
    ),
}


def _row(persona: str, level: int) -> Closeness:
    relation = _RELATIONS[persona, level]
    shown = _WORDS[persona, level]
    return Closeness(
        persona=persona,
        closeness=level,
        target=relation.target,
        label_ko=shown.label_ko,
        label_en=shown.label_en,
        speak_ko=shown.speak_ko,
        speak_en=shown.speak_en,
        tutor_style=shown.tutor_style,
        tutor_honorific=shown.tutor_honorific,
        relation=relation,
    )


CLOSENESS_TABLE: Mapping[tuple[str, int], Closeness] = MappingProxyType(
    {(persona, level): _row(persona, level) for persona in PERSONAS for level in CLOSENESSES}
)


def closeness_of(persona: str, closeness: int) -> Closeness:
    """Return what `closeness` (1, 2 or 3) to a persona means; raises KeyError for others."""
    return CLOSENESS_TABLE[persona, closeness]
