#!/bin/sh
# The thread test under ThreadSanitizer, in a build of its own.
set -eu
cd "$(dirname "$0")/../.."
build=build-threads
[ -f $build/build.ninja ] || meson setup $build -Dbuildtype=debugoptimized -Db_sanitize=thread -Db_lundef=false >/dev/null
ninja -C $build tests/contracts/test_threads >$build/build.log 2>&1 || { tail -20 $build/build.log; exit 1; }
KOOR_SOURCE=$PWD TSAN_OPTIONS=halt_on_error=1 $build/tests/contracts/test_threads
