#!/bin/sh
# Installs what the tests need, builds twice, runs every suite in both builds, and ends with "N passed, N
# failed, N skipped". One build has address and undefined-behaviour sanitizers; the other is what users get:
# an optimiser may break what a sanitizer never sees. Exit status 0 only when nothing failed.
# Arguments are handed to meson test: ./tests/run.sh --suite unit
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh
. tests/build.sh
install_packages $BUILD_PACKAGES $TEST_PACKAGES

for folder in build-tests build-release; do
    install_npm_packages $folder # before meson, which looks for node
    rm -f $folder/meson-logs/testlog.json
done
build build-tests -Dbuildtype=debug -Db_sanitize=address,undefined -Db_lundef=false &&
    build build-release -Dbuildtype=release -Dbenchmarks=true || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

status=0
for folder in build-tests build-release; do
    meson test -C $folder --no-rebuild --no-suite slow --print-errorlogs "$@" || status=$?
done
python3 tests/count.py $status build-tests/meson-logs/testlog.json build-release/meson-logs/testlog.json
