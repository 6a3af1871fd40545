# Sourced by the scripts beside it: `build FOLDER OPTION...` makes or brings up to date a build folder, all of it or the
# TARGETS. What meson or the compiler say is shown only where they fail; then 1.

build() {
    folder=$1
    shift
    if [ -f "$folder/build.ninja" ]; then
        meson configure "$folder" "$@" >/dev/null
    else
        meson setup "$folder" "$@" >"$folder.log" 2>&1 || { cat "$folder.log"; return 1; }
        rm -f "$folder.log"
    fi
    ninja -C "$folder" ${TARGETS:-} >"$folder/build.log" 2>&1 || { tail -40 "$folder/build.log"; return 1; }
}
