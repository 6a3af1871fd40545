#!/usr/bin/env python3
"""examples/dask_campaign.py over a real scheduler and two workers, each a process of its own on the loopback: the
merged plan is that of one machine, byte for byte, however many shards there are."""

import contextlib
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import sanitized  # noqa: E402
import tap  # noqa: E402

SOURCE = pathlib.Path(tap.environment("KOOR_SOURCE"))
OPTIONS = {"campaign.now": "2026-11-30", "campaign.window": "2026-12-01T08:00/2026-12-14T18:00",
           "campaign.timezone": "Europe/Brussels", "campaign.networks": "linkedin|mastodon"}
POST = SOURCE / "examples" / "campaign" / "post-en.txt"


def need_dask():
    if sanitized.runtime():
        raise tap.Skip("Dask's workers are not started under sanitizers; the other build runs this")
    if importlib.util.find_spec("distributed") is None:
        raise tap.Skip("Dask distributed is not installed (package python3-distributed)")


def environment():
    return dict(os.environ, KOOR_LIBRARY=sanitized.LIBRARY, PYTHONPATH=str(SOURCE / "bindings" / "python"))


def stop(process):
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def start(stack, *command):
    """A process of the cluster, ended with the test."""
    process = subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env=environment())
    stack.callback(stop, process)


def start_cluster(stack, folder):
    """The address of a scheduler with two workers."""
    told = pathlib.Path(folder, "scheduler.json")
    start(stack, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
          "--scheduler-file", str(told))
    deadline = time.monotonic() + 60
    while not told.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    address = json.loads(told.read_text(encoding="utf-8"))["address"]
    for _ in range(2):
        start(stack, "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard",
              "--local-directory", folder)
    return address


def people(path):
    """Circles of unequal size, some of them one component by a site that they share."""
    with open(path, "w", encoding="utf-8") as file:
        for i in range(400):
            person = {"id": f"p{i}", "circle": f"c{i % 23}", "opted_in": i % 9 > 0,
                      "timezone": ("Europe/Brussels", "America/New_York", "Asia/Tokyo")[i % 3]}
            if i % 23 in (3, 4, 5):
                person["site"] = "gent"
            file.write(json.dumps(person) + "\n")


def files(folder):
    """Every file of a plan, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run_example(folder, *more):
    out = pathlib.Path(folder, "out")
    sets = [part for entry in OPTIONS.items() for part in ("--set", "=".join(entry))]
    done = subprocess.run([sys.executable, SOURCE / "examples" / "dask_campaign.py", POST,
                           pathlib.Path(folder, "people.jsonl"), *sets, "-o", out, *more],
                          env=environment(), capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert not done.stdout, "progress is for terminals"
    return files(out)


def single(folder):
    koor = sanitized.binding()
    with koor.Engine() as engine, koor.Campaign(engine, post=POST.read_bytes(), options=OPTIONS) as campaign:
        campaign.add_people(pathlib.Path(folder, "people.jsonl").read_bytes())
        campaign.plan().write(pathlib.Path(folder, "single"), images=False)
        return files(pathlib.Path(folder, "single"))


def test_the_merged_plan_is_that_of_one_machine():
    need_dask()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        people(pathlib.Path(folder, "people.jsonl"))
        address = start_cluster(stack, folder)
        expected = single(folder)
        assert expected["plan.jsonl"].count(b"\n") > 400 and "report.json" in expected
        for shards in ("2", "5"):
            assert run_example(folder, "--scheduler", address, "--shards", shards) == expected, shards


def test_it_starts_its_own_workers():
    need_dask()
    with tempfile.TemporaryDirectory() as folder:
        people(pathlib.Path(folder, "people.jsonl"))
        assert run_example(folder, "--workers", "2") == single(folder)


tap.run()
