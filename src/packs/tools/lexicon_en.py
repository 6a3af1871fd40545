#!/usr/bin/env python3
"""Gathers the open-class part of the English lexicon from two Debian packages.

Takes  WordNet 3.0 (wordnet-base, wordnet-sense-index): which classes a word has and how often each
       was seen in its tagged texts; SCOWL (scowl): which words are common enough to be worth
       knowing; lexicon_en.txt beside this script: what the two do not tell (irregular verbs, nouns
       without a plural, classes that a company post never means).
Gives  ../en/lexicon-{nouns,verbs,adjectives,adverbs}.pack, sorted, the same on every machine.

Only facts are taken: word, class, forms, and for nouns whether they name a time, a place or a
person. Synonyms never are. Function words are written by hand (lexicon-function.pack), younger
words too (lexicon-recent.pack). Both licences ask for their notice, which heads each file.

    apt-get install wordnet-base wordnet-sense-index scowl
    python3 src/packs/tools/lexicon_en.py
"""

import argparse
import collections
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
CLASSES = {"1": "noun", "2": "verb", "3": "adj", "4": "adv", "5": "adj"}
SEMANTIC = {"28": "time", "15": "place"}
SIZES = ("10", "20")
WIDER = ("35",)  # words of these are taken where WordNet's tagged texts use them
VARIANTS = ("english", "american", "british", "british_variant_1")
CLOSED = ("det", "poss", "pron", "conj", "sub", "modal", "prep", "num", "interj")
WIDER_USES = 1
SPELT = ("10", "20", "35", "40", "50", "55")  # a form has to be in one of these
MINOR_SHARE = 0.08  # a class seen less often than this beside another is left out

NOTICE = """pack en 1
# {what}, gathered by src/packs/tools/lexicon_en.py.
# Words and classes from WordNet 3.0, Copyright 2006 by Princeton University, all rights reserved,
# used under the WordNet 3.0 licence; choice of common words from SCOWL, Copyright 2000-2011 by
# Kevin Atkinson. Both permit use, change and redistribution for any purpose without fee provided
# that this notice is kept; both come "as is", without warranty. Full texts: LICENSE.lexicon.
"""


def read_words(folder, sizes):
    words = set()
    for variant in VARIANTS:
        for size in sizes:
            path = folder / f"{variant}-words.{size}"
            words.update(path.read_text("latin-1").split())
    return {w for w in words if re.fullmatch(r"[a-z]+(-[a-z]+)*", w) and len(w) > 1}


def read_hand_written(folder):
    """What the packs written by hand say already: (class, word); and the closed classes' words."""
    known, closed = set(), set()
    for name in ("lexicon-function.pack", "lexicon-recent.pack", "lexicon-british.pack"):
        for line in (folder / name).read_text("utf-8").splitlines():
            parts = line.split()
            if len(parts) > 1 and parts[0] in CLASSES.values():
                known.add((parts[0], parts[1]))
            elif len(parts) > 1 and parts[0] in CLOSED:
                closed.add(parts[1])
    return known, closed


def read_senses(folder):
    """lemma -> class -> [count of senses, count of uses], and lemma -> uses per kind of noun."""
    senses = collections.defaultdict(lambda: collections.defaultdict(lambda: [0, 0]))
    kinds = collections.defaultdict(collections.Counter)
    for line in (folder / "index.sense").read_text("latin-1").splitlines():
        key, _, _, uses = line.split()
        lemma, rest = key.split("%")
        if "_" in lemma:
            continue
        kind = rest.split(":")
        name = CLASSES[kind[0]]
        entry = senses[lemma][name]
        entry[0] += 1
        entry[1] += int(uses)
        if name == "noun":
            kinds[lemma][SEMANTIC.get(kind[1], "")] += 1 + 4 * int(uses)
    return senses, kinds


def read_exceptions(folder, name):
    forms = collections.defaultdict(list)
    for line in (folder / f"{name}.exc").read_text("latin-1").splitlines():
        form, *lemmas = line.split()
        for lemma in lemmas:
            forms[lemma].append(form)
    return forms


Tools = collections.namedtuple("Tools", "senses kinds exceptions facts spelt")


