"""`make security`: every check, one summary.

Exits with 1 where something was found. What could not be looked at, because the advisory service
does not answer, is said and passes; with `--strict`, as a pipeline runs it, it exits with 2.
`--quick` leaves out what needs the network or takes long.
"""

import sys
from pathlib import Path

from tools.security.code import check_code
from tools.security.dependencies import check_dependencies
from tools.security.result import exit_code, summary
from tools.security.secret_scan import check_secrets, write_baseline
from tools.security.tree import check_tree


def main(arguments: list[str]) -> int:
    """Run the checks and return the exit code."""
    if "--write-baseline" in arguments:
        write_baseline()
        return 0
    results = [check_code(), check_tree()]
    if "--quick" not in arguments:
        results += [
            check_secrets(),
            check_dependencies(sorted(Path("requirements").glob("*.txt"))),
        ]
    code = exit_code(results, strict="--strict" in arguments)
    if "--quick" not in arguments or code:
        print("\n".join(summary(results)))
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
