#!/usr/bin/env python3
"""Draws the five pictures of the sample campaign, a timber school in Mechelen from site to classroom, and
the two versions of its logo.

They are drawn, not photographed, so that their licence is the project's own. Each function gives the
inside of an SVG of 1600 x 1067; all chance comes from one seed, so that the same files come out.

    python3 examples/campaign/tools/draw_pictures.py [FOLDER]     needs rsvg-convert and Pillow
"""
import io
import math
import random
import subprocess
import sys
from pathlib import Path

from PIL import Image

W, H = 1600, 1067
chance = random.Random(4)


def mix(a, b, share):
    """A colour between two of the form #rrggbb."""
    pairs = zip((int(a[i:i + 2], 16) for i in (1, 3, 5)), (int(b[i:i + 2], 16) for i in (1, 3, 5)))
    return "#" + "".join("%02x" % round(x + (y - x) * share) for x, y in pairs)


def rect(x, y, w, h, fill, more=""):
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{fill}" {more}/>'


def poly(points, fill, more=""):
    at = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polygon points="{at}" fill="{fill}" {more}/>'


def line(x1, y1, x2, y2, colour, width, more=""):
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
            f'stroke-width="{width}" stroke-linecap="round" {more}/>')


def oval(x, y, rx, ry, fill, more=""):
    return f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{fill}" {more}/>'


def gradient(name, stops, x2=0, y2=1):
    inner = "".join(f'<stop offset="{at}" stop-color="{colour}" stop-opacity="{opacity}"/>'
                    for at, colour, opacity in stops)
    return f'<linearGradient id="{name}" x1="0" y1="0" x2="{x2}" y2="{y2}">{inner}</linearGradient>'


def glow(name, colour, strength=0.9):
    return (f'<radialGradient id="{name}"><stop offset="0" stop-color="{colour}" stop-opacity="{strength}"/>'
            f'<stop offset="0.35" stop-color="{colour}" stop-opacity="{strength * 0.4}"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>')


def sky(top, middle, bottom):
    return ("<defs>" + gradient("sky", [(0, top, 1), (0.55, middle, 1), (1, bottom, 1)]) + "</defs>"
            + rect(0, 0, W, H, "url(#sky)"))


def hills(y, height, fill, seed):
    own = random.Random(seed)
    waves = [(own.uniform(0.002, 0.009), own.uniform(0, 6), own.uniform(0.3, 1)) for _ in range(4)]
    top = [(x, y - height * sum(a * math.sin(f * x + p) for f, p, a in waves) / 2.5)
           for x in range(-20, W + 40, 20)]
    return poly([(-20, H + 20)] + top + [(W + 20, H + 20)], fill)


def cloud(x, y, size, opacity):
    parts = [oval(x + chance.uniform(-1, 1) * size, y + chance.uniform(-0.12, 0.12) * size,
                  size * chance.uniform(0.3, 0.6), size * chance.uniform(0.12, 0.22), "#ffffff")
             for _ in range(9)]
    return f'<g opacity="{opacity}" filter="url(#soft)">' + "".join(parts) + "</g>"


def tree(x, ground, height, dark, light, trunk="#6b4a33"):
    """A crown of many leaves: darker below on the right, lighter above on the left."""
    crown = height * 0.33
    middle = ground - height * 0.66
    out = [poly([(x - height * 0.022, middle), (x + height * 0.022, middle),
                 (x + height * 0.036, ground), (x - height * 0.036, ground)], trunk)]
    for angle in (-0.5, 0.4, -0.2):
        out.append(line(x, ground - height * 0.38, x + math.sin(angle) * crown * 0.9, middle + crown * 0.25,
                        trunk, max(2, height * 0.016)))
    leaves = []
    for _ in range(110):
        turn, far = chance.uniform(0, 2 * math.pi), 0.94 * math.sqrt(chance.random())
        leaves.append((math.cos(turn) * far, math.sin(turn) * far * 0.95))
    leaves.sort(key=lambda leaf: leaf[0] * 0.4 + leaf[1], reverse=True)
    for dx, dy in leaves:
        share = min(1, max(0, 0.5 - 0.38 * dx * 0.7 - 0.5 * dy + chance.uniform(-0.16, 0.16)))
        size = crown * chance.uniform(0.13, 0.25)
        out.append(oval(x + dx * crown, middle + dy * crown, size, size * 0.85, mix(dark, light, share)))
    return "".join(out)


