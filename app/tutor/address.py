"""How a persona addresses the learner: what it calls out, and how it refers to them."""

from dataclasses import dataclass

from app.tutor.particles import fitted, has_known_sound

_VOCATIVE_BY_NAME = {
    "friend": (1, 2, 3),
    "honey": (2,),
    "sibling": (1, 2, 3),
    "senior": (2, 3),
}
_STRANGER_CALLS = {1: "손님", 2: "선생님", 3: "고객님"}


@dataclass(frozen=True, slots=True)
class Address:
    """`call` stands alone (`민준아`, `톰 씨`), `refer` takes a particle (`톰 씨` + 는)."""

    call: str
    refer: str


def address_of(persona: str, closeness: int, name: str) -> Address:
    """Return how the persona addresses a learner who wants to be called `name`.

    The name is what the learner asked to be called; nothing is inferred from it. An empty name
    gives an empty address, and lines that need one are then not chosen.
    """
    if persona == "stranger":
        return Address(_STRANGER_CALLS[closeness], _STRANGER_CALLS[closeness])
    if persona == "honey" and closeness == 3:
        return Address("자기야", "자기")
    if not name:
        return Address("", "")
    if closeness in _VOCATIVE_BY_NAME.get(persona, ()):
        call = fitted(name, "아/야") if has_known_sound(name) else name
        return Address(call, name)
    return Address(f"{name} 씨", f"{name} 씨")
