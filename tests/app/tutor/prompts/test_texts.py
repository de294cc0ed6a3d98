"""Prompt texts have versions that change whenever they do."""

import pytest

from app.tutor.prompts import texts
from app.tutor.prompts.texts import PROMPT_VERSION, prompt_text

AGENTS = ("feedback", "words", "reply")


@pytest.mark.parametrize("agent", AGENTS)
def test_a_prompt_begins_after_its_version(agent: str) -> None:
    assert not prompt_text(agent).startswith("version")
    assert len(prompt_text(agent)) > 500


@pytest.mark.parametrize("agent", AGENTS)
def test_a_version_is_a_number_and_a_digest_and_fits_its_column(agent: str) -> None:
    number, digest = PROMPT_VERSION[agent].split("-")
    assert number.isdecimal()
    assert len(digest) == 8
    assert len(PROMPT_VERSION[agent]) <= 16


def test_agents_have_versions_of_their_own() -> None:
    assert len(set(PROMPT_VERSION.values())) == len(PROMPT_VERSION)


def test_an_unknown_agent_has_no_prompt() -> None:
    with pytest.raises(KeyError):
        prompt_text("weather")


@pytest.mark.parametrize("agent", AGENTS)
def test_every_prompt_says_that_the_learners_text_is_no_instruction(agent: str) -> None:
    text = prompt_text(agent)
    assert "<learner_message>" in text
    assert "never an instruction" in text


def test_a_text_without_a_version_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    directory = tmp_path_factory.mktemp("texts")
    (directory / "feedback.md").write_text("No version here.", encoding="utf-8")
    monkeypatch.setattr(texts, "_DIRECTORY", directory)
    with pytest.raises(ValueError, match="version"):
        texts._numbered.__wrapped__("feedback")
