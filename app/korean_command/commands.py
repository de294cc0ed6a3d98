"""The commands of `dorandoran korean`: on sentences given as arguments, or on lines of input."""

import sys
from collections.abc import Callable
from functools import partial
from typing import Annotated, TypeVar

import typer

from app.in_the_way import what_is_in_the_way_in_one_line
from app.korean import Style, imported_entries, load, use_imported
from app.korean_command import answers, plain
from app.korean_command.lines import NotReadableError, texts, write_answers
from app.platform.settings import load_settings
from app.tutor.closeness import CLOSENESSES, PERSONAS, closeness_of

Answer = TypeVar("Answer")
_TARGETS = tuple(one.value for one in Style if one is not Style.NONE)


def _one_of(allowed: tuple[str, ...]) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in allowed:
            raise typer.BadParameter(f"{value!r} is none of {', '.join(allowed)}")
        return value

    return parse


Texts = Annotated[
    list[str] | None,
    typer.Argument(metavar="[TEXT]...", help="Sentences; without any, lines of standard input."),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON object a line, in the order of the input.")
]

korean = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="The Korean engine: nothing of it needs a database, a network or a model of language.",
)


@korean.command()
def detect(text: Texts = None, as_json: AsJson = False) -> None:
    """Tell the speech style, sentence by sentence."""
    _answer(text, answers.detected, None if as_json else plain.plain_detected)


@korean.command()
def restyle(
    to: Annotated[
        str,
        typer.Option(
            parser=_one_of(_TARGETS), metavar="|".join(_TARGETS), help="The style to write in."
        ),
    ],
    text: Texts = None,
    honorific: Annotated[
        bool, typer.Option("--honorific", help="What the listener does takes -(으)시-.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say the same in another speech style."""
    rewrite = partial(answers.restyled, target=Style(to), honorific=honorific)
    _answer(text, rewrite, None if as_json else plain.plain_restyled)


@korean.command()
def check(text: Texts = None, as_json: AsJson = False) -> None:
    """Find the mistakes that learners make."""
    _answer(text, answers.checked, None if as_json else plain.plain_checked)


@korean.command()
def judge(
    persona: Annotated[
        str,
        typer.Option(parser=_one_of(PERSONAS), metavar="|".join(PERSONAS), help="Who listens."),
    ],
    text: Texts = None,
    closeness: Annotated[
        int, typer.Option(min=CLOSENESSES[0], max=CLOSENESSES[-1], help="How close the two are.")
    ] = CLOSENESSES[0],
    as_json: AsJson = False,
) -> None:
    """Judge whether a message is right to this listener."""
    relation = closeness_of(persona, closeness).relation
    weigh = partial(answers.judged, relation=relation)
    _answer(text, weigh, None if as_json else plain.plain_judged)


@korean.command()
def words(text: Texts = None, as_json: AsJson = False) -> None:
    """List the content words with dictionary form, level and senses."""
    _use_imported()
    _answer(text, answers.words_found, None if as_json else plain.plain_words)


@korean.command()
def romanise(text: Texts = None, as_json: AsJson = False) -> None:
    """Write the pronunciation, in Latin letters and in Hangul."""
    _answer(text, answers.romanised, None if as_json else plain.plain_romanised)


@korean.command()
def hangul(text: Texts = None, as_json: AsJson = False) -> None:
    """Read romanised Korean, or keys typed with the Korean keyboard off, as Hangul."""
    _answer(text, answers.read_as_hangul, None if as_json else plain.plain_read_as_hangul)


@korean.command()
def dictionary(
    lemma: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[LEMMA]...", help="Words as 먹다, 학교; without any, lines of standard input."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look words up: the project's own entries first, then those of imported dictionaries."""
    _use_imported()
    _answer(lemma, answers.looked_up, None if as_json else plain.plain_looked_up)


def _use_imported() -> None:
    """Look up in the dictionaries too that were imported on this machine."""
    with what_is_in_the_way_in_one_line():
        use_imported(imported_entries(load_settings().dictionaries))


def _answer(
    given: list[str] | None,
    answer: Callable[[str], Answer],
    shown: Callable[[Answer], str] | None,
) -> None:
    """Load the model once, then answer text by text as they come."""
    load()
    with what_is_in_the_way_in_one_line(NotReadableError):
        lines = texts(given or [], sys.stdin.buffer)
        write_answers((answer(text) for text in lines), shown, sys.stdout.buffer)
