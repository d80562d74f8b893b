#!/usr/bin/env bash
# How long health and a device wait while many people sign in at once, and what memory the server takes for it.
#   bench/src/main/scripts/sign-in-flood.sh [AT_ONCE] [SECONDS] [heed|ignore] [CHECKOUT]
# after ./mvnw -q -Pquick -pl bench -am package -DskipTests and ./simple-sign-in --help, which build. They heed what
# Retry-After says, or not. CHECKOUT is another, built one whose server is measured instead, to compare.
set -euo pipefail
cd "$(dirname "$0")/../../../.."
at_once=${1:-40}
seconds=${2:-20}
retry=${3:-heed}
checkout=${4:-$PWD}
java=${JAVA_HOME:?set JAVA_HOME to a JDK 25}/bin/java
umask 077 # Enrolments hold secrets: the server wants them for itself.
directory=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$directory"' EXIT

secret=$(openssl rand 24 | basenc --base64url)
printf '{"identityProviders": [{"identityProviderName": "sample-video", "name": "Sample Video"}],
 "apps": [{"app": "sample-tv", "name": "Sample", "publisher": "Sample", "identityProviderName": "sample-video", "nativeApp": true}]}' >"$directory/registry.json"
printf '{"customers": [{"customer": "alice", "displayName": "Alice"}],
 "enrolments": [{"secret": "%s", "customer": "alice", "device": "tv-1", "deviceName": "TV", "deviceModel": "TV"}]}' "$secret" >"$directory/enrolments.json"
printf '{"limits": [{"limit": "DEVICE_CALLS_PER_DEVICE", "most": 100000, "periodSeconds": 1},
 {"limit": "DEVICE_CALLS_PER_CUSTOMER", "most": 100000, "periodSeconds": 1}]}' >"$directory/limits.json"

touch "$directory/out"
# A server from before it had one tells its health on its only port.
operations=
! "$checkout/simple-sign-in" server --help 2>&1 | grep -q -- --operations-port || operations="--operations-port 0"
# Unquoted: two words, or none.
"$checkout/simple-sign-in" server --port 0 $operations --data "$directory/data" --registry "$directory/registry.json" \
  --enrolments "$directory/enrolments.json" --limits "$directory/limits.json" --behind-proxy \
  --public-url https://flood.example >"$directory/out" 2>"$directory/log" &
server=$!
until url=$(sed -n 's/^ready //p' "$directory/out") && [ -n "$url" ]; do
  kill -0 "$server" 2>/dev/null || { cat "$directory/log" >&2; exit 1; }
  sleep 0.2
done
port=$(sed -n 's/^operations on port //p' "$directory/out")
health=${port:+http://127.0.0.1:$port}
memory() { awk -v name="$1" '$1 == name ":" {printf "%d MB", $2 / 1024}' "/proc/$server/status"; }

echo "resident before: $(memory VmRSS)"
"$java" -cp "bench/target/classes:bench/target/lib/*" org.simplesignin.bench.SignInFlood \
  "$url" https://flood.example "${health:-$url}/health/ready" "$secret" "$at_once" "$seconds" "$retry"
echo "resident after: $(memory VmRSS), at most: $(memory VmHWM); load of the machine $(cut -d' ' -f1 /proc/loadavg)"
grep -c 'SEVERE\|ERROR' "$directory/log" | sed 's/^/errors in the log: /' || true
