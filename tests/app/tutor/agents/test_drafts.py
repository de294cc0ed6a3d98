"""What models are asked for can be said in a strict schema."""

import msgspec
import pytest

from app.llm.answer_format import answer_format
from app.tutor.agents.drafts import FeedbackDraft, WordsDraft


@pytest.mark.parametrize("schema", [FeedbackDraft, WordsDraft])
def test_drafts_have_a_strict_schema(schema: type[msgspec.Struct]) -> None:
    sent = answer_format(schema).response_format
    assert sent["type"] == "json_schema"
    assert "$ref" not in msgspec.json.encode(sent).decode()


def test_a_third_word_is_no_answer() -> None:
    word = {
        "surface": "날씨",
        "lemma": "날씨",
        "sense_ko": "날씨",
        "sense_en": "weather",
        "level": 1,
        "example": "날씨가 좋아요.",
    }
    with pytest.raises(ValueError, match="length"):
        answer_format(WordsDraft).decode(msgspec.json.encode({"words": [word] * 3}).decode())


@pytest.mark.parametrize("level", [0, 7])
def test_levels_are_one_to_six(level: int) -> None:
    word = {
        "surface": "날씨",
        "lemma": "날씨",
        "sense_ko": "날씨",
        "sense_en": "weather",
        "level": level,
        "example": "날씨가 좋아요.",
    }
    with pytest.raises(ValueError, match=r"\$\.words\[0\]\.level"):
        answer_format(WordsDraft).decode(msgspec.json.encode({"words": [word]}).decode())
