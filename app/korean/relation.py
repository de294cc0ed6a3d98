"""Who listens: the style to speak, and what each departure from it is worth to this listener."""

from dataclasses import dataclass
from enum import StrEnum

from app.korean.edit import Degree
from app.korean.style import Style


class Situation(StrEnum):
    """Something a sentence does that may be right to one listener and wrong to another."""

    # Speech level
    PLAIN_THROUGHOUT = "plain_throughout"
    PLAIN_MIXED = "plain_mixed"
    OLD_FASHIONED = "old_fashioned"
    CLIPPED = "clipped"
    CHAT_ABBREVIATION = "chat_abbreviation"
    PLAYFUL_POLITE = "playful_polite"
    POLITE_STATEMENT_ALONE = "polite_statement_alone"
    POLITE_THROUGHOUT = "polite_throughout"
    POLITE_MIXED = "polite_mixed"
    POLITE_AFFECTION = "polite_affection"
    POLITE_YES = "polite_yes"
    FORMAL_ONCE = "formal_once"
    FORMAL_REPEATED = "formal_repeated"
    FORMAL_QUESTION = "formal_question"
    FORMAL_THROUGHOUT = "formal_throughout"
    SELF_TALK = "self_talk"
    # Set phrases
    POLITE_SET_PHRASE = "polite_set_phrase"
    STIFF_GREETING = "stiff_greeting"
    LIGHT_ANSWER = "light_answer"
    # Acts
    PROPOSAL_UPWARD = "proposal_upward"
    BARE_COMMAND = "bare_command"
    KEEP_WORKING = "keep_working"
    # Address
    DANGSIN = "dangsin"
    NEO = "neo"
    NAME_SSI = "name_ssi"
    PLAIN_I_WITH_POLITE = "plain_i_with_polite"
    HUMBLE_I_WITH_PLAIN = "humble_i_with_plain"
    HUMBLE_I_LAUGHING = "humble_i_laughing"
    HUMBLE_COUNTRY = "humble_country"
    # Honouring
    HONORIFIC_MISSING_CORE = "honorific_missing_core"
    HONORIFIC_MISSING = "honorific_missing"
    PLAIN_NAME = "plain_name"
    HONOURING_ONESELF = "honouring_oneself"
    HONOURING_THINGS = "honouring_things"
    INSTRUCTION_SILGEYO = "instruction_silgeyo"
    PLAIN_GIVING = "plain_giving"
    PLAIN_OBJECT_VERB = "plain_object_verb"
    GIVING_DIRECTION = "giving_direction"
    SUPERIOR_PLAIN = "superior_plain"
    SUPERIOR_PLAIN_ISSDA = "superior_plain_issda"


@dataclass(frozen=True, slots=True)
class Relation:
    """The listener as the engine sees them: a target style and the worth of each situation.

    A situation in neither set is no edit to this listener. `honorific` says whether the listener's
    own acts take -(으)시- when a sentence is rewritten for them. `address` is the title that may
    stand for "you" (`부장님`), empty where leaving "you" out is the natural way.
    `elder`: older in the family, and so never called 너, for all the plain speech.
    """

    target: Style
    honorific: bool = False
    wrong: frozenset[Situation] = frozenset()
    suggested: frozenset[Situation] = frozenset()
    address: str = ""
    elder: bool = False

    def degree(self, situation: Situation) -> Degree | None:
        """Return what `situation` is worth to this listener; None where it is no edit."""
        if situation in self.wrong:
            return Degree.WRONG
        if situation in self.suggested:
            return Degree.SUGGESTION
        return None
