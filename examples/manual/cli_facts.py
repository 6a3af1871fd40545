"""What the command line says of itself, as data: its commands with their flags from `koor help`, the options of the
registry from `koor options`, the networks from `koor networks --json`. The man page and the completions are made from it."""

import json
import re
import subprocess


def ask(koor, *arguments):
    """What the program prints, without what a sanitizer adds."""
    return subprocess.run([koor, *arguments], check=True, capture_output=True, text=True).stdout


def commands(koor):
    """[{"name", "brief"}] in the order of `koor help`, each with its own help."""
    lines = re.findall(r"^  ([a-z]+) +(\S.*)$", ask(koor, "help"), re.M)
    return [{"name": name, "brief": brief, **command_help(koor, name)} for name, brief in lines]


def command_help(koor, name):
    """Synopsis, flags, description and examples of one command: paragraphs of its help."""
    if name == "help":
        return {"synopsis": "koor help [COMMAND]", "flags": [], "text": "", "examples": ""}
    synopsis, _, rest = ask(koor, "help", name).partition("\n\n")
    paragraphs = rest.strip("\n").split("\n\n")
    examples = [part for part in paragraphs if part.startswith("  ")]
    return {"synopsis": synopsis, "flags": flags(synopsis),
            "text": "\n".join(part for part in paragraphs if part not in examples), "examples": "\n".join(examples)}


def flags(synopsis):
    """[(flag, value)] of a synopsis; a value is "" for a switch, "text|jsonl" for a choice."""
    return [(flag, value) for flag, value in re.findall(r"[\[\s](-{1,2}[a-z-]+)(?:\s+([^\]\s]+))?", synopsis)]


def options(koor):
    """[{"key", "help", "type", "default"}] of the registry."""
    entries = re.findall(r'^(\S+) +(\S.*)\n +(\S.*?), default "(.*)"$', ask(koor, "options"), re.M)
    return [dict(zip(("key", "help", "type", "default"), entry)) for entry in entries]


def values(kind):
    """The values that an option or a flag can take, where they can be listed."""
    if kind == "bool":
        return ["on", "off"]
    listed = kind.partition(":")[2] if kind.startswith("choice:") else kind
    return listed.split("|") if re.fullmatch(r"[a-z0-9-]+(\|[a-z0-9-]+)+", listed) else []


def parts(kind):
    """The values of a flag that takes several of them, "jsonl,csv,images"; none where it takes one."""
    return kind.split(",") if re.fullmatch(r"[a-z]+(,[a-z]+)+", kind) else []


def networks(koor):
    return [network["name"] for network in json.loads(ask(koor, "networks", "--json"))["networks"]]


def version(koor):
    return re.search(r"\d+\.\d+\.\d+", ask(koor, "version"))[0]
