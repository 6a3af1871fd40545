#!/usr/bin/env python3
"""Writes tables.h: the constants of the image stage that need a mathematics library, which koor
itself does without so that its bytes agree on every machine. Run by hand; the result is committed."""
import math


def lanczos(x):
    if x == 0:
        return 1.0
    if abs(x) >= 3:
        return 0.0
    return 3 * math.sin(math.pi * x) * math.sin(math.pi * x / 3) / (math.pi * x) ** 2


def linear(value):
    x = value / 255
    return x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4


def lab(t):
    return t ** (1 / 3) if t > (6 / 29) ** 3 else t / (3 * (6 / 29) ** 2) + 4 / 29


def table(out, kind, name, comment, values):
    out.append("/* %s */\nstatic const %s %s[%d] = {" % (comment, kind, name, len(values)))
    line = "   "
    for value in values:
        word = " %d," % value
        if len(line) + len(word) > 99:
            out.append(line)
            line = "   "
        line += word
    out.append(line + "\n};\n")


def main():
    out = ["/* Made by make_tables.py: not edited by hand. */",
           "#ifndef KR_IMAGE_TABLES_H\n#define KR_IMAGE_TABLES_H\n", "#include <stdint.h>\n"]
    table(out, "int32_t", "kr_table_lanczos",
          "Lanczos kernel with three lobes, x = 0 to 3 in steps of 1/128, times 2^20.",
          [round(lanczos(i / 128) * 2**20) for i in range(385)])
    table(out, "uint16_t", "kr_table_linear",
          "sRGB (IEC 61966-2-1) to linear light, times 65535.",
          [round(linear(i) * 65535) for i in range(256)])
    table(out, "uint16_t", "kr_table_lab",
          "f of CIE L*a*b* (CIE 15:2004), t = 0 to 1 in steps of 1/512, times 32768.",
          [round(lab(i / 512) * 32768) for i in range(513)])
    out.append("#endif")
    with open(__file__.replace("make_tables.py", "tables.h"), "w") as file:
        file.write("\n".join(out) + "\n")


main()
