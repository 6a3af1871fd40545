#!/usr/bin/env python3
"""The picture bench: 20 variants of one JPEG (10 at 1200 x 627, 10 at 1080 x 1080: crop, Lanczos, grade, frame,
quality 82) by koor, sharp, Pillow and ImageMagick in one run on one machine; best of the rounds, in turns.

    meson setup build -Dbenchmarks=true --buildtype=release && ninja -C build
    (cd build && npm install sharp)          python3-pil and imagemagick from the distribution
    python3 tests/bench/peers/images/run.py --build build [--picture photo.jpg ...] [--rounds 5]

Without --picture it makes two files of 12 and 4 megapixels with the detail of photographs. A peer that is not
there is left out and said so."""
import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOOKS = ["warm", "cool", "punch", "matte", "airy"]


def size_of(path):
    data, at = Path(path).read_bytes(), 2
    while True:
        marker, length = data[at + 1], int.from_bytes(data[at + 2:at + 4], "big")
        if 0xC0 <= marker <= 0xC2:
            return int.from_bytes(data[at + 7:at + 9], "big"), int.from_bytes(data[at + 5:at + 7], "big")
        at += 2 + length


def make_picture(path, width, height):
    """The largest drawn picture of the sample campaign, scaled up, with noise of three sizes on it."""
    from PIL import Image, ImageChops
    base = Image.open(HERE.parents[3] / "examples/campaign/pictures/school.jpg").resize((width, height), Image.BICUBIC)
    for size, strength in ((1, 14), (3, 18), (9, 22)):
        noise = Image.effect_noise((width // size, height // size), strength).resize((width, height), Image.BICUBIC)
        base = ImageChops.add(base, Image.merge("RGB", (noise,) * 3), 1, -128)
    base.save(path, "JPEG", quality=88)


def write_jobs(path, width, height):
    chance, lines = random.Random(1), []
    for i in range(20):
        out_w, out_h = (1200, 627) if i < 10 else (1080, 1080)
        frame = 24 if i % 2 else 0
        shape = (out_w - 2 * frame) / (out_h - 2 * frame)
        w = min(width, height * shape) * (1 - 0.02 * (i % 10))
        h = w / shape
        x, y = chance.uniform(0, width - w), chance.uniform(0, height - h)
        lines.append("%d %d %d %d %d %d %s %d" % (x, y, w, h, out_w, out_h, LOOKS[i % 5], frame))
    Path(path).write_text("\n".join(lines) + "\n")


def magick(picture, jobs):
    """One process, one decode at half the size, a clone for each variant."""
    gains = {"warm": (1.06, 1, 0.92, 0), "cool": (0.92, 1, 1.06, 0), "punch": (1.12, 1.12, 1.12, -14),
             "matte": (0.86, 0.86, 0.86, 22), "airy": (0.94, 0.94, 0.94, 16)}
    width, _ = size_of(picture)
    command = ["convert", "-define", "jpeg:size=%dx" % (width // 2), picture, "-write", "mpr:source", "+delete"]
    for i, line in enumerate(Path(jobs).read_text().splitlines()):
        x, y, w, h, out_w, out_h, look, frame = [v if k == 6 else int(v) for k, v in enumerate(line.split())]
        r, g, b, lift = gains[look]
        command += ["(", "mpr:source", "-crop", "%dx%d+%d+%d" % (w // 2, h // 2, x // 2, y // 2), "+repage",
                    "-filter", "Lanczos", "-resize", "%dx%d!" % (out_w - 2 * frame, out_h - 2 * frame),
                    "-color-matrix", "%g 0 0 0 %g 0 0 0 %g" % (r, g, b), "-evaluate", "add", "%g" % (lift * 257)]
        if frame:
            command += ["-bordercolor", "white", "-border", str(frame)]
        command += ["-quality", "82", "-write", "jpeg:/dev/null", "+delete", ")"]
    return command + ["-size", "1x1", "xc:white", "null:"]


def measure(command, cwd, own_clock):
    """Milliseconds of each round, those of all processors together a round, and the peak of memory in MiB."""
    import time
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out, err = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    if status:
        sys.exit("%s failed: %s" % (command[0], err.strip()))
    rounds = [float(word) for word in out.split()] if own_clock else [(time.perf_counter() - start) * 1000]
    return rounds, (usage.ru_utime + usage.ru_stime) * 1000 / len(rounds), usage.ru_maxrss / 1024


def has_magick():
    """Other programs have that name too."""
    if not shutil.which("convert"):
        return False
    told = subprocess.run(["convert", "-version"], capture_output=True, text=True, errors="replace")
    return told.returncode == 0 and "ImageMagick" in told.stdout


def peers(build, picture, jobs, rounds):
    bench = str(build / "tests/bench/bench_images")
    found = [("koor, 2 threads", [bench, picture, jobs, "2", rounds], True),
             ("koor, 1 thread", [bench, picture, jobs, "1", rounds], True)]
    if (build / "node_modules/sharp").exists():
        for mode in ("plain", "expert"):
            found.append(("sharp, " + mode, ["node", str(HERE / "bench_sharp.mjs"), picture, jobs, mode, rounds], True))
    else:
        print("sharp is left out: (cd %s && npm install sharp)" % build)
    if subprocess.run([sys.executable, "-c", "import PIL"], stderr=subprocess.DEVNULL).returncode == 0:
        found.append(("Pillow", [sys.executable, str(HERE / "bench_pillow.py"), picture, jobs, rounds], True))
    if has_magick():
        found.append(("ImageMagick", magick(picture, jobs), False))
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--picture", action="append", default=[])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--make", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        make_picture(options.make[0], int(options.make[1]), int(options.make[2]))
        return
    build = options.build.resolve()
    with tempfile.TemporaryDirectory() as folder:
        pictures = [str(Path(p).resolve()) for p in options.picture]
        if not pictures:
            for name, width, height in (("12mp.jpg", 4000, 3000), ("4mp.jpg", 2448, 1632)):
                # In a process of its own: on Linux a child's peak of memory begins at that of its parent.
                subprocess.run([sys.executable, __file__, "--make", str(Path(folder) / name), str(width), str(height)],
                               check=True)
                pictures.append(str(Path(folder) / name))
        for picture in pictures:
            width, height = size_of(picture)
            jobs = str(Path(folder) / "jobs.txt")
            write_jobs(jobs, width, height)
            best = {}
            for turn in range(2):  # in turns: a busy moment does not fall on one of them only
                for name, command, own_clock in peers(build, picture, jobs, str(options.rounds)):
                    times, work, memory = measure(command, build, own_clock)
                    known = best.get(name, (1e9, 1e9, 0))
                    best[name] = (min([known[0]] + times), min(known[1], work), max(known[2], memory))
            print("\n%s, %d x %d, %d KB" % (Path(picture).name, width, height, os.path.getsize(picture) // 1000))
            print("| | ms a variant | against koor | ms of processor | against koor | peak RSS, MiB |\n|---|---|---|---|---|---|")
            first, work_first = best["koor, 2 threads"][0], best["koor, 1 thread"][1]
            for name, (time, work, memory) in best.items():
                print("| %s | %.1f | %.1f x | %.1f | %.1f x | %.0f |"
                      % (name, time / 20, time / first, work / 20, work / work_first, memory))


main()
