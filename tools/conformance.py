"""`make conformance`: the official SDKs against the engine, on memory and on Redis.

The Python SDK's own tests come from its source archive (the file that talks to a server, its JSON
half; the others bring servers of their own). The JavaScript package brings none, so
tests/conformance/sdk.test.mjs drives it over its three transports. Everything started is ended.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
SUITE = ROOT / "tests/conformance"
#: The Python SDK's tests know no other.
PORT = 8000
SECONDS_TO_START = 20

Counts = Mapping[str, int]


def main() -> int:
    """Run all suites on both brokers; return 1 where a test failed."""
    # A run that is ended ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    refuse_used_ports()
    outcomes: list[tuple[str, str, Counts]] = []
    with tempfile.TemporaryDirectory(prefix="conformance-") as scratch:
        sdk = python_sdk(Path(scratch))
        subprocess.run(
            ["npm", "install", "--silent", "--no-package-lock", "--no-audit", "--no-fund"],
            cwd=SUITE,
            check=True,
        )
        for broker in ("memory", "redis"):
            with served(broker, Path(scratch)) as engines:
                print(f"{broker}: the JavaScript SDK ...", flush=True)
                outcomes.append(("JavaScript SDK, three transports", broker, node_tests(engines)))
                # After the other: they disconnect without waiting for their first subscription,
                # and expect to recover it. A node that has just started may lose that race.
                print(f"{broker}: the Python SDK's own tests ...", flush=True)
                outcomes.append(("Python SDK, its own tests", broker, python_tests(sdk)))
    print(f"\n{'suite':34} {'broker':8} passed failed left out")
    for suite, broker, counts in outcomes:
        passed, failed, left_out = (counts[each] for each in ("passed", "failed", "left_out"))
        print(f"{suite:34} {broker:8} {passed:6} {failed:6} {left_out:8}")
    print("left out: Protobuf, which is not served")
    return 1 if any(counts["failed"] for _, _, counts in outcomes) else 0


def refuse_used_ports() -> None:
    """End here with one line where something else would be tested."""
    for port in (PORT, PORT + 1, PORT + 2):
        if health(port):
            sys.exit(f"something is served on port {port}: end it first")


def python_sdk(directory: Path) -> Path:
    """Return the folder of the Python SDK's source archive, of the version and hash pinned here."""
    pinned = (ROOT / "requirements/run.txt").read_text()
    found = re.search(r"^centrifuge-python==.*(?:\\\n.*)+", pinned, re.MULTILINE)
    assert found is not None
    requirement = directory / "sdk.txt"
    requirement.write_text(found[0])
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
            *("--no-deps", "--no-binary", "centrifuge-python", "--require-hashes"),
            *("-r", str(requirement), "-d", str(directory)),
        ],
        check=True,
    )
    [archive] = directory.glob("centrifuge_python-*.tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(directory, filter="data")
    return archive.with_name(archive.name.removesuffix(".tar.gz"))


@contextmanager
def served(broker: str, scratch: Path) -> Iterator[list[int]]:
    """Serve the engine (two nodes where the broker joins them) and a strict one; yield the ports.

    The strict one is served on the last port, and not among those yielded.
    """
    with ExitStack() as stack:
        ports = [PORT] if broker == "memory" else [PORT, PORT + 1]
        for port in ports:
            environment = {"BROKER": broker, "PORT": str(port), "DATA_DIR": str(scratch)}
            stack.enter_context(running(port, ["tools/engine.py"], environment))
        strict = ["-m", "realtime", "--config", str(SUITE / "strict.toml")]
        stack.enter_context(running(PORT + 2, [*strict, "--port", str(PORT + 2)], {}))
        yield ports


@contextmanager
def running(port: int, arguments: list[str], environment: Mapping[str, str]) -> Iterator[None]:
    """Run a server until left; it has to end well after SIGTERM."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        start_new_session=True,
    )
    try:
        end = time.monotonic() + SECONDS_TO_START
        while not health(port):
            if process.poll() is not None or time.monotonic() > end:
                sys.exit(f"the engine on port {port} did not start")
            time.sleep(0.05)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        if code != 0:
            print(f"the engine on port {port} ended with {code}", file=sys.stderr)


def health(port: int) -> bool:
    """Whether something answers there."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def python_tests(sdk: Path) -> Counts:
    """Run the Python SDK's tests and return their counts."""
    run = subprocess.run(
        [sys.executable, str(ROOT / "tools/python_sdk_tests.py")],
        cwd=sdk,
        env={**os.environ, "PYTHONPATH": str(sdk)},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        print(run.stderr[-20_000:], file=sys.stderr)
    for line in re.findall(r"^passed the second time: .*$", run.stderr, re.MULTILINE):
        print(line, flush=True)
    counts: Counts = json.loads(run.stdout.splitlines()[-1])
    return counts


def node_tests(ports: list[int]) -> Counts:
    """Run our script over the JavaScript SDK and return its counts."""
    engines = ",".join(f"http://127.0.0.1:{port}" for port in ports)
    run = subprocess.run(
        ["node", "--test", "--test-reporter=tap", "sdk.test.mjs"],
        cwd=SUITE,
        env={**os.environ, "ENGINES": engines, "STRICT": f"http://127.0.0.1:{PORT + 2}"},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if run.returncode:
        print(run.stdout[-20_000:], file=sys.stderr)
    lines = re.findall(r"^# (\w+) (\d+)$", run.stdout, re.MULTILINE)
    totals = {name: int(count) for name, count in lines}
    return {
        "passed": totals["pass"],
        "failed": totals["fail"] + totals["cancelled"],
        "left_out": totals["skipped"],
    }


if __name__ == "__main__":
    sys.exit(main())
