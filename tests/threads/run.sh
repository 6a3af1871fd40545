#!/bin/sh
# The thread test under ThreadSanitizer, in a build of its own.
set -eu
cd "$(dirname "$0")/../.."
. tests/build.sh
build=build-threads
TARGETS=tests/contracts/test_threads
build $build -Dbuildtype=debugoptimized -Db_sanitize=thread -Db_lundef=false
KOOR_SOURCE=$PWD TSAN_OPTIONS=halt_on_error=1 $build/tests/contracts/test_threads