class Facts:
    """The hand-written part: a line is a key word and what it says."""

    def __init__(self, path):
        self.irregular, self.mass, self.plural = {}, set(), {}
        self.keep, self.drop = collections.defaultdict(set), collections.defaultdict(set)
        self.kind, self.plain, self.past = {}, set(), set()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            words = line.split("#")[0].split()
            if not words:
                continue
            key, rest = words[0], words[1:]
            if key == "irregular":
                self.irregular[rest[0]] = rest[1:]
                self.past.update(f for part in rest[1:] for f in part.split("|") if f != rest[0])
            elif key == "mass":
                self.mass.update(rest)
            elif key == "plain":
                self.plain.update(rest)
            elif key == "plural":
                self.plural[rest[0]] = rest[1]
            elif key in ("keep", "drop"):
                for word in rest[1:]:
                    (self.keep if key == "keep" else self.drop)[rest[0]].add(word)
            elif key in ("time", "place", "thing"):
                for word in rest:
                    self.kind[word] = "" if key == "thing" else key
            else:
                sys.exit(f"{path}:{number}: unknown key word {key}")


def classes_of(lemma, senses, facts):
    seen = senses[lemma]
    total = sum(uses for _, uses in seen.values())
    chosen = set()
    if total:
        chosen = {name for name, (_, uses) in seen.items() if uses >= MINOR_SHARE * total}
    else:
        most = max(count for count, _ in seen.values())
        chosen = {name for name, (count, _) in seen.items() if count == most}
    for name in ("noun", "verb", "adj", "adv"):
        if lemma in facts.keep[name]:
            chosen.add(name)
        if lemma in facts.drop[name]:
            chosen.discard(name)
    return chosen


def is_derived(lemma, name, senses, facts):
    """Gerunds and participles: forms of their verb, unless texts use them as words of their own."""
    if lemma in facts.keep[name] or not re.search(r"(ing|ed)$", lemma):
        return False
    if name == "noun" and (lemma.endswith(("ing", "ed")) or lemma in facts.past):
        return True
    return name == "adj" and senses[lemma]["adj"][1] < 4


def plural(noun, tools):
    if noun in tools.facts.mass:
        return "-"
    if noun in tools.facts.plural:
        return tools.facts.plural[noun]
    forms = [f for f in tools.exceptions["noun"].get(noun, ()) if f in tools.spelt]
    if len(forms) == 1:
        return forms[0]
    if re.search(r"man$", noun) and noun[:-3] + "men" in tools.spelt:
        return noun[:-3] + "men"
    if re.search(r"(s|x|z|ch|sh)$", noun):
        form = noun + "es"
    elif re.search(r"[^aeiou]y$", noun):
        form = noun[:-1] + "ies"
    else:
        form = noun + "s"
    return form if form in tools.spelt or noun in tools.facts.keep["noun"] else "-"


def third(verb):
    if re.search(r"(s|x|z|ch|sh|[^aeiou]o)$", verb):
        return verb + "es"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + "s"


def with_ending(verb, ending, tools):
    """The regular form; twice where both spellings are in use (travelled, traveled)."""
    if re.search(r"[aeiou]c$", verb):
        return verb + "k" + ending
    stem = verb
    if verb.endswith("ie") and ending == "ing":
        stem = verb[:-2] + "y"
    elif re.search(r"[^aeiou]y$", verb) and ending == "ed":
        stem = verb[:-1] + "i"
    elif re.search(r"[^oy]e$", verb) and not (verb.endswith("ee") and ending == "ing"):
        stem = verb[:-1]
    elif verb.endswith("e") and ending == "ed":
        stem = verb[:-1]
    doubled = verb + verb[-1] + ending
    if doubled not in tools.spelt or verb.endswith("e"):
        return stem + ending
    two_ways = re.search(r"[aeiou][^aeiou]+[aeiou]l$", verb) and stem + ending in tools.spelt
    return f"{doubled}|{stem + ending}" if two_ways else doubled