def child(x, ground, height, coat, bag, step=0.3, skin="#d9a27c", hair="#4a3226"):
    """Seen from behind, with a bag: no faces."""
    h = height
    out = [line(x - step * h * 0.18, ground, x - h * 0.03, ground - h * 0.42, "#2f3b52", h * 0.085),
           line(x + step * h * 0.26, ground - h * 0.02, x + h * 0.03, ground - h * 0.42, "#3a4866", h * 0.085),
           oval(x, ground - h * 0.58, h * 0.14, h * 0.22, coat),
           line(x - h * 0.12, ground - h * 0.7, x - h * 0.2, ground - h * 0.46, coat, h * 0.07),
           line(x + h * 0.12, ground - h * 0.7, x + h * 0.2, ground - h * 0.48, coat, h * 0.07),
           f'<rect x="{x - h * 0.1:.1f}" y="{ground - h * 0.75:.1f}" width="{h * 0.2:.1f}" '
           f'height="{h * 0.26:.1f}" rx="{h * 0.06:.1f}" fill="{bag}"/>',
           oval(x, ground - h * 0.89, h * 0.095, h * 0.11, skin),
           oval(x, ground - h * 0.92, h * 0.1, h * 0.095, hair)]
    shadow = oval(x + h * 0.25, ground, h * 0.35, h * 0.035, "#16324a", 'opacity="0.22"')
    return shadow + "".join(out)


def cladding(x, y, w, h, base, dark, board=9):
    out = [rect(x, y, w, h, base)]
    at = x
    while at < x + w:
        wide = min(board, x + w - at)
        out.append(rect(at, y, wide - 1, h, mix(base, dark, chance.uniform(0, 0.35))))
        at += board
    return "".join(out)


def window(x, y, w, h, panes=2):
    out = [rect(x - 4, y - 4, w + 8, h + 8, "#f4e6cf"), rect(x, y, w, h, "url(#glass)")]
    out.append(poly([(x + w * 0.1, y + h), (x + w * 0.42, y), (x + w * 0.6, y), (x + w * 0.28, y + h)],
                    "#ffffff", 'opacity="0.22"'))
    for i in range(1, panes):
        out.append(rect(x + w * i / panes - 2, y, 4, h, "#f4e6cf"))
    return "".join(out)


def tower(x, ground, height, colour):
    """Saint Rumbold's: broad, unfinished, flat at the top."""
    w = height * 0.2
    out = [rect(x - w / 2, ground - height, w, height, colour)]
    for i in range(5):
        out.append(rect(x - w / 2 + w * (0.06 + 0.2 * i), ground - height - height * 0.035, w * 0.09, height * 0.04, colour))
    for level in (0.86, 0.55):
        for i in range(2):
            out.append(rect(x - w * 0.3 + i * w * 0.36, ground - height * level, w * 0.22, height * 0.2,
                            "#ffffff", 'opacity="0.25"'))
    out.append(poly([(x + w / 2, ground - height * 0.34), (x + w * 1.9, ground - height * 0.34),
                     (x + w * 2.3, ground), (x + w / 2, ground)], colour))
    return "".join(out)


def roofs(ground, colour, seed):
    own, out, x = random.Random(seed), [], -30
    while x < W:
        w, h = own.uniform(40, 90), own.uniform(30, 80)
        out.append(rect(x, ground - h, w, h + 60, colour))
        out.append(poly([(x, ground - h), (x + w / 2, ground - h - w * 0.5), (x + w, ground - h)], colour))
        x += w - 3
    return "".join(out)


