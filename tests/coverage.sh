#!/bin/sh
# The lines and branches of src/ that the tests run, by gcovr: builds with counters, runs the suites, says the two
# figures and the files that are farthest from whole. Each block of an arena is asked from the allocator
# (KR_ARENA_CHUNK), so that the suite oom reaches what handles a failure of it.
#   tests/coverage.sh [MESON-TEST-ARGUMENT...]     all suites but browser, docs, embed and slow by default
# Every line is in build-coverage/coverage.txt, every branch in build-coverage/branches.txt. Exit status 1 below 95 % of the
# lines or 85 % of the branches, or where a test fails.
set -eu
cd "$(dirname "$0")/.."
. tests/build.sh
command -v gcovr >/dev/null || { echo "coverage needs gcovr (Debian: gcovr)" >&2; exit 2; }
build=build-coverage
[ $# -gt 0 ] || set -- --no-suite browser --no-suite docs --no-suite embed --no-suite slow
build $build -Dbuildtype=debug -Doptimization=0 -Db_coverage=true -Dc_args=-DKR_ARENA_CHUNK=1
find $build -name '*.gcda' -delete # what an earlier run counted
status=0
meson test -C $build --no-rebuild -t 5 "$@" >$build/test.log 2>&1 || { status=1; sed -n '/Summary of Failures/,$p' $build/test.log; }
gcovr --root . --filter 'src/' --exclude-unreachable-branches $build \
    --txt $build/coverage.txt --json-summary $build/coverage.json >/dev/null
gcovr --root . --filter 'src/' --exclude-unreachable-branches $build \
    --branches --txt $build/branches.txt >/dev/null
python3 - $build/coverage.json <<'END' || status=1
import json, sys

total = json.load(open(sys.argv[1]))
missing = lambda file: file["branch_total"] - file["branch_covered"]
for file in sorted(total["files"], key=missing, reverse=True)[:10]:
    print(f"{file['filename']}: {file['line_total'] - file['line_covered']} lines, {missing(file)} branches not run")
for kind in ("line", "branch"):
    print(f"{kind}: {total[kind + '_percent']} % ({total[kind + '_covered']} of {total[kind + '_total']})")
sys.exit(total["line_percent"] < 95 or total["branch_percent"] < 85)
END
exit $status
