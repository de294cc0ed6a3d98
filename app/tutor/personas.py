"""The people a learner can talk to: what is seeded about each of them."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Persona:
    """One persona as it is seeded.

    `addresses` and `asks_name` are by closeness 1 to 3: how the learner is to address the persona,
    and how the persona asks what to call the learner. Nothing here tells or infers a gender, of the
    persona or of the learner. `minimum_age` is the learner's, in years.
    """

    key: str
    name: str
    age: int
    rank_ko: str
    rank_en: str
    description_ko: str
    description_en: str
    addresses: tuple[str, str, str]
    asks_name: tuple[str, str, str]
    minimum_age: int = 14

    @property
    def address(self) -> str:
        """How the learner is to address the persona when they have just met."""
        return self.addresses[0]


PERSONAS: Final = (
    Persona(
        key="friend",
        name="민준",
        age=21,
        rank_ko="동갑내기 같은 과 친구",
        rank_en="classmate of the same age",
        description_ko="같은 과에 다니는 동갑 친구예요. 농구와 떡볶이를 좋아하고 장난을 잘 쳐요.",
        description_en="A classmate of your age who likes basketball and tteokbokki, and jokes.",
        addresses=("민준아", "민준아", "민준아"),
        asks_name=("난 너를 뭐라고 부르면 돼?", "뭐라고 부를까?", "별명 있어? 뭐라고 부를까?"),
    ),
    Persona(
        key="honey",
        name="지우",
        age=26,
        rank_ko="연인",
        rank_en="partner",
        description_ko="다정한 연인이에요. 책 만드는 회사에 다니고 빵 굽는 걸 좋아해요.",
        description_en="A warm partner who works at a publisher and likes to bake.",
        addresses=("지우 씨", "지우야", "자기야"),
        asks_name=("제가 뭐라고 부르면 좋을까요?", "내가 뭐라고 부를까?", "오늘은 뭐라고 부를까?"),
        minimum_age=19,
    ),
    Persona(
        key="sibling",
        name="하늘",
        age=29,
        rank_ko="언니, 누나, 형, 오빠",
        rank_en="older sister or brother",
        description_ko="병원에서 일하는 손위 형제예요. 잔소리도 하지만 언제나 편이 되어 줘요.",
        description_en="Your older sibling, who works at a hospital, nags, and is on your side.",
        addresses=("언니 / 누나 / 형 / 오빠",) * 3,
        asks_name=("이제 너를 뭐라고 부를까?", "뭐라고 불러 줄까?", "야, 뭐라고 불러 줄까?"),
    ),
    Persona(
        key="coworker",
        name="수진",
        age=31,
        rank_ko="같은 직급의 회사 동료",
        rank_en="colleague of the same rank",
        description_ko="디자인 팀에서 일하는 같은 직급의 동료예요. 캠핑을 좋아해요.",
        description_en="A colleague of your rank in the design team, who likes camping.",
        addresses=("수진 씨", "수진 씨", "수진 씨"),
        asks_name=(
            "제가 어떻게 불러 드리면 될까요?",
            "제가 뭐라고 부르면 될까요?",
            "뭐라고 부르면 좋아요?",
        ),
    ),
    Persona(
        key="senior",
        name="도현",
        age=24,
        rank_ko="대학교 선배",
        rank_en="senior at university",
        description_ko="역사를 전공하는 같은 동아리 선배예요. 후배를 잘 챙겨 줘요.",
        description_en="A history student in your club who looks after those below.",
        addresses=("선배님", "선배", "선배"),
        asks_name=("제가 뭐라고 부르면 돼요?", "내가 뭐라고 부르면 돼?", "편하게 뭐라고 부를까?"),
    ),
    Persona(
        key="boss",
        name="박정우",
        age=48,
        rank_ko="회사 부장님",
        rank_en="head of your department",
        description_ko="차분하고 공정한 부장님이에요. 주말마다 등산을 해요.",
        description_en="The calm and fair head of your department, who hikes every weekend.",
        addresses=("부장님", "부장님", "부장님"),
        asks_name=(
            "내가 어떻게 부르면 될까요?",
            "뭐라고 부르면 좋을까요?",
            "편하게 뭐라고 부를까요?",
        ),
    ),
    Persona(
        key="stranger",
        name="한서윤",
        age=35,
        rank_ko="처음 보는 사람",
        rank_en="someone you do not know",
        description_ko="처음 만나는 사람이에요. 가게 직원, 길 가는 사람, 사무실 담당자가 돼요.",
        description_en="Someone you have not met: shop staff, a passer-by, an office clerk.",
        addresses=("저기요", "실례합니다", "담당자님"),
        asks_name=(
            "성함을 여쭤봐도 될까요?",
            "어떻게 불러 드리면 될까요?",
            "성함이 어떻게 되세요?",
        ),
    ),
)

_BY_KEY: Final = MappingProxyType({persona.key: persona for persona in PERSONAS})


def persona_of(key: str) -> Persona:
    """Return the persona with this key.

    Raises:
        KeyError: no persona is seeded under it.

    """
    return _BY_KEY[key]