def school():
    """The school among its trees on a bright morning."""
    out = [sky("#7cc3e8", "#c9e8f2", "#fdf2dc"), "<defs>",
           gradient("glass", [(0, "#8ec9de", 1), (0.6, "#d9eef0", 1), (1, "#7fb6a6", 1)]), glow("sun", "#fff6d8"),
           gradient("lawn", [(0, "#a9cf6b", 1), (1, "#5c9a4a", 1)]), "</defs>", oval(1290, 150, 420, 420, "url(#sun)"),
           cloud(330, 170, 150, 0.85), cloud(820, 110, 110, 0.7), cloud(1130, 240, 90, 0.6)]
    out.append('<g opacity="0.55">' + tower(330, 600, 330, "#8fb0c9") + roofs(610, "#9dbbd0", 3) + "</g>")
    out.append('<g opacity="0.95">' + "".join(tree(x, 660, chance.uniform(170, 240), "#4f8a5b", "#a7cf86")
                                               for x in range(20, W, 105)) + "</g>")
    out.append(rect(0, 640, W, H - 640, "url(#lawn)"))
    # Three gables of timber, the middle one in front.
    for x, w, top, base in ((360, 330, 400, "#c98f57"), (910, 360, 385, "#c58a52"), (620, 380, 350, "#d9a266")):
        out.append(poly([(x - 26, top + 6), (x + w / 2, top - 128), (x + w + 26, top + 6)], "#6d4a35"))
        out.append(f'<clipPath id="g{x}"><polygon points="{x},{top} {x + w / 2},{top - 105} {x + w},{top} '
                   f'{x + w},720 {x},720"/></clipPath><g clip-path="url(#g{x})">'
                   + cladding(x, top - 110, w, 340 + 300, base, "#8a5a34") + "</g>")
        for i in range(3):
            out.append(window(x + 34 + i * (w - 60) / 3, top + 30, (w - 60) / 3 - 24, 96))
            out.append(window(x + 34 + i * (w - 60) / 3, top + 170, (w - 60) / 3 - 24, 120))
        out.append(oval(x + w / 2, top - 40, 30, 30, "#f4e6cf") + oval(x + w / 2, top - 40, 24, 24, "url(#glass)"))
    out.append(rect(765, 590, 96, 132, "#5b3c29") + rect(772, 597, 40, 125, "url(#glass)") + rect(815, 597, 40, 125, "url(#glass)"))
    out.append(rect(330, 716, 960, 12, "#e9dcc3"))
    out.append(poly([(765, 728), (861, 728), (1130, H), (480, H)], "#f1e3c6"))
    out.append(poly([(861, 728), (1130, H), (1060, H), (846, 728)], "#dcc9a3", 'opacity="0.6"'))
    for x, ground, height in ((120, 860, 520), (1480, 880, 560), (1290, 770, 330), (270, 770, 300)):
        out.append(oval(x + 60, ground, height * 0.36, height * 0.045, "#2f5a35", 'opacity="0.35"'))
        out.append(tree(x, ground, height, "#2f6b3f", "#b6da6e"))
    for x, ground, height, coat, bag in ((705, 930, 150, "#e4572e", "#2e5f8a"), (800, 900, 138, "#f2b134", "#7a3e6b"),
                                         (885, 960, 165, "#2a9d8f", "#e9c46a"), (955, 870, 122, "#c75b8a", "#33526e"),
                                         (650, 850, 112, "#4d7ea8", "#e4572e")):
        out.append(child(x, ground, height, coat, bag, chance.uniform(0.2, 0.5)))
    for _ in range(260):
        x, y = chance.uniform(0, W), chance.uniform(800, H)
        if abs(x - 810) > 130 + (y - 728) * 0.95:
            out.append(oval(x, y, 3.5, 3, chance.choice(["#fff3b0", "#ffffff", "#f7b2c4", "#8cc152"])))
    return "".join(out)


