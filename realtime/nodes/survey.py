"""A question to every node, this one included, and the answers of those that gave one in time."""

import asyncio
import itertools
from collections.abc import Callable
from contextlib import suppress

import msgspec

from realtime.errors import BrokerUnavailable
from realtime.nodes.control import Control

_ASK = "realtime.survey"
_ANSWER = "realtime.survey.answer"

SurveyHandler = Callable[[bytes], bytes]


class _Ask(msgspec.Struct):
    survey: int
    node: str
    name: str
    payload: bytes


class _Answer(msgspec.Struct):
    survey: int
    node: str
    payload: bytes


_encoder = msgspec.msgpack.Encoder()
_asks = msgspec.msgpack.Decoder(_Ask)
_answers = msgspec.msgpack.Decoder(_Answer)


class Survey:
    """`node` is this node's name, `timeout` how long others have for their answers, in seconds."""

    def __init__(self, control: Control, *, node: str, timeout: float) -> None:
        self._control = control
        self._node = node
        self._timeout = timeout
        self._numbers = itertools.count(1)
        self._handlers: dict[str, SurveyHandler] = {}
        self._open: dict[int, asyncio.Queue[_Answer]] = {}
        #: Answers on their way to other nodes.
        self._sending: set[asyncio.Task[None]] = set()
        control.on(_ASK, self._asked)
        control.on(_ANSWER, self._answered)

    def on(self, name: str, handler: SurveyHandler) -> None:
        """Have questions of this name answered by `handler`, which must not wait."""
        self._handlers[name] = handler

    async def ask(self, name: str, payload: bytes = b"") -> dict[str, bytes]:
        """Return the answers by node. A node that does not answer in time is missing.

        Raises:
            BrokerUnavailable: the other nodes were not reached.

        """
        found = {self._node: self._handlers[name](payload)}
        number = next(self._numbers)
        answers = self._open[number] = asyncio.Queue()
        try:
            ask = _encoder.encode(_Ask(number, self._node, name, payload))
            others = await self._control.send_others(_ASK, ask)
            async with asyncio.timeout(self._timeout):
                while len(found) <= others:
                    answer = await answers.get()
                    found[answer.node] = answer.payload
        except TimeoutError:
            # Who is silent has just gone, or hangs: the others' answers are worth having.
            return found
        finally:
            del self._open[number]
        return found

    def _asked(self, message: bytes) -> None:
        ask = _asks.decode(message)
        handler = self._handlers.get(ask.name)
        if handler is None:
            return
        answer = _encoder.encode(_Answer(ask.survey, self._node, handler(ask.payload)))
        task = asyncio.get_running_loop().create_task(self._answer(ask.node, answer))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _answer(self, node: str, answer: bytes) -> None:
        with suppress(BrokerUnavailable):  # who asked does without this answer
            await self._control.send_to(node, _ANSWER, answer)

    def _answered(self, message: bytes) -> None:
        answer = _answers.decode(message)
        if answer.survey in self._open:
            self._open[answer.survey].put_nowait(answer)
