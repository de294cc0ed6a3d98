#!/usr/bin/env bash
# Pins and hashes requirements/*.in anew, for every platform, without index addresses.
set -euo pipefail
cd "$(dirname "$0")/.."

pin() {
  uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-annotate --no-header --upgrade "$@"
}
pin requirements/build.in -o requirements/build.txt
pin requirements/run.in -o requirements/run.txt
pin -c requirements/run.txt requirements/test.in -o requirements/test.txt
pin -c requirements/run.txt requirements/security.in -o requirements/security.txt
pin -c requirements/run.txt requirements/model.in -o requirements/model.txt
pin -c requirements/run.txt requirements/bench.in -o requirements/bench.txt
