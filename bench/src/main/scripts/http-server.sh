#!/usr/bin/env bash
# Start, memory and processor time a request of a server, beside those of another checkout, in turn.
#   bench/src/main/scripts/http-server.sh OTHER_CHECKOUT [ROUNDS]
# Both must be built (./simple-sign-in --help builds). It needs wrk, and an otherwise idle machine.
set -euo pipefail
cd "$(dirname "$0")/../../../.."
other=${1:?name another, built checkout}
rounds=${2:-2}
umask 077
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
printf '{"identityProviders": [{"identityProviderName": "sample-video", "name": "Sample Video"}],
 "apps": [{"app": "sample-tv", "name": "Sample", "publisher": "Sample", "identityProviderName": "sample-video", "nativeApp": true}]}' >"$directory/registry.json"

resident() { awk '/^VmRSS/ {printf "%d MB", $2 / 1024}' "/proc/$1/status"; }
ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }

measure() { # checkout, data directory
  local begun ready url before requests
  begun=$(date +%s%N)
  "$1/simple-sign-in" server --port 0 --data "$directory/$2" --registry "$directory/registry.json" \
    --public-url https://ssi.example >"$directory/out" 2>"$directory/log" &
  until url=$(sed -n 's/^ready //p' "$directory/out") && [ -n "$url" ]; do
    kill -0 $! 2>/dev/null || { cat "$directory/log" >&2; exit 1; }
    sleep 0.02
  done
  ready=$(date +%s%N)
  sleep 2
  echo -n "$1: ready after $(((ready - begun) / 1000000)) ms, resident $(resident $!)"
  wrk -t1 -c8 -d6s "$url/oauth/jwks" >/dev/null # warm-up
  before=$(ticks $!)
  requests=$(wrk -t1 -c8 -d8s "$url/oauth/jwks" | awk '/requests in/ {print $1}')
  echo ", then $(resident $!); $((($(ticks $!) - before) * 10000 / requests)) µs of processor time a request, $requests in 8 s"
  kill $!
  wait $! || true
  : >"$directory/out"
}

for round in $(seq "$rounds"); do
  measure "$other" "other-$round"
  measure "$PWD" "this-$round"
done
