"""One message to DoranDoran from the command line, over the official SDK of the socket's protocol.

The mobile developer's first read: sign up as a guest, open a room, connect, subscribe, send, and
follow the turn's events to its end. Apps do the same in their own language: the socket speaks the
Centrifuge client protocol, which has SDKs for browsers, React Native, Flutter, Swift and Java.

    .venv/bin/python examples/chat.py "밥 먹었어?" --persona boss --closeness 1
"""

import argparse
import asyncio
import json
import sys
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from centrifuge import (
    CentrifugeError,
    Client,
    PublicationContext,
    StreamPosition,
    SubscribedContext,
    SubscriptionEventHandler,
)

TURN_SECONDS = 90
MARKS = {"perfect": "✓", "suggested": "~", "corrected": "✗", "unclear": "?", "failed": "!"}


class ServerRefusedError(Exception):
    """The server answered with a problem; its detail says what to do."""


@dataclass
class Turn:
    """The events of one turn as they come; events of a room carry `turn_id` and `seq`."""

    as_json: bool
    turn_id: str | None = None
    applied: set[int] = field(default_factory=set)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    shown: str = ""
    attempt: int = 0
    streaming: bool = False
    # Feedback and words that came in mid-reply, shown after it so as not to cut its line.
    held: list[dict[str, Any]] = field(default_factory=list)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    failed: bool = False

    def take(self, event: dict[str, Any]) -> None:
        """Take an event; those that come before we know our turn wait."""
        if self.turn_id is None:
            self.waiting.append(event)
        elif event.get("turn_id") == self.turn_id and event.get("seq") not in self.applied:
            if event.get("seq") is not None:
                self.applied.add(event["seq"])
            self._show(event)

    def load(self, event: dict[str, Any]) -> None:
        """Take an event made from the room's rows: of our turn, or what was said before."""
        if event.get("turn_id") is not None:
            self.take(event)
        elif event["type"] == "message.created" and event["seq"] not in self.applied:
            self.applied.add(event["seq"])
            if self.as_json:
                print(json.dumps(event, ensure_ascii=False), flush=True)
            else:
                print(f"{event['author']:10} {event['text']}")

    def follow(self, turn_id: str) -> None:
        """Say which turn is ours, and take what came before that was known."""
        self.turn_id = turn_id
        waiting, self.waiting = self.waiting, []
        for event in waiting:
            self.take(event)

    def _show(self, event: dict[str, Any]) -> None:
        kind = event["type"]
        if self.as_json:
            print(json.dumps(event, ensure_ascii=False), flush=True)
        elif self.streaming and kind in {"feedback.ready", "words.ready"}:
            self.held.append(event)
        elif kind == "feedback.ready":
            show_feedback(event)
        elif kind == "words.ready":
            show_words(event)
        elif kind.startswith("reply."):
            self._show_reply(event)
        elif kind == "turn.completed" and event.get("missing"):
            print(f"\n(missing this time: {', '.join(event['missing'])})")
        elif kind == "turn.failed":
            print(f"\n(the turn failed: {event['reason']})")
        self.streaming = kind in {"reply.started", "reply.delta"} or (
            self.streaming and not kind.startswith(("reply.", "turn."))
        )
        if not self.streaming:
            held, self.held = self.held, []
            for waited in held:
                self._show(waited)
        if kind in {"turn.completed", "turn.failed"}:
            self.failed = kind == "turn.failed"
            self.ended.set()

    def _show_reply(self, event: dict[str, Any]) -> None:
        """Show a reply as it streams: each part once, in order, of the newest attempt only."""
        if event["attempt"] < self.attempt:
            return
        if event["attempt"] > self.attempt:
            self.attempt, self.shown = event["attempt"], ""
            print("\nreply      ", end="", flush=True)
        # Positions count UTF-16 code units, as JavaScript, Dart and Java do.
        at = event.get("at", 0)
        shown, text = (one.encode("utf-16-le") for one in (self.shown, event.get("text", "")))
        if at * 2 > len(shown):
            # Something between was missed: `reply.completed` brings the whole.
            return
        if not text.startswith(shown[at * 2 :][: len(text)]):
            print("\n           ", end="")
            shown = b""
        fresh = text[len(shown) - at * 2 :].decode("utf-16-le")
        print(fresh, end="", flush=True)
        self.shown = shown.decode("utf-16-le") + fresh
        if event["type"] == "reply.completed":
            print(flush=True)