def site():
    """The frame stands: posts and beams against the sunrise."""
    out = [sky("#3d3a6b", "#d9708a", "#ffd08a"), "<defs>", glow("sun", "#fff0c0", 1),
           gradient("ground", [(0, "#8a5a4a", 1), (1, "#3a2a34", 1)]), "</defs>", oval(1070, 640, 560, 560, "url(#sun)"),
           oval(1070, 640, 74, 74, "#fff6de")]
    for y, size, opacity in ((210, 180, 0.1), (330, 240, 0.12), (440, 200, 0.14)):
        out.append(cloud(chance.uniform(200, 1400), y, size, opacity))
    out.append('<g opacity="0.5">' + tower(180, 735, 260, "#7c4f74") + roofs(740, "#7c4f74", 8) + "</g>")
    out.append(hills(752, 14, "#5f3d55", 5))
    # The crane.
    crane = "#2c2438"
    for i in range(20):
        y = 800 - i * 38
        out.append(line(318, y, 352, y - 38, crane, 4) + line(352, y, 318, y - 38, crane, 4))
    out += [line(318, 800, 318, 40, crane, 7), line(352, 800, 352, 40, crane, 7), line(130, 92, 1080, 92, crane, 8),
            line(335, 16, 1080, 92, crane, 3), line(335, 16, 130, 92, crane, 3), line(335, 16, 335, 92, crane, 8)]
    for x in range(150, 1080, 34):
        out.append(line(x, 92, x + 17, 112, crane, 3) + line(x + 17, 112, x + 34, 92, crane, 3))
    out.append(line(350, 112, 1080, 112, crane, 4) + rect(136, 92, 70, 46, crane))
    out.append(line(890, 112, 890, 150, crane, 3) + line(890, 150, 800, 196, crane, 3) + line(890, 150, 980, 196, crane, 3))
    out.append(rect(770, 196, 240, 20, "#e0a060") + rect(770, 210, 240, 6, "#8c5632"))
    out.append(rect(0, 790, W, H - 790, "url(#ground)"))
    # Posts and beams in two rows; the back one is paler, and light stands on the side of the sun.
    for dx, dy, post, lit in ((70, -46, "#9a5f45", "#e8a86a"), (0, 0, "#7a4632", "#ffc583")):
        for floor in range(3):
            y = 800 + dy - floor * 138
            for i in range(8):
                x = 520 + dx + i * 118
                out.append(rect(x, y - 138, 20, 140, post) + rect(x + 13, y - 138, 7, 140, lit))
            out.append(rect(500 + dx, y - 146, 7 * 118 + 64, 20, post) + rect(500 + dx, y - 146, 7 * 118 + 64, 6, lit))
        for i in range(8):
            x = 530 + dx + i * 118
            y = 800 + dy - 3 * 138
            if i < 7:
                out.append(line(x, y, x + 59, y - 66, post, 13) + line(x + 118, y, x + 59, y - 66, post, 13)
                           + line(x + 118, y - 4, x + 62, y - 68, lit, 4))
    for i in range(7):
        x = 548 + i * 118
        if i % 3 != 1:
            out.append(line(x, 796, x + 90, 668, "#8a5038", 9))
    # Two people with helmets and a plan, and the timber that waits.
    for x, coat in ((250, "#e97b35"), (330, "#3a6f8f")):
        out += [line(x - 12, 960, x - 5, 860, "#221c2c", 17), line(x + 12, 960, x + 5, 860, "#221c2c", 17),
                f'<rect x="{x - 27}" y="762" width="54" height="112" rx="22" fill="{coat}"/>',
                rect(x - 27, 818, 54, 9, "#ffe9a8"), oval(x, 740, 19, 23, "#c98d6a"),
                f'<path d="M{x - 24} 734 a24 24 0 0 1 48 0 l8 3 h-62 z" fill="#ffd24a"/>',
                oval(x - 70, 964, 110, 10, "#1c1522", 'opacity="0.45"')]
    out.append(poly([(272, 800), (318, 806), (316, 846), (270, 842)], "#fdf3dd"))
    for row in range(4):
        for i in range(7 - row):
            x, y = 1150 + row * 26 + i * 54, 960 - row * 36
            out.append(rect(x, y, 48, 30, mix("#c98a55", "#8a5636", chance.random())) + rect(x, y, 48, 5, "#ffcf95"))
            out.append(oval(x + 24, y + 17, 9, 7, "none", 'stroke="#7a4a30" stroke-width="2" opacity="0.6"'))
    out.append(rect(0, 700, W, 190, "#ffd9a0", 'opacity="0.13" filter="url(#soft)"'))
    return "".join(out)


