"""What a learner said: the speech act, what is asked, the topic, the noun to react to."""

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What the message does, after Searle's speech acts as far as small talk needs them."""

    GREETING = "greeting"
    MEETING = "meeting"
    ATTENTION = "attention"
    FAREWELL = "farewell"
    GOOD_NIGHT = "good_night"
    THANKS = "thanks"
    APOLOGY = "apology"
    CONGRATULATION = "congratulation"
    WISH = "wish"
    PRAISE = "praise"
    AFFECTION = "affection"
    INTRODUCTION = "introduction"
    QUESTION = "question"
    REQUEST = "request"
    PROPOSAL = "proposal"
    AGREEMENT = "agreement"
    REFUSAL = "refusal"
    UNSURE = "unsure"
    STATEMENT = "statement"
    LAUGHTER = "laughter"
    CRYING = "crying"
    SURPRISE = "surprise"
    NOT_UNDERSTOOD = "not_understood"
    MEANING = "meaning"
    AI_QUESTION = "ai_question"
    NOT_KOREAN = "not_korean"
    UNINTELLIGIBLE = "unintelligible"
    DISTRESS = "distress"
    SEXUAL = "sexual"
    CONTACT = "contact"
    ABUSE = "abuse"


class Question(StrEnum):
    """What kind of answer a question asks for."""

    YES_NO = "yes_no"
    WHAT = "what"
    WHICH = "which"
    WHERE = "where"
    WHEN = "when"
    WHO = "who"
    WHY = "why"
    HOW = "how"
    HOW_MUCH = "how_much"
    HOW_MANY = "how_many"


class Aspect(StrEnum):
    """How the message stands to its event: over, going on, to come, liked, wanted, able, tried."""

    PAST = "past"
    NOW = "now"
    FUTURE = "future"
    LIKE = "like"
    WANT = "want"
    CAN = "can"
    EVER = "ever"


class Mood(StrEnum):
    """Whether what is told is good or bad news."""

    GOOD = "good"
    BAD = "bad"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Said:
    """One message as the script understands it.

    `opening` is a greeting, thanks and the like said before the main thing. `answer` is a yes
    (`True`) or no (`False`) the message starts with or consists of. `thing` is a noun that the
    lines of `topic` may be filled with; `noun` is the key noun of any kind. `negated` says that it
    is told what is not (안, 못, 없다). `words` are the content words: nouns, and stems of verbs and
    adjectives. `about_learner` marks a question about the learner (나 예뻐?).
    """

    act: Act
    question: Question | None = None
    topic: str | None = None
    noun: str | None = None
    thing: str | None = None
    aspect: Aspect = Aspect.NOW
    mood: Mood = Mood.NEUTRAL
    opening: Act | None = None
    answer: bool | None = None
    negated: bool = False
    words: frozenset[str] = frozenset()
    about_learner: bool = False
