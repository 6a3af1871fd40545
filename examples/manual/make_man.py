#!/usr/bin/env python3
"""koor.1 from what the command line says of itself. Usage: make_man.py KOOR > koor.1"""

import re
import sys

import cli_facts

STATUS = [("0", "Done; also where fewer texts came out than were asked for, which standard error explains."),
          ("1", "The job failed. The message names file, line, cause and the way out."),
          ("2", "The command was not understood.")]


def plain(text):
    """Text for roff: backslashes and hyphens kept, a dot at the start of a line harmless."""
    return re.sub(r"^(?=[.'])", r"\\&", text.replace("\\", "\\e").replace("-", "\\-"), flags=re.M)


def literal(text):
    return [".nf", plain(text.rstrip("\n")), ".fi"]


def command_section(command):
    lines = [f".SS {plain(command['name'])}", ".PP", plain(command["text"] or command["brief"]), ".PP",
             *literal(command["synopsis"])]
    if command["examples"]:
        lines += [".PP", *literal(command["examples"])]
    return lines


def option_entry(option):
    return [".TP", f".B {plain(option['key'])}", plain(option["help"]) + ".", ".br",
            plain(option["type"] + (f", default {option['default']}" if option["default"] else ""))]


def page(koor):
    lines = [f'.TH KOOR 1 "" "koor {cli_facts.version(koor)}" "User Commands"', ".ad l",
             ".SH NAME", r"koor \- one base post, many voices",
             ".SH SYNOPSIS", ".B koor", ".I command", r"[\fIflag\fR ...] [\fIfile\fR ...]",
             ".SH DESCRIPTION",
             "koor turns one base post into many variants, so that colleagues can share company news without saying",
             "the same thing ten times: other words, another picture, another moment for each person who opted in.",
             "A post is a UTF\\-8 text file, or \\- for standard input.",
             ".SH COMMANDS"]
    for command in cli_facts.commands(koor):
        lines += command_section(command)
    lines += [".SH OPTIONS", "Every command takes", ".BI \\-\\-set \" key\" = value", "for these."]
    for option in cli_facts.options(koor):
        lines += option_entry(option)
    lines.append(".SH EXIT STATUS")
    for status, meaning in STATUS:
        lines += [".TP", f".B {status}", plain(meaning)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page(sys.argv[1]))
