#!/bin/sh
# Runs a test program and turns its "not ok # SKIP" into "ok # SKIP": cmocka writes the first for a test that was skipped,
# which the protocol has as a failure. The program's exit status is kept.
status=$({ { "$@"; echo $? >&3; } | sed 's/^not ok \([0-9]*\) # SKIP/ok \1 # SKIP/' >&4; } 3>&1) 4>&1
exit "$status"
