"""What no module of the product may call or import, whatever it is for (docs/asvs.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Where chance spreads load or picks a line to say, and makes no secret.
CHANCE = ("app/composition/", "app/llm/", "app/tutor/", "realtime/engine.py", "realtime/hub.py")


def modules() -> Iterator[tuple[str, ast.Module]]:
    for room in ("app", "realtime", "workers"):
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Yield each call with the file and the dotted name of what is called."""
    for name, module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Call):
                yield name, ast.unparse(node.func), node


def imported(package: str) -> list[str]:
    """Return the files that import `package` or something in it."""
    found = []
    for name, module in modules():
        for node in ast.walk(module):
            match node:
                case ast.Import(names=aliases):
                    imports = [alias.name for alias in aliases]
                case ast.ImportFrom(module=str(origin), names=aliases):
                    imports = [f"{origin}.{alias.name}" for alias in aliases]
                case _:
                    continue
            if any(f"{one}.".startswith(f"{package}.") for one in imports):
                found.append(name)
    return found


def test_no_text_is_executed() -> None:
    executing = {"eval", "exec", "compile", "__import__", "builtins.eval", "builtins.exec"}
    assert [(file, called) for file, called, _ in calls() if called in executing] == []


def test_no_shell_is_started() -> None:
    shells = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}
    for file, called, call in calls():
        assert called not in shells, file
        assert not called.endswith("create_subprocess_shell"), file
        assert all(keyword.arg != "shell" for keyword in call.keywords), file


@pytest.mark.parametrize("package", ["pickle", "marshal", "shelve", "dill", "jsonpickle"])
def test_nothing_is_decoded_that_could_bring_code(package: str) -> None:
    assert imported(package) == []


def test_no_broken_hash_protects_anything() -> None:
    broken = {"hashlib.md5", "hashlib.sha1", "hashlib.new"}
    for file, called, call in calls():
        if called in broken:
            said = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
            assert said.get("usedforsecurity") == "False", file


def test_the_only_cipher_is_aes_gcm() -> None:
    ciphers = "cryptography.hazmat.primitives.ciphers"
    assert imported(ciphers) == imported(f"{ciphers}.aead.AESGCM") != []
    assert imported("Crypto") == imported("Cryptodome") == imported("nacl") == []


def test_what_is_secret_is_not_made_by_the_random_module() -> None:
    assert [file for file in imported("random") if not file.startswith(CHANCE)] == []