def show_feedback(event: dict[str, Any]) -> None:
    """Print what was said about the learner's message."""
    status = event["status"]
    print(f"\nfeedback   {MARKS[status]} {status}: {event.get('feedback_en', '')}")
    if event.get("corrected"):
        print(f"           → {event['corrected']}")
    for edit in event.get("edits", []):
        print(f"           {edit['was']} → {edit['becomes']}  [{edit['degree']}] {edit['why_en']}")


def show_words(event: dict[str, Any]) -> None:
    """Print the words worth learning."""
    words = event.get("words", [])
    shown = [f"{word['lemma']} ({word['sense_en']}, level {word['level']})" for word in words]
    print(f"\nwords      {', '.join(shown) or '-'}")


class Room(SubscriptionEventHandler):
    """Hands a room's publications to the turn; recovery after a break is the SDK's work."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self.subscribed = asyncio.Event()

    async def on_subscribed(self, ctx: SubscribedContext) -> None:
        """Say that nothing published from here on is missed."""
        del ctx
        self.subscribed.set()

    async def on_publication(self, ctx: PublicationContext) -> None:
        """Take an event of the room."""
        self._turn.take(ctx.pub.data)


async def call(http: aiohttp.ClientSession, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """POST JSON and return JSON. Raises `ServerRefusedError` with the problem's detail."""
    async with http.post(path, json=body) as answer:
        result: dict[str, Any] = await answer.json(content_type=None)
        if answer.status >= 400:
            faults = "; ".join(f"{name}: {why}" for name, why in result.get("fields", {}).items())
            raise ServerRefusedError(f"{result['detail']} {faults}".strip())
        return result


async def chat(options: argparse.Namespace) -> int:
    """Send one message and follow its turn; return the exit code."""
    turn = Turn(as_json=options.json)
    async with aiohttp.ClientSession(options.url) as http:
        guest = {"nickname": options.nickname, "birth_year": options.birth_year}
        signed = await call(http, "/api/v1/guests", guest)
        http.headers["Authorization"] = f"Bearer {signed['access_token']}"
        wanted = {"persona": options.persona, "closeness": options.closeness}
        room = await call(http, "/api/v1/rooms", wanted)

        async def fresh_token() -> str:
            # Asked for at each connection and before the token expires. Refresh tokens are for
            # one use: keep the new one.
            nonlocal signed
            body = {"refresh_token": signed["refresh_token"]}
            signed = await call(http, "/api/v1/sessions/refresh", body)
            return str(signed["access_token"])

        parts = urlsplit(options.url)
        scheme = "wss" if parts.scheme == "https" else "ws"
        client = Client(
            f"{scheme}://{parts.netloc}/connection/websocket",
            token=signed["access_token"],
            get_token=fresh_token,
            proxy=None,
        )

        async def load_room(_channel: str) -> StreamPosition:
            # At first, and whenever the SDK was away longer than the stream reaches back.
            history = (await client.rpc("room.history", {"room_id": room["id"]})).data
            for event in history["events"]:
                turn.load(event)
            position = history["position"]
            return StreamPosition(offset=position["offset"], epoch=position["epoch"])

        handler = Room(turn)
        subscription = client.new_subscription(
            f"room:{room['id']}", handler, recoverable=True, get_state=load_room
        )
        await client.connect()
        await subscription.subscribe()
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await handler.subscribed.wait()
                # The same request_id again would give the same answer and send nothing twice.
                command = {
                    "request_id": str(uuid.uuid4()),
                    "room_id": room["id"],
                    "text": options.text,
                }
                sent = await client.rpc("message.send", command)
                turn.follow(sent.data["turn_id"])
                await turn.ended.wait()
        except TimeoutError:
            print(f"\nno end of the turn after {TURN_SECONDS} s", file=sys.stderr)
            return 1
        finally:
            await client.disconnect()
    return 1 if turn.failed else 0


def options_of(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("text", help="what to say, in Korean")
    parser.add_argument("--persona", default="friend")
    parser.add_argument("--closeness", type=int, default=2, choices=(1, 2, 3))
    parser.add_argument("--birth-year", type=int, default=1995)
    parser.add_argument("--nickname", default="Sam")
    parser.add_argument("--url", default="http://localhost:8080")
    parser.add_argument("--json", action="store_true", help="print one event a line, as it came")
    return parser.parse_args(arguments)


def main() -> int:
    """Run, and say in one line what was in the way."""
    options = options_of(sys.argv[1:])
    try:
        return asyncio.run(chat(options))
    except aiohttp.ClientConnectionError:
        print(f"nothing answers at {options.url}: is `make run` running?", file=sys.stderr)
    except (ServerRefusedError, CentrifugeError) as error:
        print(f"refused: {error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