def classroom():
    """Inside: beams, a wide window on the trees, light on the desks."""
    out = [rect(0, 0, W, H, "#f3dfc0"), "<defs>", gradient("out", [(0, "#bfe6f2", 1), (1, "#f4f8d8", 1)]),
           gradient("floor", [(0, "#d6a871", 1), (1, "#a8733f", 1)]), gradient("beam", [(0, "#fff6cf", 0.6), (1, "#fff6cf", 0)]),
           "</defs>"]
    left, right, top, bottom = 420, 1180, 300, 690
    out.append(poly([(0, 0), (W, 0), (right, top), (left, top)], "#e6c597"))
    out.append(poly([(0, 0), (left, top), (left, bottom), (0, H)], "#efd6b0"))
    out.append(poly([(W, 0), (right, top), (right, bottom), (W, H)], "#dcb98a"))
    out.append(poly([(0, H), (left, bottom), (right, bottom), (W, H)], "url(#floor)"))
    for i in range(17):  # floor boards, to the vanishing point
        x = left + (right - left) * i / 16
        out.append(line(x, bottom, 800 + (x - 800) * 2.4, H + 60, "#8f5f33", 2, 'opacity="0.5"'))
    out.append(rect(left, top, right - left, bottom - top, "#e9cda2"))
    out.append(f'<clipPath id="view"><rect x="{left + 30}" y="{top + 26}" width="{right - left - 60}" height="262"/></clipPath>'
               '<g clip-path="url(#view)">' + rect(left, top, 800, 400, "url(#out)")
               + "".join(tree(x, 620, chance.uniform(240, 330), "#4c8a4f", "#c6e08a") for x in range(440, 1200, 84))
               + rect(left, 570, 800, 60, "#9fca6a") + "</g>")
    for i in range(5):
        out.append(rect(left + 26 + i * (right - left - 60) / 4, top + 22, 10, 270, "#b98450"))
    out.append(rect(left + 20, top + 18, right - left - 40, 10, "#b98450") + rect(left + 20, top + 286, right - left - 40, 14, "#c9935c"))
    for i in range(6):  # beams over the room
        s = 1 + i * 0.34
        y, x1, x2 = 370 - (370 - top) * s, 800 - 380 * s, 800 + 380 * s
        out.append(rect(x1, y - 9 * s, x2 - x1, 20 * s, mix("#a8713f", "#c98f57", i / 6)))
        out.append(rect(x1, y + 8 * s, x2 - x1, 4 * s, "#7d5130", 'opacity="0.5"'))
        if i < 4:
            out.append(line(x1, y, 800 - 470 * s, 500 + 240 * s * 0.6, "#b57d48", 12 * s, 'opacity="0.95"'))
            out.append(line(x2, y, 800 + 470 * s, 500 + 240 * s * 0.6, "#a06c3c", 12 * s, 'opacity="0.95"'))
    # Drawings on the left wall, a cupboard on the right.
    for i, colour in enumerate(("#e4572e", "#2a9d8f", "#f2b134", "#4d7ea8")):
        x, y = 120 + i * 74, 350 + i * 12
        out.append(poly([(x, y), (x + 56, y + 8), (x + 56, y + 92 - i * 6), (x, y + 92)], "#fffaf0"))
        out.append(oval(x + 28, y + 46, 15, 19, colour))
    out.append(poly([(1290, 470), (1490, 420), (1490, 900), (1290, 760)], "#c9955e") + line(1390, 446, 1390, 828, "#96683c", 4))
    for row, y in enumerate((742, 838, 972)):
        s = (y - 560) / 180
        for i in range(4):
            x = 800 + (i - 1.5) * 235 * s
            w, d = 150 * s, 46 * s
            out.append(oval(x, y + 66 * s, w * 0.6, 12 * s, "#5b3a1f", 'opacity="0.25"'))
            for leg in (-0.42, 0.42):
                out.append(line(x + w * leg, y, x + w * leg, y + 64 * s, "#f4f1ea", 6 * s))
            out.append(poly([(x - w * 0.42, y - d * 0.5), (x + w * 0.42, y - d * 0.5), (x + w / 2, y + d * 0.4), (x - w / 2, y + d * 0.4)], "#f2dcb5"))
            out.append(poly([(x - w / 2, y + d * 0.4), (x + w / 2, y + d * 0.4), (x + w / 2, y + d * 0.4 + 8 * s), (x - w / 2, y + d * 0.4 + 8 * s)], "#b98450"))
            if (i + row) % 2 == 0:
                out.append(poly([(x - 26 * s, y - 6 * s), (x + 12 * s, y - 10 * s), (x + 18 * s, y + 8 * s), (x - 22 * s, y + 11 * s)],
                                chance.choice(["#e4572e", "#2a9d8f", "#4d7ea8", "#f2b134"])))
            out.append(f'<rect x="{x - 34 * s:.1f}" y="{y + 40 * s:.1f}" width="{68 * s:.1f}" height="{11 * s:.1f}" rx="5" '
                       f'fill="{("#3f7f77", "#d9663b", "#e0a93a")[(i + row) % 3]}"/>')
            for leg in (-26, 26):
                out.append(line(x + leg * s, y + 50 * s, x + leg * s * 1.1, y + 92 * s, "#e9e4da", 4 * s))
    for x in (470, 690, 910):  # light through the panes
        out.append(poly([(x, top + 30), (x + 150, top + 30), (x - 40, H), (x - 420, H)], "url(#beam)", 'opacity="0.5"'))
    return "".join(out)


