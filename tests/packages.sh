# Sourced by tests/run.sh and examples/quickstart.sh: install_packages NAME... installs the Debian packages
# that are missing, as root or with sudo; on other systems it names them and stops.

missing_packages() {
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
    done
}

install_packages() {
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "This script installs packages with apt-get, which this system lacks. Install these (Debian's" >&2
        echo "names) and run the meson commands of README.md by hand: $*" >&2
        return 1
    fi
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    echo "installing:" $missing
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1; then
        as_root=sudo
    else
        echo "These packages are missing, and this script is neither root nor finds sudo: install" $missing >&2
        return 1
    fi
    # A failed update is no end: the lists that are there may do.
    $as_root apt-get update -qq || true
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

BUILD_PACKAGES="gcc libc6-dev python3 meson ninja-build pkg-config libpcre2-dev libutf8proc-dev libjansson-dev
    libjpeg62-turbo-dev libvips-dev libpango1.0-dev libfontconfig-dev libfribidi-dev libcsv-dev
    libcurl4-openssl-dev tzdata"
TEST_PACKAGES="g++ libcmocka-dev abigail-tools unicode-data php-cli groff-base zsh mypy python3-venv
    doxygen python3-pil python3-distributed python3-icalendar python3-jsonschema"

# For the look at preview.html in a browser, for the Node binding, and for the benches of docs/performance.md: what the
# npm registry has. What needs them is skipped, with the reason, where they are not to be had. Newer ones of playwright-core
# and sharp do not run on the Node.js 18 of Debian 12.
NPM_PACKAGES="playwright-core@1.58.0 axe-core koffi typescript sharp@0.34.5 spintax-extended@0.9.0 spintax@0.0.1
    mel-spintax@1.0.4"

missing_npm_packages() { # FOLDER
    for package in $NPM_PACKAGES; do
        [ -d "$1/node_modules/${package%@*}" ] || echo "$package"
    done
}

install_npm_packages() { # FOLDER
    # Only what is not there: a Node.js from elsewhere brings its npm, and Debian's would contradict it.
    command -v chromium >/dev/null 2>&1 || install_packages chromium || echo "no Chromium: the browser suite is skipped"
    command -v npm >/dev/null 2>&1 || install_packages nodejs npm || return 0
    [ -n "$(missing_npm_packages "$1")" ] || return 0
    mkdir -p "$1"
    # All in one call: npm removes what the call does not name.
    timeout 120 npm install --no-save --no-audit --no-fund --loglevel=error --prefix "$1" \
        $NPM_PACKAGES >"$1.npm.log" 2>&1 || echo "the npm registry cannot be reached: suites that need it are skipped"
    rm -f "$1.npm.log"
}
