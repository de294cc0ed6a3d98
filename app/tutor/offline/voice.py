"""Chooses lines as one persona speaks: none twice while there is another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from app.korean import Style
from app.tutor.address import Address
from app.tutor.closeness import closeness_of
from app.tutor.offline.line import Line, Register, Template

_REGISTERS: Final = {
    (Style.HAE, False): Register.PLAIN,
    (Style.HAEYO, False): Register.POLITE,
    (Style.HAEYO, True): Register.HONORIFIC,
    (Style.HAPSYO, True): Register.FORMAL,
}
_LAUGHS: Final = {
    ("friend", 2): "ㅋㅋ",
    ("friend", 3): "ㅋㅋㅋ",
    ("sibling", 3): "ㅋㅋ",
    ("coworker", 3): "ㅎㅎ",
    ("senior", 3): "ㅎㅎ",
    ("honey", 3): "ㅎㅎ",
}


def register_of(persona: str, closeness: int) -> Register:
    """Return how the persona speaks to the learner, by the one table of closeness.

    Raises:
        KeyError: no such persona or closeness.

    """
    table = closeness_of(persona, closeness)
    return _REGISTERS[table.tutor_style, table.tutor_honorific]


@dataclass(frozen=True, slots=True)
class Voice:
    """One persona speaking to one learner, with what it has said so far.

    `noun` and `meaning` fill the slots of those names; without one, lines that need it are not
    chosen.
    """

    persona: str
    persona_name: str
    closeness: int
    address: Address
    level: int
    spoken: tuple[str, ...]
    random: Random
    noun: str | None = None
    meaning: str | None = None

    @property
    def register(self) -> Register:
        """How this persona speaks at this closeness."""
        return register_of(self.persona, self.closeness)

    def about(self, noun: str | None, meaning: str | None = None) -> "Voice":
        """Return the same voice with another noun to speak of."""
        return replace(self, noun=noun, meaning=meaning)

    def after(self, *said: str) -> "Voice":
        """Return the same voice having said these sentences as well."""
        return replace(self, spoken=(*self.spoken, *said))

    def fresh(self, *layers: Sequence[Line]) -> str | None:
        """Return a line not said before from the first layer that has one, or None.

        Within a layer a line of this persona's own goes before one anybody says, and a line that
        takes up the noun before one that does not.
        """
        for layer in layers:
            candidates = [
                (line, template)
                for line, template in self._fitting(layer)
                if not self._has_said(template)
            ]
            for own in (True, False):
                for taking_up in (True, False):
                    group = [
                        template
                        for line, template in candidates
                        if bool(line.only) is own and ("noun" in template.slots) is taking_up
                    ]
                    if group:
                        return self._fill(self.random.choice(group))
        return None

    def say(self, *layers: Sequence[Line]) -> str:
        """Return a fresh line, or when all were said the one said longest ago.

        Raises:
            LookupError: no line of the layers fits this persona, register and level.

        """
        found = self.fresh(*layers)
        if found is not None:
            return found
        fitting = [template for layer in layers for _, template in self._fitting(layer)]
        if not fitting:
            raise LookupError(f"no line for {self.persona} in {self.register}")
        return self._fill(min(fitting, key=self._last_said))

    def laughing(self, sentence: str) -> str:
        """Return the sentence with the laugh this persona writes at this closeness, if any."""
        laugh = _LAUGHS.get((self.persona, self.closeness))
        if laugh is None or sentence.endswith("?"):
            return sentence
        return f"{sentence.rstrip('.!')} {laugh}"

    def _fitting(self, layer: Sequence[Line]) -> list[tuple[Line, Template]]:
        slots = self._slots()
        found = [(line, line.template(self.persona, self.register, self.level)) for line in layer]
        return [
            (line, template)
            for line, template in found
            if template is not None and template.fits(slots)
        ]

    def _slots(self) -> dict[str, str]:
        return {
            "address": self.address.call,
            "you": self.address.refer,
            "persona": self.persona_name,
            "noun": self.noun or "",
            "meaning": self.meaning or "",
        }

    def _fill(self, template: Template) -> str:
        return template.fill(self._slots())

    def _has_said(self, template: Template) -> bool:
        return any(template.spoken.search(text) for text in self.spoken)

    def _last_said(self, template: Template) -> int:
        """Return the index of the last text that has the line."""
        return max(
            (index for index, text in enumerate(self.spoken) if template.spoken.search(text)),
            default=-1,
        )
