#!/bin/sh
# Installs what the tests need, builds with address and undefined-behaviour sanitizers, runs every
# suite, and ends with "N passed, N failed, N skipped". Exit status 0 only when nothing failed.
# Arguments are handed to meson test: ./tests/run.sh --suite unit
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh
install_packages $BUILD_PACKAGES $TEST_PACKAGES

build=build-tests
install_browser $build # before meson, which looks for node
options="-Dbuildtype=debug -Db_sanitize=address,undefined -Db_lundef=false"
if [ -f $build/build.ninja ]; then
    meson configure $build $options >/dev/null
else
    meson setup $build $options >$build.log 2>&1 || { cat $build.log; exit 1; }
fi
rm -f $build.log
ninja -C $build >$build/build.log 2>&1 || { tail -40 $build/build.log; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

rm -f $build/meson-logs/testlog.json
status=0
meson test -C $build --no-rebuild --no-suite slow --print-errorlogs "$@" || status=$?
python3 tests/count.py $build/meson-logs/testlog.json $status
