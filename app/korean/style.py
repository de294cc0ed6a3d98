"""The six speech styles of Korean, and which of them are polite to the listener."""

from enum import StrEnum


class Style(StrEnum):
    """A speech style (상대 높임법), or none: a fragment without an ending has no style."""

    HAPSYO = "hapsyo"
    HAEYO = "haeyo"
    HAE = "hae"
    HAERA = "haera"
    HAO = "hao"
    HAGE = "hage"
    NONE = "none"

    @property
    def polite(self) -> bool:
        """Whether the style honours the listener (합쇼체, 해요체)."""
        return self in {Style.HAPSYO, Style.HAEYO}

    @property
    def name_ko(self) -> str:
        """The style's Korean name."""
        return _NAMES[self][0]

    @property
    def name_en(self) -> str:
        """The style's name in English, as textbooks give it."""
        return _NAMES[self][1]


_NAMES = {
    Style.HAPSYO: ("합쇼체", "formal polite style (-습니다)"),
    Style.HAEYO: ("해요체", "polite style (-아/어요)"),
    Style.HAE: ("해체", "plain style (-아/어, 반말)"),
    Style.HAERA: ("해라체", "plain written style (-다, -자, -니)"),
    Style.HAO: ("하오체", "old-fashioned style (-오, -소)"),
    Style.HAGE: ("하게체", "old-fashioned style (-네, -게)"),
    Style.NONE: ("말투 없음", "no speech style"),
}
