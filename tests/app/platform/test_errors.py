"""Every problem has a name and a number of its own, for HTTP and socket alike."""

import importlib
import pkgutil

import pytest

import app
from app.platform.errors import Problem, TooMany, Unavailable, Unprocessable


def every_problem() -> list[type[Problem]]:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if module.name.endswith((".errors", ".http", ".application")):
            importlib.import_module(module.name)
    found = [Problem]
    for kind in found:
        found += [one for one in kind.__subclasses__() if one.__module__.startswith("app.")]
    return sorted(set(found), key=lambda kind: kind.__qualname__)


@pytest.mark.parametrize("kind", every_problem(), ids=lambda kind: kind.__name__)
def test_a_problem_has_a_status_a_code_of_ours_a_name_and_a_title(kind: type[Problem]) -> None:
    assert 400 <= kind.status <= 599
    assert 400 <= kind.code <= 1999
    assert kind.name == kind.name.lower().replace(" ", "-")
    assert kind.title


def test_what_passes_by_itself_is_temporary_and_the_rest_is_not() -> None:
    temporary = {kind.name for kind in every_problem() if kind.temporary}
    assert {TooMany.name, Unavailable.name} <= temporary
    assert Unprocessable.name not in temporary


def test_a_problem_keeps_its_own_copy_of_the_fields() -> None:
    fields = {"age": "Required"}
    problem = Unprocessable("Some fields are not acceptable", fields=fields)
    fields.clear()
    assert problem.fields == {"age": "Required"}
    assert str(problem) == problem.detail == "Some fields are not acceptable"
