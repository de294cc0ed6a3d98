"""Every letter in every language: plain and as HTML, and nothing in it that anybody typed."""

import re
import tomllib
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from app.accounts.letters import letter
from app.accounts.letters.letter import LANGUAGES

LINK = "https://learn.example/#/verify/abc-_123"
VALUES = {
    "verify_email": {"link": LINK},
    "reset_password": {"link": LINK},
    "email_change_confirm": {"link": LINK},
    "email_changed": {},
    "password_changed": {},
    "factor_changed": {"what": "passkey"},
    "session_ended_reuse": {},
    "new_log_in": {"device": "Chrome on Android", "place": "203.0.113.0/24", "at": "12:00 UTC"},
    "account_suspended": {},
    "account_reactivated": {},
    "role_changed": {"role": "admin"},
    "deletion_asked": {"date": "2026-12-23"},
    "deletion_done": {},
}
EVERY = [(kind, language) for kind in VALUES for language in LANGUAGES]


class Page(HTMLParser):
    """What an HTML letter says and where it leads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.text += data


def texts(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((files("app.accounts.letters") / f"{language}.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_written_in_every_language_and_no_other(language: str) -> None:
    assert texts(language).keys() - {"frame", "values"} == VALUES.keys()
    assert texts(language)["values"].keys() == texts("en")["values"].keys()


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_letter_says_the_same_plain_and_as_html(kind: str, language: str) -> None:
    made = letter(kind, language, **VALUES[kind])
    page = Page(made.html)
    for paragraph in made.text.strip().split("\n\n"):
        if paragraph != LINK:
            assert re.sub(r"\s+", " ", paragraph) in re.sub(r"\s+", " ", page.text)
    assert "{" not in made.text + made.html


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_letter_loads_nothing_and_leads_only_where_it_says(kind: str, language: str) -> None:
    made = letter(kind, language, **VALUES[kind])
    page = Page(made.html)
    assert set(page.tags) <= {"html", "head", "meta", "title", "body", "div", "p", "a", "br"}
    assert set(page.attributes) <= {"lang", "charset", "style", "href"}
    assert "url(" not in made.html
    wanted = [LINK] if "link" in VALUES[kind] else []
    assert page.links == wanted
    assert re.findall(r"https?://\S+", made.text) == wanted


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_every_value_is_escaped_and_read_only_once(kind: str, language: str) -> None:
    hostile = dict.fromkeys(VALUES[kind], '<b>"&{beware}')
    made = letter(kind, language, **hostile)
    assert "<b>" not in made.html
    if hostile:
        assert '<b>"&{beware}' in made.text


def test_words_of_ours_are_said_in_the_letters_language() -> None:
    assert "패스키" in letter("factor_changed", "ko", what="passkey").text
    assert "a passkey" in letter("factor_changed", "en", what="passkey").text
    assert "관리자" in letter("role_changed", "ko", role="admin").text
    assert "알 수 없음" in letter("new_log_in", "ko", device="unknown", place="1", at="2").text


def test_in_a_language_that_nobody_wrote_it_is_english() -> None:
    assert letter("password_changed", "fr") == letter("password_changed", "en")


def test_a_kind_that_is_none_and_a_missing_value_are_faults() -> None:
    with pytest.raises(KeyError):
        letter("lottery", "en")
    with pytest.raises(KeyError):
        letter("verify_email", "en")
