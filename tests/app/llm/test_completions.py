"""Completions as servers really send them."""

import msgspec
import pytest

from app.llm import Outcome, TokenCounts
from app.llm.completions import decode_chunk, decode_completion, outcome_of


def test_a_chunk_of_openai_is_read() -> None:
    chunk = decode_chunk(
        b'{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4.1-mini",'
        b'"system_fingerprint":null,"choices":[{"index":0,"delta":{"content":"\\uc548\\ub155"},'
        b'"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"x"}'
    )
    assert chunk.choices[0].delta is not None
    assert chunk.choices[0].delta.content == "안녕"
    assert chunk.choices[0].finish_reason is None


def test_what_a_reasoning_model_thinks_is_no_text() -> None:
    chunk = decode_chunk(b'{"choices":[{"index":0,"delta":{"reasoning_content":"Hm."}}]}')
    assert chunk.choices[0].delta is not None
    assert chunk.choices[0].delta.content is None


def test_the_chunk_with_the_usage_has_no_choices() -> None:
    chunk = decode_chunk(
        b'{"choices":[],"usage":{"prompt_tokens":26,"completion_tokens":5,"total_tokens":31,'
        b'"prompt_tokens_details":{"cached_tokens":20,"audio_tokens":0}}}'
    )
    assert chunk.choices == []
    assert chunk.usage is not None
    assert chunk.usage.counts() == TokenCounts(26, 20, 5)


@pytest.mark.parametrize(
    ("usage", "counts"),
    [
        (b"{}", TokenCounts()),
        (b'{"prompt_tokens":3}', TokenCounts(3)),
        (b'{"prompt_tokens":3,"prompt_tokens_details":null}', TokenCounts(3)),
        (b'{"prompt_tokens":3,"prompt_tokens_details":{"cached_tokens":null}}', TokenCounts(3)),
        (b'{"prompt_tokens":3,"prompt_tokens_details":{"cached_tokens":9}}', TokenCounts(3, 3)),
    ],
)
def test_a_usage_with_less_in_it_is_read_too(usage: bytes, counts: TokenCounts) -> None:
    completion = decode_completion(b'{"choices":[],"usage":' + usage + b"}")
    assert completion.usage is not None
    assert completion.usage.counts() == counts


def test_negative_tokens_are_no_usage() -> None:
    with pytest.raises(msgspec.ValidationError):
        decode_completion(b'{"usage":{"prompt_tokens":-1}}')


def test_an_error_in_the_place_of_an_answer_is_read() -> None:
    error = decode_completion(
        b'{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}'
    ).error
    assert error is not None
    assert (error.code, error.type) == (503, "unavailable_error")


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("stop", Outcome.COMPLETE),
        (None, Outcome.COMPLETE),
        ("eos", Outcome.COMPLETE),
        ("length", Outcome.LENGTH),
        ("content_filter", Outcome.FILTERED),
    ],
)
def test_a_finish_reason_tells_the_outcome(reason: str | None, outcome: Outcome) -> None:
    assert outcome_of(reason) is outcome
