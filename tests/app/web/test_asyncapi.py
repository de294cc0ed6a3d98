"""The AsyncAPI document names every event and every command, and hangs together."""

import importlib
import pkgutil

import app
from app.composition.house import House
from app.platform.events import Event
from app.web.asyncapi import COMMANDS, EVENTS, NOTICES, asyncapi
from tests.app.web.references import references, resolve

DOCUMENT = asyncapi()


def test_every_reference_leads_somewhere() -> None:
    found = set(references(DOCUMENT))
    assert found
    for reference in found:
        assert resolve(DOCUMENT, reference)


def test_every_event_of_the_rooms_and_every_notice_is_documented_once() -> None:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if module.name.endswith((".events", ".notice")):
            importlib.import_module(module.name)
    ours = {kind for kind in Event.__subclasses__() if kind.__module__.startswith("app.")}
    assert {*EVENTS, *NOTICES} == ours
    assert len(EVENTS) + len(NOTICES) == len(ours)
    for channel, kinds in (("room", EVENTS), ("personal", NOTICES)):
        tags = {str(kind.__struct_config__.tag) for kind in kinds}
        assert set(DOCUMENT["channels"][channel]["messages"]) == tags


def test_every_command_that_the_server_takes_is_documented(house: House) -> None:
    assert set(house.engine._node.backend._rpc) == set(COMMANDS)


def test_every_command_says_what_it_takes_and_answers() -> None:
    for name, (takes, answers) in COMMANDS.items():
        operation = DOCUMENT["operations"][name]
        (asked,) = (resolve(DOCUMENT, one["$ref"]) for one in operation["messages"])
        assert resolve(DOCUMENT, asked["$ref"])["title"] == takes.__name__
        assert ("reply" in operation) == (answers is not None)


def test_every_message_says_in_a_line_what_it_is() -> None:
    for message in DOCUMENT["components"]["messages"].values():
        assert message["summary"].endswith((".", ":")) or "`" in message["summary"]
