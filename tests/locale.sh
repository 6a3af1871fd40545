#!/bin/sh
# The suites that could notice the machine's language or time zone, in three machines that are not like the developer's:
# German, where a decimal point is a comma; no locale at all and a zone that does not exist; a zone that is only a rule.
#   tests/locale.sh [MESON-TEST-ARGUMENT...]     the suites unit, cli, property, output and bindings by default
# The German locale is made in build-locale, so that nothing of the system changes. Ends with "N passed, N failed, N
# skipped".
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh
. tests/build.sh
install_packages $BUILD_PACKAGES $TEST_PACKAGES locales
install_npm_packages build-locale
[ $# -gt 0 ] || set -- --suite unit --suite cli --suite property --suite output --suite bindings
build build-locale -Dbuildtype=debugoptimized
rm -f build-locale/meson-logs/*.json
mkdir -p build-locale/locales
localedef -i de_DE -f UTF-8 build-locale/locales/de_DE.UTF-8
status=0

suites_in() { # LOG VARIABLE=VALUE...
    log=$1
    shift
    settings=$*
    env "$@" meson test -C build-locale --no-rebuild --no-suite slow --print-errorlogs --logbase "$log" $arguments ||
        { status=1; echo "these failed with $settings"; }
}

arguments=$*
suites_in german "LOCPATH=$PWD/build-locale/locales" LC_ALL=de_DE.UTF-8 TZ=Pacific/Chatham
suites_in none LC_ALL=C TZ=:/nonexistent
suites_in rule LC_ALL=C.UTF-8 "TZ=<+0530>-5:30"
python3 tests/count.py $status build-locale/meson-logs/german.json build-locale/meson-logs/none.json \
    build-locale/meson-logs/rule.json
