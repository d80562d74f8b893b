#!/usr/bin/env bash
# How fast the dialogs are in a real Chromium, as it is and slowed six times, and what a thousand of them leave on the heap.
# Five minutes; the machine should have nothing else to do.
#   bench/src/main/scripts/dialogs.sh
set -euo pipefail
cd "$(dirname "$0")/../../../.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! ./mvnw -Pquick -pl client -am test -Dtest=SpeedTest -Dsurefire.failIfNoSpecifiedTests=false -Dspeed=yes >"$log" 2>&1; then
  tail -n 40 "$log" >&2
  exit 1
fi
grep -E "^(request to|key to|[0-9]+ of|[0-9]+ dialogs)" "$log"