def irregular(verb, tools):
    """Of the verb itself or, behind a prefix, of the verb it is made from (overrun, misread)."""
    known = tools.facts.irregular
    if verb in known:
        return known[verb]
    for prefix in ("over", "under", "mis", "re", "fore", "out", "un", "with", "up", "type", "inter"):
        base = verb.removeprefix(prefix)
        if base != verb and base in known and all(
                prefix + f in tools.spelt for part in known[base] for f in part.split("|")):
            return ["|".join(prefix + f for f in part.split("|")) for part in known[base]]
    return None


def verb_forms(verb, tools):
    forms = irregular(verb, tools)
    if forms:
        past, participle, *rest = forms
        return [third(verb), past, participle, rest[0] if rest else with_ending(verb, "ing", tools)]
    past = with_ending(verb, "ed", tools)
    return [third(verb), past, past, with_ending(verb, "ing", tools)]


def comparison(word, tools):
    """Comparative and superlative where both are in the word lists."""
    forms = tools.exceptions["adj"].get(word, ())
    stem = word[:-1] if word.endswith("e") else word
    found = []
    for ending in ("er", "est"):
        forms_here = [f for f in forms if f.endswith(ending)] + [stem + ending]
        found += [f for f in forms_here if f in tools.spelt][:1]
    return found if len(found) == 2 and word not in tools.facts.plain else []


def kind_of(noun, tools):
    if noun in tools.facts.kind:
        return tools.facts.kind[noun]
    counts = tools.kinds[noun] or {"": 1}
    most, uses = max(counts.items(), key=lambda item: (item[1], item[0]))
    return most if uses * 2 > sum(counts.values()) else ""


def line_of(name, lemma, tools):
    if name == "noun":
        return ["noun", lemma, plural(lemma, tools), kind_of(lemma, tools)]
    if name == "verb":
        return ["verb", lemma, *verb_forms(lemma, tools)]
    if name == "adj":
        return ["adj ", lemma, *comparison(lemma, tools)]
    return ["adv ", lemma, tools.facts.kind.get(lemma, "")]


def is_form(lemma, known, plurals):
    """Plurals and participles stand with their lemma; WordNet lists some on their own."""
    if lemma in plurals:
        return True
    return lemma.endswith("s") and lemma[:-1] in known and not lemma.endswith("ss")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wordnet", type=pathlib.Path, default="/usr/share/wordnet")
    parser.add_argument("--scowl", type=pathlib.Path, default="/usr/share/dict/scowl")
    parser.add_argument("--out", type=pathlib.Path, default=HERE.parent / "en")
    options = parser.parse_args()
    known, closed = read_hand_written(options.out)
    senses, kinds = read_senses(options.wordnet)
    exceptions = {n: read_exceptions(options.wordnet, n) for n in ("noun", "verb", "adj", "adv")}
    facts = Facts(HERE / "lexicon_en.txt")
    spelt = read_words(options.scowl, SPELT)
    tools = Tools(senses, kinds, exceptions, facts, spelt)
    lines = collections.defaultdict(list)
    common = read_words(options.scowl, SIZES)
    common |= {word for word in read_words(options.scowl, WIDER) & set(senses)
               if sum(uses for _, uses in senses[word].values()) >= WIDER_USES}
    common |= set().union(*facts.keep.values())
    plurals = {form for forms in exceptions["noun"].values() for form in forms}
    for lemma in sorted(common & set(senses)):
        if is_form(lemma, senses, plurals) and not any(lemma in k for k in facts.keep.values()):
            continue
        for name in classes_of(lemma, senses, facts):
            if (name, lemma) in known or lemma in closed and lemma not in facts.keep[name]:
                continue
            if is_derived(lemma, name, senses, facts):
                continue
            lines[name].append(" ".join(w for w in line_of(name, lemma, tools) if w))
    titles = {"noun": "nouns", "verb": "verbs", "adj": "adjectives", "adv": "adverbs"}
    for name, title in titles.items():
        text = NOTICE.format(what=title.capitalize()) + "\n" + "\n".join(sorted(lines[name])) + "\n"
        (options.out / f"lexicon-{title}.pack").write_text(text, "utf-8")
        print(title, len(lines[name]))


if __name__ == "__main__":
    main()
