"""`dorandoran dictionary import`: brings an open dictionary that one has beside our own."""

from pathlib import Path
from typing import Annotated

import typer

from app.in_the_way import what_is_in_the_way_in_one_line
from app.korean import import_dictionary, load
from app.platform.settings import load_settings

dictionaries = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Open dictionaries beside our own."
)


@dictionaries.callback()
def describe() -> None:
    """Open dictionaries beside our own."""


@dictionaries.command("import")
def bring(
    file: Annotated[
        Path,
        typer.Argument(
            help="한국어기초사전 as XML (.xml, .zip, folder), hunspell-dict-ko YAML, kengdic TSV"
        ),
    ],
) -> None:
    """Read a dictionary into DICTIONARY_DIR, instead of an earlier import of it."""
    load()
    with what_is_in_the_way_in_one_line(OSError):
        done = import_dictionary(file, load_settings().dictionaries)
    print(f"{done.entries} entries of {done.source} ({done.licence}) are in {done.path}")
    if done.left_out:
        print(f"{done.left_out} were left out: particles, affixes, phrases, other dictionaries")
    print("servers read them when they start")
