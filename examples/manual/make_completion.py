#!/usr/bin/env python3
"""Completion for bash or zsh from what the command line says of itself. Usage: make_completion.py bash|zsh KOOR"""

import shlex
import sys

import cli_facts

# What a synopsis calls its files and folders.
FILES = {"FILE", "OLD", "people.csv", "campaign.json"}
FOLDERS = {"DIR", "OUT"}


def flag_values(koor, flag, value):
    return cli_facts.networks(koor) if flag == "--network" else cli_facts.values(value)


# -- bash -------------------------------------------------------------------------------------------

BASH = """# bash completion for koor, made from its option registry.

# Of several values with commas between them, the one that is being typed.
_koor_parts() {
    compopt -o nospace 2>/dev/null
    COMPREPLY=($(compgen -P "${cur%%"${cur##*,}"}" -W "$1" -- "${cur##*,}"))
}

_koor() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} key=
    COMPREPLY=()
    if ((COMP_CWORD == 1)) || [[ ${COMP_WORDS[1]} == help ]]; then
        COMPREPLY=($(compgen -W "%(commands)s" -- "$cur"))
        return
    fi
    # bash takes "=" for a word of its own
    if [[ $cur == "=" ]]; then
        key=$prev cur=
    elif [[ $prev == "=" ]]; then
        key=${COMP_WORDS[COMP_CWORD-2]}
    fi
    if [[ -n $key ]]; then
        case $key in
%(values)s
        esac
        return
    fi
    case $prev in
    --set)
        compopt -o nospace 2>/dev/null
        COMPREPLY=($(compgen -S = -W "%(keys)s" -- "$cur"))
        return
        ;;
    esac
    case ${COMP_WORDS[1]}:$prev in
%(flags)s
    esac
    [[ $cur == -* ]] || return
    case ${COMP_WORDS[1]} in
%(lists)s
    esac
}
complete -o default -F _koor koor
"""


def bash_case(pattern, words, indent):
    return f'{indent}{pattern}) COMPREPLY=($(compgen -W "{words}" -- "$cur")); return ;;'


def bash(koor):
    commands = cli_facts.commands(koor)
    options = cli_facts.options(koor)
    flags = [(f"{command['name']}:{flag}", flag, value) for command in commands for flag, value in command["flags"]]
    valued = [bash_case(place, " ".join(words), " " * 4) for place, flag, value in flags
              if (words := flag_values(koor, flag, value))]
    valued += [f'    {place}) _koor_parts "{" ".join(parts)}"; return ;;' for place, _, value in flags
               if (parts := cli_facts.parts(value))]
    return BASH % {
        "commands": " ".join(command["name"] for command in commands),
        "keys": " ".join(option["key"] for option in options),
        "values": "\n".join(bash_case(option["key"], " ".join(words), " " * 8) for option in options
                            if (words := cli_facts.values(option["type"]))),
        "flags": "\n".join(valued),
        "lists": "\n".join(bash_case(command["name"], " ".join([*(flag for flag, _ in command["flags"]), "--set"]),
                                     " " * 4) for command in commands),
    }


# -- zsh --------------------------------------------------------------------------------------------

ZSH = """#compdef koor
# zsh completion for koor, made from its option registry.

_koor_set() {
    local -a keys
    if compset -P '*='; then
        case ${IPREFIX%%=} in
%(values)s
        esac
        return
    fi
    keys=(
%(keys)s
    )
    _describe -t keys option keys -S =
}

_koor() {
    local -a commands
    commands=(
%(commands)s
    )
    if ((CURRENT == 2)) || [[ $words[2] == help ]]; then
        _describe -t commands command commands
        return
    fi
    case $words[2] in
%(flags)s
    esac
}

_koor "$@"
"""


def zsh_pair(name, text):
    return " " * 8 + shlex.quote(name + ":" + text.replace(":", "\\:"))


def zsh_spec(koor, flag, value):
    """A flag as _arguments takes it: "--format[text|jsonl]:value:(text jsonl)"."""
    words, parts = flag_values(koor, flag, value), cli_facts.parts(value)
    action = ("_files -/" if value in FOLDERS else "_files" if value in FILES else f"({' '.join(words)})" if words
              else f"_sequence compadd - {' '.join(parts)}" if parts else " ")
    brief = value.replace("[", "").replace(":", " ")
    return shlex.quote(flag + (f"[{brief}]:{brief}:{action}" if value else "[]"))


def zsh_command(koor, command):
    specs = [zsh_spec(koor, flag, value) for flag, value in command["flags"]]
    lines = [f"    {command['name']})", "        _arguments \\"]
    lines += [f"            {spec} \\" for spec in [*specs, "'*--set[an option]:key=value:_koor_set'"]]
    return "\n".join([*lines, "            '*:file:_files'", "        ;;"])


def zsh(koor):
    commands = cli_facts.commands(koor)
    options = cli_facts.options(koor)
    return ZSH % {
        "commands": "\n".join(zsh_pair(command["name"], command["brief"]) for command in commands),
        "keys": "\n".join(zsh_pair(option["key"], option["help"]) for option in options),
        "values": "\n".join(f"        *{option['key']}) compadd {' '.join(words)} ;;" for option in options
                            if (words := cli_facts.values(option["type"]))),
        "flags": "\n".join(zsh_command(koor, command) for command in commands),
    }


if __name__ == "__main__":
    sys.stdout.write({"bash": bash, "zsh": zsh}[sys.argv[1]](sys.argv[2]))
