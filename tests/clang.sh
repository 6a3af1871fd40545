#!/bin/sh
# Every suite of tests/run.sh in a build by clang, where a warning is an error: ends with "N passed, N failed, N
# skipped" too.
#   tests/clang.sh [MESON-TEST-ARGUMENT...]     all suites but slow by default
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh
. tests/build.sh
install_packages $BUILD_PACKAGES $TEST_PACKAGES clang
install_npm_packages build-clang
export CC=clang CXX=clang++
build build-clang -Dbuildtype=debugoptimized -Dwerror=true
rm -f build-clang/meson-logs/testlog.json
status=0
meson test -C build-clang --no-rebuild --no-suite slow --print-errorlogs "$@" || status=$?
python3 tests/count.py $status build-clang/meson-logs/testlog.json
