#!/bin/sh
# Installs what is missing, builds koor in build/, plans the sample campaign with its pictures, and shows
# three of its texts.
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh
install_packages $BUILD_PACKAGES

[ -f build/build.ninja ] || meson setup build -Dbuildtype=release -Dtests=false >build.log 2>&1 || { cat build.log; exit 1; }
rm -f build.log
echo "building koor: a minute or two on two cores"
ninja -C build >build/build.log 2>&1 || { tail -40 build/build.log; exit 1; }

out=build/campaign
rm -rf "$out"
build/examples/koor plan --config examples/campaign/campaign.json --now 2027-03-20T09:00:00Z -o "$out"
echo
echo "Three of the texts:"
echo
python3 - "$out/plan.jsonl" <<'EOF'
import json, sys
items = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
for item in items[:: max(1, len(items) // 3)][:3]:
    print(f"-- {item['person']} ({item['circle']}), {item['publish_at']}\n{item['text']}\n")
EOF
echo "All of it, with pictures: $out/preview.html"