def lane():
    """To school by bicycle, under blossom."""
    out = [sky("#8fd0e6", "#dff1ea", "#fff0ea"), "<defs>", glow("sun", "#fffbe6"),
           gradient("grass", [(0, "#bcd98a", 1), (1, "#6fae5f", 1)]), gradient("road", [(0, "#f6e7d8", 1), (1, "#d8b9a6", 1)]),
           "</defs>", oval(800, 470, 520, 430, "url(#sun)")]
    out.append('<g opacity="0.6">' + tower(880, 560, 210, "#a9bfd0") + "</g>")
    out.append(hills(570, 10, "#b6d3b0", 2) + rect(0, 575, W, H - 575, "url(#grass)"))
    out.append(poly([(770, 575), (830, 575), (1290, H), (310, H)], "url(#road)"))
    for i in range(9):
        y = 590 + i * i * 6.2
        out.append(line(800, y, 800, y + 3 + i * 3.6, "#ffffff", 1 + i * 0.9, 'opacity="0.75"'))
    for i in range(6):  # two rows, from far to near
        s = 0.22 + 0.155 * i * (1 + i * 0.16)
        for side in (-1, 1):
            x, ground = 800 + side * (150 + 470 * s * 1.1) * (0.36 + s * 0.62), 575 + 330 * s * 0.82
            out.append(oval(x - side * 60 * s, ground, 190 * s, 17 * s, "#4f7f4a", 'opacity="0.28"'))
            out.append(tree(x, ground, 700 * s, "#c65f8c", "#ffe3ea", "#5a4038"))
    for x, y, s, coat, bag in ((715, 815, 0.9, "#2f6f9f", "#f2b134"), (905, 735, 0.6, "#e4572e", "#2a9d8f")):
        for wheel in (-62, 62):
            out.append(oval(x + wheel * s * 0.16, y + (wheel > 0) * 12 * s, 13 * s, 62 * s, "none",
                            f'stroke="#2c3242" stroke-width="{7 * s:.1f}"'))
        out.append(oval(x + 20 * s, y + 74 * s, 90 * s, 10 * s, "#3a4a3a", 'opacity="0.3"'))
        out.append(line(x - 48 * s, y - 96 * s, x + 48 * s, y - 96 * s, "#2c3242", 7 * s))
        out.append(line(x - 18 * s, y - 60 * s, x - 24 * s, y + 34 * s, "#3a4866", 20 * s)
                   + line(x + 18 * s, y - 60 * s, x + 24 * s, y + 8 * s, "#3a4866", 20 * s))
        out.append(f'<rect x="{x - 40 * s:.1f}" y="{y - 172 * s:.1f}" width="{80 * s:.1f}" height="{122 * s:.1f}" rx="{34 * s:.1f}" fill="{coat}"/>')
        out.append(line(x - 34 * s, y - 146 * s, x - 48 * s, y - 98 * s, coat, 20 * s) + line(x + 34 * s, y - 146 * s, x + 48 * s, y - 98 * s, coat, 20 * s))
        out.append(f'<rect x="{x - 27 * s:.1f}" y="{y - 160 * s:.1f}" width="{54 * s:.1f}" height="{66 * s:.1f}" rx="{14 * s:.1f}" fill="{bag}"/>')
        out.append(oval(x, y - 202 * s, 25 * s, 30 * s, "#d3a07c")
                   + f'<path d="M{x - 31 * s:.1f} {y - 204 * s:.1f} a{31 * s:.1f} {33 * s:.1f} 0 0 1 {62 * s:.1f} 0 z" fill="#f6f3ee"/>')
    for _ in range(330):
        x, y = chance.uniform(0, W), chance.uniform(300, H)
        size = 1.5 + (y - 300) / 170
        out.append(oval(x, y, size, size * 0.65, chance.choice(["#ffd5e0", "#ffffff", "#f7a8c0"]),
                        f'opacity="{chance.uniform(0.5, 0.95):.2f}" transform="rotate({chance.uniform(0, 180):.0f} {x:.0f} {y:.0f})"'))
    return "".join(out)


