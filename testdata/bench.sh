#!/usr/bin/env bash
# Speed and memory of whole commands on generated feedback. Prints one line a figure:
#   BENCH what seconds=… cpu=… rss_mb=… …
# LUISTER names the program (default build/luister); SIZES the volumes (default "20000 100000").
set -euo pipefail
cd "$(dirname "$0")/.."
luister=$(realpath "${LUISTER:-build/luister}")
work=$(mktemp -d "${TMPDIR:-/tmp}/luister-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
command -v /usr/bin/time >/dev/null || { echo "bench: /usr/bin/time is needed (Debian package time)"; exit 1; }
go build -o "$work/generate" ./testdata/sample/generate

# timed WHAT COMMAND…: runs a command quietly and prints what it took.
timed() {
  local what=$1; shift
  /usr/bin/time -f '%e %U %S %M' -o "$work/time" "$@" >"$work/out" 2>"$work/err" || { tail -5 "$work/err"; return 1; }
  awk -v what="$what" '{printf "BENCH %s seconds=%.2f cpu=%.2f rss_mb=%.0f\n", what, $1, $2+$3, $4/1024}' "$work/time"
}

for n in ${SIZES:-20000 100000}; do
  "$work/generate" -csv -n "$n" -seed 2 -out "$work/$n/inbox" 2>/dev/null
  ws="$work/ws$n"
  "$luister" init "$ws" >/dev/null
  cp "$work/$n/inbox/klachten.csv" "$ws/inbox/"
  timed "run-$n" "$luister" run -w "$ws"
  timed "run-$n-nothing-new" "$luister" run -w "$ws"
  "$work/generate" -csv -n 200 -seed 3 -out "$work/new/inbox" 2>/dev/null
  sed 's/^Z-/N-/' "$work/new/inbox/klachten.csv" >"$ws/inbox/klachten-nieuw.csv"
  timed "run-200-on-$n" "$luister" run -w "$ws"
  timed "search-$n" "$luister" search -w "$ws" "monteur kwam niet opdagen"
  timed "similar-$n" "$luister" similar -w "$ws" "er is niemand verschenen op de afspraak"
  newest=$(printf "%s\n" "$ws"/snapshots/* | tail -1) # by itself: du counts files that snapshots share once
  echo "BENCH size-$n text_mb=$(du -m "$work/$n/inbox/klachten.csv" | cut -f1) tables_mb=$(du -sm "$newest/tables" | cut -f1) index_mb=$(du -sm "$newest/index" | cut -f1)"
done

texts="$work/texts.jsonl"
sed 's/.*"key":"\([^"]*\)".*"text":\(".*"\)}$/{"id":"\1","text":\2}/' "$work/20000/truth.jsonl" >"$texts" 2>/dev/null || exit 0
words=$(wc -w <"$texts")
for command in "mask" "annotate" "embed" "group"; do
  timed "$command-20000" sh -c "exec '$luister' $command <'$texts'"
done
timed "annotate-to-lemma-20000" sh -c "exec '$luister' annotate --to lemma <'$texts'"
echo "BENCH words-20000 $words"

# Real texts repeat themselves less than generated ones: questions put to a parliament.
questions="${LUISTER_SHARED:-../shared}/data/dekamer-nl/dekamer2017.jsonl"
[ -e "$questions" ] || { echo "bench: no $questions (LUISTER_SHARED), real texts are left out"; exit 0; }
sed -E 's/.*"question": ("([^"\\]|\\.)*").*/{"id":"q","text":\1}/' "$questions" >"$texts"
timed "annotate-questions" sh -c "exec '$luister' annotate <'$texts'"
timed "annotate-to-lemma-questions" sh -c "exec '$luister' annotate --to lemma <'$texts'"
echo "BENCH words-questions $(wc -w <"$texts")"
