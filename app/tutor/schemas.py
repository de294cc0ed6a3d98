"""What crosses the wire about personas and the tutor."""

import msgspec


class ClosenessShown(msgspec.Struct, frozen=True):
    """One level of closeness, in the persona's words, and how one speaks there."""

    level: int
    target: str
    label_ko: str
    label_en: str
    manner_ko: str
    manner_en: str
    address: str


class PersonaShown(msgspec.Struct, frozen=True):
    """Someone to talk to."""

    key: str
    name: str
    age: int | None
    rank_ko: str
    rank_en: str
    description_ko: str
    description_en: str
    closenesses: list[ClosenessShown]


class PersonasShown(msgspec.Struct, frozen=True):
    """Everyone the learner may talk to."""

    personas: list[PersonaShown]


class TutorShown(msgspec.Struct, frozen=True):
    """What answers here: a model's name, or `offline`."""

    tutor: str