def plan():
    """The table of the architects, from above."""
    out = ["<defs>", gradient("sheet", [(0, "#2f6f9f", 1), (1, "#1d4a75", 1)], 1, 1), "</defs>"]
    for i in range(6):
        y, base = i * 180, mix("#d8ab74", "#b98450", chance.random())
        out.append(rect(0, y, W, 180, base))
        for _ in range(16):
            at, bend = y + chance.uniform(6, 174), chance.uniform(-14, 14)
            out.append(f'<path d="M-10 {at:.0f} C 400 {at + bend:.0f} 1000 {at - bend:.0f} 1610 {at + bend / 2:.0f}" fill="none" '
                       f'stroke="#8a5a34" stroke-width="{chance.uniform(1, 3):.1f}" opacity="{chance.uniform(0.1, 0.35):.2f}"/>')
        out.append(rect(0, y + 177, W, 4, "#7d5130", 'opacity="0.6"'))
    out.append('<g transform="rotate(-5 760 540)">' + rect(268, 208, 980, 690, "#2a1a10", 'opacity="0.35" filter="url(#soft)"')
               + rect(250, 180, 980, 690, "url(#sheet)") + '<g fill="none" stroke="#e6f3fb" stroke-width="5">'
               '<path d="M340 760 V420 H560 V330 H900 V420 H1120 V760 Z"/><path d="M560 420 V760 M900 420 V760 M340 590 H560 M900 590 H1120 '
               'M560 560 H680 M780 560 H900 M730 330 V430" stroke-width="3.5"/></g>')
    for x in range(270, 1230, 40):
        out.append(line(x, 182, x, 868, "#ffffff", 1, 'opacity="0.13"'))
    for y in range(200, 870, 40):
        out.append(line(252, y, 1228, y, "#ffffff", 1, 'opacity="0.13"'))
    for x, y in ((420, 500), (420, 670), (480, 500), (480, 670), (985, 500), (1045, 500), (985, 670), (1045, 670), (640, 660), (730, 660), (820, 660)):
        out.append(rect(x - 18, y - 11, 36, 22, "none", 'stroke="#bfe0f2" stroke-width="2.5"'))
    for x, y, r in ((300, 300, 46), (420, 300, 36), (1000, 290, 50), (1120, 320, 38), (300, 820, 34), (1170, 815, 30)):
        out.append(oval(x, y, r, r, "none", 'stroke="#bfe0f2" stroke-width="3"'))
        out += [line(x, y, x + r * math.cos(a), y + r * math.sin(a), "#bfe0f2", 1.5) for a in (0.3, 1.2, 2.1, 3.0, 3.9, 4.8, 5.7)]
    out.append(line(340, 800, 1120, 800, "#f2b134", 3) + line(340, 788, 340, 812, "#f2b134", 3) + line(1120, 788, 1120, 812, "#f2b134", 3))
    # A model of the gables on the sheet, in light wood, with its shadow.
    for x, y, w in ((610, 430, 116), (742, 400, 150), (908, 436, 112)):
        out.append(poly([(x + 26, y + 30), (x + w + 40, y + 42), (x + w + 70, y + 210), (x + 40, y + 200)], "#0d2238", 'opacity="0.4" filter="url(#soft)"'))
        out.append(poly([(x, y), (x + w / 2, y), (x + w / 2, y + 176), (x, y + 176)], "#f3d9ae")
                   + poly([(x + w / 2, y), (x + w, y), (x + w, y + 176), (x + w / 2, y + 176)], "#d3a56a")
                   + line(x + w / 2, y, x + w / 2, y + 176, "#fff1d6", 3))
        out += [line(x + 3, y + k, x + w - 3, y + k, "#a8713f", 1, 'opacity="0.5"') for k in range(11, 176, 11)]
    out.append("</g>")
    for x, y, r in ((1290, 250, 74), (1380, 360, 54), (1260, 400, 46), (170, 760, 60)):  # trees of the model
        out.append(oval(x + 16, y + 20, r, r, "#2a1a10", 'opacity="0.35" filter="url(#soft)"'))
        for _ in range(60):
            turn, far = chance.uniform(0, 6.3), math.sqrt(chance.random()) * r * 0.85
            dx, dy = math.cos(turn) * far, math.sin(turn) * far
            share = min(1, max(0, 0.5 - (dx + dy) / r * 0.4))
            out.append(oval(x + dx, y + dy, r * 0.22, r * 0.2, mix("#3f7d4a", "#b9dc84", share)))
    out.append(oval(1412, 800, 142, 142, "#2a1a10", 'opacity="0.3" filter="url(#soft)"') + oval(1395, 780, 140, 140, "#fbf7ef")
               + oval(1395, 780, 108, 108, "#efe7d8") + oval(1395, 780, 92, 92, "#fffdf8") + oval(1395, 780, 78, 78, "#6b4226")
               + oval(1380, 766, 44, 40, "#8a5a38", 'opacity="0.7"')
               + '<path d="M1485 760 q78 -6 66 50 q-12 40 -74 14" fill="none" stroke="#fffdf8" stroke-width="18"/>')
    out.append('<g transform="rotate(24 300 960)">' + rect(120, 952, 420, 26, "#2a1a10", 'opacity="0.3" filter="url(#soft)"')
               + rect(110, 940, 350, 22, "#f2b134") + rect(110, 940, 350, 7, "#ffd778") + rect(84, 940, 28, 22, "#e6817a")
               + poly([(460, 940), (512, 951), (460, 962)], "#f0d9b5") + poly([(494, 947), (512, 951), (494, 955)], "#333333") + "</g>")
    out.append('<g transform="rotate(-68 130 300)">' + rect(-120, 262, 520, 62, "#f6e3b4", 'opacity="0.93"')
               + "".join(line(-110 + k * 13, 262, -110 + k * 13, 280 + (8 if k % 5 == 0 else 0), "#6b4a33", 2) for k in range(39)) + "</g>")
    return "".join(out)


