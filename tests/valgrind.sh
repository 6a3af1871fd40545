#!/bin/sh
# The unit tests under valgrind's memcheck: reads of what was never written, which the sanitizers do not see, beside
# overruns and leaks. In a build of its own without sanitizers; tells the programs that fail, and how many there were.
#   tests/valgrind.sh [NAME...]     base table, utf8 ...; all unit tests by default
# What fails has its log in build-valgrind/NAME.log. Blocks that libvips, GLib and fontconfig keep until the process ends are not ours.
set -eu
cd "$(dirname "$0")/.."
. tests/build.sh
command -v valgrind >/dev/null || { echo "valgrind is needed (Debian: valgrind)" >&2; exit 2; }
build=build-valgrind
build $build -Dbuildtype=debugoptimized
export KOOR_SOURCE="$PWD" KOOR_BUILD="$PWD/$build" KOOR_SHARED="${KOOR_SHARED:-$PWD/../shared}"
run=0 failed=0
for name in "${@:-*}"; do
    for program in $build/tests/unit/test_$name; do
        [ -f "$program" ] && [ -x "$program" ] || continue
        log=$build/${program##*/test_}.log
        run=$((run + 1))
        kinds=definite
        case $program in */test_module) kinds=none ;; esac
        valgrind --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=$kinds --show-leak-kinds=$kinds \
            --quiet "$program" >"$log" 2>&1 || { failed=$((failed + 1)); echo "FAILED $program, see $log"; }
    done
done
echo "$run programs, $failed failed"
[ "$run" -gt 0 ] && [ "$failed" -eq 0 ]
