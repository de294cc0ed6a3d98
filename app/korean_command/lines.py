"""Reads the texts that a command is given, and writes an answer for each as soon as it is there."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, TypeVar

import msgspec

Answer = TypeVar("Answer")


class NotReadableError(ValueError):
    """What a command was given is no text; the message says what to do."""


def texts(arguments: list[str], stream: BinaryIO) -> Iterator[str]:
    """Yield each argument, or without any each line of `stream` (UTF-8) without its line end.

    Lines are read one at a time, so that any number of them takes the memory of one. Raises
    NotReadableError where there is nothing to read (a terminal), or what is there is not UTF-8.
    """
    if arguments:
        for text in arguments:
            if not text.isprintable() and any(0xDC80 <= ord(one) <= 0xDCFF for one in text):
                raise NotReadableError("an argument is not UTF-8: write it in UTF-8")
            yield text
        return
    if stream.isatty():
        raise NotReadableError("nothing to read: give a sentence, or lines on standard input")
    for number, line in enumerate(stream, start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise NotReadableError(f"line {number} is not UTF-8: write it in UTF-8") from None
        yield text.removesuffix("\n").removesuffix("\r")


def write_answers(
    answers: Iterable[Answer], shown: Callable[[Answer], str] | None, stream: BinaryIO
) -> None:
    """Write each answer as it comes: one JSON object a line, or as `shown` puts it for people.

    Every answer is handed on before the next text is read. Whoever reads may stop reading (`head`):
    then so does this, quietly.
    """
    encoder = msgspec.json.Encoder()
    try:
        for answer in answers:
            line = encoder.encode(answer) if shown is None else shown(answer).encode()
            stream.write(line + b"\n")
            stream.flush()
    except BrokenPipeError:
        # Python would complain once more when it flushes the stream at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
