#!/usr/bin/env python3
"""A campaign over many machines, by Dask distributed and the Python binding.

    python3 examples/dask_campaign.py post.txt people.jsonl --set campaign.now=2026-11-30 -o december
    python3 examples/dask_campaign.py post.txt people.jsonl --scheduler tcp://10.0.0.1:8786 -o december

A task plans one shard (campaign.shard=K/N): whole components of circles, so that no shard needs another. Each worker
reads the people once and keeps the campaign for its next shard. The merged plan is that of one machine, byte for
byte, certificate and all. docs/cluster.md says when this pays.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import pathlib
import sys
import tempfile

import koor
from distributed import Client, LocalCluster, as_completed, get_worker, progress


# -- on a worker --------------------------------------------------------------------------------------

def kept_campaign(job: dict, people: bytes) -> koor.Campaign:
    """The campaign of this job, made once in a worker's process."""
    worker = get_worker()
    if getattr(worker, "koor_job", None) != job["name"]:
        campaign = koor.Campaign(koor.Engine(), post=job["post"], options=job["options"])
        campaign.add_people(people)
        worker.koor_campaign, worker.koor_job = campaign, job["name"]
    return worker.koor_campaign


def plan_shard(job: dict, people: bytes, shard: str) -> dict[str, bytes]:
    """The files of one shard, "3/8", by their names."""
    campaign = kept_campaign(job, people)
    campaign.set("campaign.shard", shard)
    with campaign.plan() as plan, tempfile.TemporaryDirectory() as folder:
        plan.write(folder, images=False, calendar=False)
        return {path.name: path.read_bytes() for path in pathlib.Path(folder).iterdir()}


# -- at the client --------------------------------------------------------------------------------------

def keep(folder: pathlib.Path, files: dict[str, bytes]) -> None:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def run(client: Client, job: dict, people: bytes, count: int, out: pathlib.Path) -> None:
    """Plans `count` shards and merges them into the folder `out`; what has come in is on disk, not in memory."""
    spread = client.scatter(people, broadcast=True)
    futures = {client.submit(plan_shard, job, spread, f"{k}/{count}", pure=False): k for k in range(1, count + 1)}
    if sys.stderr.isatty():
        progress(list(futures), notebook=False)
    with tempfile.TemporaryDirectory() as parts:
        for future, files in as_completed(futures, with_results=True):
            keep(pathlib.Path(parts, str(futures[future])), files)
            future.release()
        with koor.Engine() as engine, engine.open_plan(*pathlib.Path(parts).iterdir()) as plan:
            plan.write(out, images=False)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Plans a campaign over Dask distributed.")
    parser.add_argument("post", type=pathlib.Path, help="the base post, a UTF-8 text file")
    parser.add_argument("people", type=pathlib.Path, help="a JSON object a line: id, opted_in, circle, timezone, ...")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="an option of `koor options`")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a scheduler that runs; without it, one on this machine")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="processes on this machine")
    parser.add_argument("--shards", type=int, help="how many; default: as many as there are workers")
    parser.add_argument("-o", "--out", type=pathlib.Path, default=pathlib.Path("campaign"), help="the folder of the plan")
    return parser.parse_args()


def main() -> None:
    given = arguments()
    options = dict(entry.split("=", 1) for entry in given.set)
    job = {"post": given.post.read_bytes(), "options": options}
    people = given.people.read_bytes()
    job["name"] = hashlib.sha256(repr(sorted(options.items())).encode() + job["post"] + people).hexdigest()
    cluster = given.scheduler or LocalCluster(n_workers=given.workers, threads_per_worker=1, processes=True,
                                              dashboard_address=None)
    with Client(cluster) as client:
        client.wait_for_workers(1)
        workers = len(client.scheduler_info()["workers"])
        run(client, job, people, given.shards or workers, given.out)
    if not given.scheduler:
        cluster.close()


if __name__ == "__main__":
    try:
        main()
    except koor.Error as error:
        sys.exit(f"dask_campaign.py: {error}")
