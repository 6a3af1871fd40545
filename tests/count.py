#!/usr/bin/env python3
"""The closing line of a test run: counts the single tests of meson's logs, one log a build.

Usage: count.py STATUS TESTLOG... TAP programs count by their lines, others as one test each. A skipped
test says why, before the closing line.
"""

import json
import re
import sys


def tally(result):
    """(passed, failed, skipped, reasons) of one program."""
    lines = re.findall(r"^(not ok|ok)\b(.*)$", result.get("stdout", ""), re.M)
    if not lines:
        verdict = result["result"]
        reasons = [result.get("stdout", "").strip().splitlines()[-1:] or ["no reason given"]]
        return (verdict == "OK", verdict not in ("OK", "SKIP"), verdict == "SKIP",
                reasons[0] if verdict == "SKIP" else [])
    skipped = [rest for _, rest in lines if re.search(r"#\s*SKIP", rest, re.I)]
    failed = sum(word == "not ok" for word, rest in lines if rest not in skipped)
    crashed = not failed and result["result"] not in ("OK", "SKIP")
    return len(lines) - len(skipped) - failed, failed + crashed, len(skipped), \
        [rest.strip(" -") for rest in skipped]


def read(log):
    """The results of one log; none where the run did not get so far, or something else wrote into its log."""
    try:
        with open(log, encoding="utf-8") as file:
            return [json.loads(line) for line in file]
    except (OSError, ValueError):
        return []


def main(status, logs):
    runs = [read(log) for log in logs]
    passed = failed = skipped = 0
    for result in (result for run in runs for result in run):
        counts = tally(result)
        passed, failed, skipped = passed + counts[0], failed + counts[1], skipped + counts[2]
        for reason in counts[3]:
            print(f"skipped: {result['name']}: {reason}")
    if status and not failed or not all(runs):
        failed += 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
