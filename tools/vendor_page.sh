#!/usr/bin/env bash
# Brings what the page does not write itself into static/vendor, each at one exact version: the
# browser SDK of the Centrifuge protocol, and the drawing of QR codes.
#
# The packages come through npm with whatever registry it is configured for. Each archive must be,
# byte for byte, the one whose SHA-256 is written here, or nothing is changed.
set -euo pipefail

SDK=centrifuge@5.8.0
SDK_SHA256=0d446d4ad4ef1fc9126a7eddc6a0651977ccfae53aec4160b78b5be0911a1a8b

# The SDK's bundle contains this package; its licence must travel with it.
BUNDLED=events@3.3.0
BUNDLED_SHA256=2c30dd630b58299bdfaac8688f763c6f312d29779c500b1e3701a1d4fb3b534b

# Its package brings no text of its licence (MIT): qrcode-generator.LICENSE is kept in the folder.
CODES=qrcode-generator@2.0.4
CODES_SHA256=02e2e18a99a90b02dad940851f59b7c3c5fd1ab79cbdece8595cb06328878159

vendor="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/static/vendor"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# take <package@version> <sha256 of its archive> <directory to unpack into>
take() {
  local archive
  archive="$work/$(npm pack --ignore-scripts --silent --pack-destination "$work" "$1")"
  if ! echo "$2  $archive" | sha256sum --check --quiet --status; then
    echo "$1: the archive is not the one that was reviewed ($(sha256sum "$archive" | cut -d' ' -f1))" >&2
    exit 1
  fi
  mkdir "$3"
  tar --extract --gzip --file "$archive" --directory "$3" --strip-components 1
}

take "$SDK" "$SDK_SHA256" "$work/sdk"
take "$BUNDLED" "$BUNDLED_SHA256" "$work/bundled"
take "$CODES" "$CODES_SHA256" "$work/codes"

mkdir -p "$vendor"
install -m 644 "$work/sdk/dist/centrifuge.js" "$vendor/centrifuge.js"
install -m 644 "$work/sdk/LICENSE" "$vendor/centrifuge.LICENSE"
install -m 644 "$work/bundled/LICENSE" "$vendor/events.LICENSE"
install -m 644 "$work/codes/dist/qrcode.mjs" "$vendor/qrcode-generator.js"
(
  cd "$vendor"
  {
    echo "# Made by tools/vendor_page.sh from npm packages, unchanged:"
    echo "# $SDK dist/centrifuge.js, which bundles $BUNDLED; $CODES dist/qrcode.mjs."
    sha256sum centrifuge.js centrifuge.LICENSE events.LICENSE qrcode-generator.js \
      qrcode-generator.LICENSE
  } > SHA256SUMS
)
echo "static/vendor: $SDK, $CODES"
