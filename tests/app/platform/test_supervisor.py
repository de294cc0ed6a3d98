"""The processes of a run: started, watched, and ended, the first one first."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.platform.supervisor import Children, RunEndedError

# Stands in for `app.cli`: it says what it does into a file, as its arguments ask.
PROGRAM = """
import os, signal, sys, time
from app.platform.supervisor import end_with_supervisor
name, manner, diary = sys.argv[1:]
def write(what):
    with open(diary, "a") as file:
        file.write(f"{name} {what}\\n")
def ended(*_):
    write("ended")
    if manner != "stubborn":
        sys.exit(0)
signal.signal(signal.SIGTERM, ended)
if manner == "faithful":
    end_with_supervisor()
write(f"session {os.getsid(0) == os.getpid()}")
if manner == "short":
    sys.exit(3)
while True:
    time.sleep(0.01)
"""


class Troupe(Children):
    """Children that run the stand-in, and the diary they share."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._diary = folder / "diary"
        self._diary.touch()
        (folder / "app").mkdir()
        for name, text in {"__init__": "", "cli": PROGRAM}.items():
            (folder / "app" / f"{name}.py").write_text(text)
        # The stand-in's package is found first; what it imports is the real one.
        path = f"__path__.append({str(Path(__file__).parents[3] / 'app')!r})\n"
        (folder / "app" / "__init__.py").write_text(path)
        self._environment = {**os.environ, "PYTHONPATH": str(folder)}

    async def begin(self, name: str, manner: str, *, stop_seconds: float = 10) -> int:
        """Start one and wait until it has begun; return its process id."""
        child = await self.start(
            name, [name, manner, str(self._diary)], self._environment, stop_seconds=stop_seconds
        )
        await self.has_written(f"{name} session True")
        return child.process_id

    @property
    def diary(self) -> list[str]:
        return self._diary.read_text().splitlines()

    async def has_written(self, line: str, times: int = 1) -> None:
        async with asyncio.timeout(10):
            while True:
                if self.diary.count(line) >= times:
                    return
                await asyncio.sleep(0.005)


@pytest.fixture
async def troupe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Troupe]:
    monkeypatch.chdir(tmp_path)
    made = Troupe(tmp_path)
    yield made
    for child in made._children:
        if not child.ended:
            os.kill(child.process_id, signal.SIGKILL)
            await child.wait()


async def test_the_first_has_ended_before_the_others_are_asked_to(troupe: Troupe) -> None:
    for name in ("server", "worker", "other"):
        await troupe.begin(name, "willing")
    await troupe.stop()
    ends = [line for line in troupe.diary if line.endswith("ended")]
    assert ends[0] == "server ended"
    assert sorted(ends[1:]) == ["other ended", "worker ended"]


async def test_one_that_does_not_end_in_time_is_killed(troupe: Troupe) -> None:
    await troupe.begin("server", "stubborn", stop_seconds=0.1)
    (child,) = troupe._children
    await troupe.stop()
    assert await child.wait() == -signal.SIGKILL


async def test_hurrying_asks_again(troupe: Troupe) -> None:
    await troupe.begin("server", "stubborn")
    troupe.hurry()
    await troupe.has_written("server ended")
    troupe.hurry()
    await troupe.has_written("server ended", times=2)


async def test_one_that_ends_by_itself_ends_the_wait_with_its_name_and_code(
    troupe: Troupe,
) -> None:
    await troupe.begin("server", "willing")
    await troupe.begin("worker", "short")
    with pytest.raises(RunEndedError, match="the worker ended with code 3: its last line"):
        await troupe.raise_when_one_ends()
    await troupe.stop()


async def test_one_that_was_killed_is_said_by_the_signal(troupe: Troupe) -> None:
    os.kill(await troupe.begin("server", "willing"), signal.SIGKILL)
    with pytest.raises(RunEndedError, match="the server was ended by SIGKILL"):
        await troupe.raise_when_one_ends()


async def test_a_faithful_child_ends_when_its_supervisor_is_gone(troupe: Troupe) -> None:
    await troupe.begin("server", "faithful")
    (child,) = troupe._children
    assert child._process.stdin is not None
    child._process.stdin.close()
    await troupe.has_written("server ended")
    assert await child.wait() == 0
