#!/bin/sh
# Runs the fuzz targets under address and undefined-behaviour sanitizers, one after the other, and says for
# each how many inputs it tried and how many edges it reached.
#   tests/fuzz/run.sh [SECONDS [TARGET...]]      60 seconds each by default; all targets
# What it finds stands in build-fuzz/found/TARGET-*: shorten it, mend the cause, and keep it in corpus/TARGET.
set -eu
cd "$(dirname "$0")/../.."
. tests/build.sh
seconds=${1:-60}
[ $# -gt 0 ] && shift
command -v clang >/dev/null || { echo "the fuzz targets need clang and its runtime (Debian: clang, libclang-rt-14-dev)" >&2; exit 2; }
build=build-fuzz
export CC=clang
build $build -Dfuzz=true -Dbuildtype=debugoptimized -Db_sanitize=address,undefined -Db_lundef=false \
    -Ddefault_library=static
mkdir -p $build/found
status=0
for target in "${@:-}"; do
    for program in $build/tests/fuzz/fuzz_${target:-*}; do
        [ -f "$program" ] || continue
        name=${program##*/fuzz_}
        mkdir -p "$build/corpus/$name"
        if ! "$program" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 \
            -artifact_prefix="$build/found/$name-" "$build/corpus/$name" "tests/fuzz/corpus/$name" >"$build/found/$name.log" 2>&1; then
            status=1
            echo "$name: FAILED, see $build/found/$name.log"
            continue
        fi
        echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/found/$name.log") inputs, $(grep -o 'cov: [0-9]*' "$build/found/$name.log" | tail -1 | cut -c6-) edges, ${seconds} s"
    done
done
exit $status
