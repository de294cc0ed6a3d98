#!/usr/bin/env bash
# Installs what no wheel brings: Chromium and a Korean font for the page's tests, Node for its modules'.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v node >/dev/null || missing+=(nodejs)
fc-list 2>/dev/null | grep -qiE 'cjk|nanum' || missing+=(fonts-noto-cjk)
[ ${#missing[@]} -eq 0 ] && exit 0

if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "installing ${missing[*]} ..."
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends fontconfig "${missing[@]}" >/dev/null
else
  echo "make tools: install ${missing[*]} (Debian's names), then run the tests again" >&2
  exit 1
fi
