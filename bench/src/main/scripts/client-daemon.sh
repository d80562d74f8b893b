#!/usr/bin/env bash
# What the client of a device costs before anybody touches it: time from its start until it says "ready", and resident memory two
# seconds later. Every round starts each variant once, so that whatever else the machine does falls on all of them.
#   bench/src/main/scripts/client-daemon.sh [ROUNDS]      after ./simple-sign-in --help, which builds
set -euo pipefail
cd "$(dirname "$0")/../../../.."
rounds=${1:-7}
java=${JAVA_HOME:?set JAVA_HOME to a JDK 25}/bin/java
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

class_path="$(ls "$PWD"/demo/target/demo-*.jar):$PWD/demo/target/lib/*"
cache=demo/target/device.aot
[ -s "$cache" ] || { echo "there is no $cache: start ./simple-sign-in --help, which builds" >&2; exit 1; }
small="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms8m -Xmx64m -Xss512k -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -XX:ReservedCodeCacheSize=24m"
declare -A flags=(
  [plain]=""
  [small]="$small"
  [small+aot]="$small -XX:AOTCache=$cache -Xlog:aot*=error"
)

start() { # NAME FLAGS…: prints milliseconds and kilobytes
  local name=$1
  shift
  local data="$directory/data-$name-$RANDOM" began ready=""
  mkdir -m 700 "$data"
  began=$(date +%s%N)
  coproc CLIENT { exec "$java" "$@" --enable-native-access=ALL-UNNAMED -cp "$class_path" org.simplesignin.demo.DemoMain device \
    --port 0 --host tv.localhost --form tv --name TV --data "$data" --server http://127.0.0.1:9 2>"$directory/log"; }
  local pid=$CLIENT_PID
  while IFS= read -r -u "${CLIENT[0]}" line; do
    case $line in ready*) ready=$(date +%s%N); break ;; esac
  done
  [ -n "$ready" ] || { cat "$directory/log" >&2; exit 1; }
  sleep 2
  echo "$(((ready - began) / 1000000)) $(awk '/^VmRSS/ {print $2}' "/proc/$pid/status")"
  kill "$pid"
  wait "$pid" 2>/dev/null || true
}

for ((round = 1; round <= rounds; round++)); do
  for name in plain small small+aot; do
    echo "$name $(start "$name" ${flags[$name]})" >>"$directory/figures"
  done
done
middle=$(((rounds + 1) / 2))
for name in plain small small+aot; do
  millis=$(grep "^$name " "$directory/figures" | sort -n -k2 | awk -v m=$middle 'NR == m {print $2}')
  kilobytes=$(grep "^$name " "$directory/figures" | sort -n -k3 | awk -v m=$middle 'NR == m {print $3}')
  echo "$name: ready after $millis ms, $((kilobytes / 1024)) MB resident (median of $rounds)"
done
echo "AOT cache: $(($(stat -c %s "$cache") / 1048576)) MB on disk; load of the machine $(cut -d' ' -f1 /proc/loadavg)"
