"""A recovery code is long, easily read, and known however it is typed."""

import re

from app.accounts.factors.codes.recovery_code import ALPHABET, LENGTH, code_hash, new_code


def test_a_code_has_more_than_112_bits_in_four_groups() -> None:
    assert len(ALPHABET) ** LENGTH >= 2**112
    assert re.fullmatch(f"([{ALPHABET}]{{6}}-){{3}}[{ALPHABET}]{{6}}", new_code())
    assert len({new_code() for _ in range(100)}) == 100


def test_a_code_is_known_in_small_letters_without_its_hyphens_and_misread() -> None:
    stored = code_hash("K7Q20M-XJ1ABC-000111-ZZZZZZ")
    assert code_hash("k7q2om xjlabc OOOiil zzzzzz") == stored
    assert code_hash("K7Q20M-XJ1ABC-000111-ZZZZZY") != stored


def test_the_hash_does_not_show_the_code() -> None:
    code = new_code()
    assert code.encode() not in code_hash(code)
    assert len(code_hash(code)) == 32
