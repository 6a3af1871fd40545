#!/usr/bin/env python3
"""How often copy editors, who did not write a rule, met an edit of it in a post, and how often they marked it as wrong.

    strength.py                what the readings say against the packs: rules that readings put at `strong`, and
                               strong ones that they clear (exit 1 where one of the first kind is not strong)
    strength.py --apply        writes `strength strong` into the first, takes it out of the second
    strength.py --add LANG F   adds the readings of F, lines `rule<TAB>read<TAB>marked`, to the record

The record is packs/LANG/readings.tsv, sorted, one line a rule. What a rule will do in the next post is told by what it did
in posts before: of 29,700 readings (November 2026), rules without a mark in ten and more went on with 2.5 % marked, rules with
fewer than five readings with 7 to 8 %, and rules marked before with 14 %, mended or not. So the share of marks that a rule is
expected to earn is (marked + PRIOR * WEIGHT) / (read + WEIGHT): few readings count little, and a mark is outlived by clean
readings, by nothing else. A mended rule keeps its marks for that reason.
"""
import collections
import pathlib
import re
import sys

PACKS = pathlib.Path(__file__).resolve().parent.parent
PRIOR = 0.055  # the share marked of all that was read
WEIGHT = 8  # readings that the prior is worth
STRONG = 0.10  # expected share of marks from which on nobody gets a rule who does not ask for it
CLEARED = PRIOR  # expected share below which a strong rule is used by itself,
ENOUGH = 6  # once that many of its edits were read
RULE = re.compile(r"(?:phrase|frame|turn|hook|cta) (\S+)$")
LINE = re.compile(r"  strength (\w+)$")


def languages():
    return sorted(path.parent.name for path in PACKS.glob("*/readings.tsv"))


def record(lang):
    return PACKS / lang / "readings.tsv"


def counted(path):
    """(rule, read, marked) of each line of a record, or of readings to add to one."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        try:
            rule, read, marked = line.split("\t")
            read, marked = int(read), int(marked)
        except ValueError:
            sys.exit(f"{path}:{number}: not rule, read, marked with tabs between")
        if not 0 <= marked <= read:
            sys.exit(f"{path}:{number}: more marked than read")
        yield rule, read, marked


def readings(*paths):
    """rule -> (read, marked), counted together."""
    table = collections.defaultdict(lambda: (0, 0))
    for path in paths:
        for rule, read, marked in counted(path):
            table[rule] = (table[rule][0] + read, table[rule][1] + marked)
    return dict(table)


def write(lang, table):
    head = "# rule, edits of it that were read, those marked as wrong: strength.py in tools/ says what follows from it\n"
    body = "".join(f"{rule}\t{read}\t{marked}\n" for rule, (read, marked) in sorted(table.items()))
    record(lang).write_text(head + body, encoding="utf-8")


def strengths(lang):
    """rule -> strength, as the packs have it."""
    found = {}
    for path in sorted((PACKS / lang).glob("*.pack")):
        rule = None
        for line in path.read_text(encoding="utf-8").splitlines():
            if match := RULE.match(line):
                rule = match[1]
                found[rule] = "medium"
            elif line and not line.startswith(" "):
                rule = None
            elif rule and (match := LINE.match(line)):
                found[rule] = match[1]
    return found


def expected(read, marked):
    return (marked + PRIOR * WEIGHT) / (read + WEIGHT)


def verdicts(lang, table):
    """The rules to make strong, those to clear, and names in the record that no pack has."""
    found = strengths(lang)
    strong = sorted(r for r in table if found.get(r, "strong") != "strong" and expected(*table[r]) > STRONG)
    clear = sorted(r for r in table if found.get(r) == "strong" and table[r][0] >= ENOUGH and expected(*table[r]) < CLEARED)
    return strong, clear, sorted(set(table) - set(found))


def apply(lang, strong, clear):
    for path in (PACKS / lang).glob("*.pack"):
        out, rule = [], None
        lines = path.read_text(encoding="utf-8").split("\n")
        for line in lines:
            match = RULE.match(line)
            rule = match[1] if match else rule if line.startswith(" ") or not line else None
            if rule in strong | clear and LINE.match(line):
                continue
            out.append(line)
            if match and rule in strong:
                out.append("  strength strong")
        if out != lines:
            path.write_text("\n".join(out), encoding="utf-8")


def main(arguments):
    if len(arguments) == 3 and arguments[0] == "--add" and arguments[1] in languages() and pathlib.Path(arguments[2]).is_file():
        lang, more = arguments[1:]
        write(lang, readings(record(lang), pathlib.Path(more)))
        return 0
    if arguments not in ([], ["--apply"]):
        sys.exit(__doc__)
    wrong = 0
    for lang in languages():
        table = readings(record(lang))
        strong, clear, unknown = verdicts(lang, table)
        if arguments:
            apply(lang, set(strong), set(clear))
            write(lang, {rule: counts for rule, counts in table.items() if rule not in unknown})
        for text, rules in (("to be strong", strong), ("cleared", clear), ("in no pack", unknown)):
            print(f"{lang}: {len(rules)} {text}", *rules, sep="\n  ")
        wrong += len(strong) + len(unknown)
    return 1 if wrong and not arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
