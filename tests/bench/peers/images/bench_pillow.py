"""Pillow's part of the picture bench: bench_pillow.py FILE JOBS ROUNDS. One decode at half the size (draft), one
thread, tables for the look."""
import io
import sys
import time

from PIL import Image, ImageOps

GAINS = {"warm": (1.06, 1, 0.92), "cool": (0.92, 1, 1.06), "punch": (1.12,) * 3, "matte": (0.86,) * 3, "airy": (0.94,) * 3}
LIFTS = {"warm": 0, "cool": 0, "punch": -14, "matte": 22, "airy": 16}


def table(look):
    return [max(0, min(255, round(v * gain + LIFTS[look]))) for gain in GAINS[look] for v in range(256)]


def once(path, jobs):
    source = Image.open(path)
    full = source.width
    source.draft("RGB", (source.width // 2, source.height // 2))
    source.load()
    scale, total = source.width / full, 0
    for x, y, w, h, width, height, look, frame in jobs:
        box = (x * scale, y * scale, (x + w) * scale, (y + h) * scale)
        made = source.resize((width - 2 * frame, height - 2 * frame), Image.LANCZOS, box=box).point(table(look))
        if frame:
            made = ImageOps.expand(made, frame, "white")
        out = io.BytesIO()
        made.save(out, "JPEG", quality=82)
        total += out.tell()
    return total


def main():
    path, jobs_path, rounds = sys.argv[1:4]
    jobs = [[word if i == 6 else int(word) for i, word in enumerate(line.split())] for line in open(jobs_path)]
    for _ in range(int(rounds)):
        start = time.perf_counter()
        once(path, jobs)
        print("%.2f" % ((time.perf_counter() - start) * 1000), flush=True)


main()