PICTURES = {"school": school, "werf": site, "klas": classroom, "laan": lane, "plan": plan}
FILTERS = ('<defs><filter id="soft" x="-30%" y="-30%" width="160%" height="160%"><feGaussianBlur stdDeviation="14"/></filter>'
           '<filter id="grain"><feTurbulence type="fractalNoise" baseFrequency="0.9" numOctaves="2" seed="3"/>'
           '<feColorMatrix values="0 0 0 0 0.5  0 0 0 0 0.45  0 0 0 0 0.4  0 0 0 0.16 0"/></filter>'
           '<radialGradient id="edge" cx="0.5" cy="0.48" r="0.75"><stop offset="0.6" stop-color="#20130a" stop-opacity="0"/>'
           '<stop offset="1" stop-color="#20130a" stop-opacity="0.26"/></radialGradient></defs>')


def mark(colour):
    """The logo: three gables, the middle one in front."""
    gables = "".join(f'<path d="M{x} 150 V{top} L{x + 50} {top - 46} L{x + 100} {top} V150" fill="none" stroke="{colour}" '
                     'stroke-width="15" stroke-linejoin="round" stroke-linecap="round"/>' for x, top in ((14, 92), (110, 66), (206, 92)))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="320" viewBox="0 0 320 160">{gables}'
            '<circle cx="160" cy="78" r="10" fill="#e9a23b"/></svg>')


def render(svg):
    return subprocess.run(["rsvg-convert", "-f", "png"], input=svg.encode(), stdout=subprocess.PIPE, check=True).stdout


def main():
    brand = Path(__file__).parent.parent / "brand"
    (brand / "mark-light.png").write_bytes(render(mark("#fff8ec")))
    (brand / "mark-dark.png").write_bytes(render(mark("#24382c")))
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in PICTURES.items():
        chance.seed(name)
        svg = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{W}" height="{H}" viewBox="0 0 {W} {H}">{FILTERS}{draw()}'
               + rect(0, 0, W, H, "#888888", 'filter="url(#grain)" opacity="0.35"') + rect(0, 0, W, H, "url(#edge)") + "</svg>")
        picture = Image.open(io.BytesIO(render(svg))).convert("RGB")
        for quality in range(88, 60, -3):
            jpeg = io.BytesIO()
            picture.save(jpeg, "JPEG", quality=quality, optimize=True)
            if jpeg.tell() < 245000:
                break
        (folder / f"{name}.jpg").write_bytes(jpeg.getvalue())


main()
