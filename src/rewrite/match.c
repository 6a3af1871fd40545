/* Backtracking over the program of a pattern. Programs only run forward, so the depth is bounded by
 * their length. A frame runs once for each region that begins where it may, a phrase once for each
 * word.
 *
 * What could multiply are elements with many possible ends (REST, NP, repetitions) in a row. Two
 * memories keep that down. Where ways meet (kr_op.meets), the same place of a program at the same
 * word is searched once: again only where other words are bound, and never where nothing was found
 * behind it (packrat parsing, as in Ford 2002, with the bindings as part of the state). And a named
 * pattern, which binds nothing, is run once for each word of a sentence: every rule shares its ends.
 * What is left shares one budget of steps a sentence. */
#include "rewrite/match.h"

#include <string.h>

enum { STEPS = 200000, NO_SLOT = UINT8_MAX, MOST_MATCHES_OF_ONE = 6 };

typedef struct run {
    kr_matcher *matcher;
    const kr_op *ops;
    const kr_when *when;
    const kr_rule *rule;
    const kr_parse *parse; /* the sentence at hand */
    uint32_t sentence;
    const kr_region *region; /* of the sentence at hand; NULL for phrases */
    kr_match match;
    kr_match_found found;
    void *user;
    int32_t status;
    uint32_t matches;
    uint32_t clashes; /* how often a name was to be bound that was bound before */
    uint32_t lemma; /* of the word that is about to be bound */
    uint32_t number;
    uint64_t state; /* of the slots: the sum of what each is bound to, mixed */
    uint8_t *ends;  /* for a named pattern: where it may end; NULL for a rule */
    int *probe;     /* for what must not stand here: whether it does; NULL else */
} run;

static int step(run *r, uint32_t pc, uint32_t at);

static uint32_t limit(const run *r) {
    return r->region ? r->region->end : r->parse->last;
}

static uint64_t mix(uint64_t value) {
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
    value = (value ^ value >> 27) * 0x94d049bb133111ebu;
    return value ^ value >> 31;
}

static uint64_t mix_binding(uint32_t slot, const kr_binding *bound) {
    uint64_t place = (uint64_t)slot << 48 | (uint64_t)bound->start << 32 |
                     (uint64_t)bound->end << 16 | (uint64_t)bound->set << 8;
    return mix(mix(place + 1) ^ ((uint64_t)bound->lemma << 32 | bound->features) ^ bound->head);
}

/* Whether the key was noted before, in the place that it has in the memo; it is noted now where
 * `note` asks. A key that had to give way only costs a second search. */
static int is_noted(const run *r, uint64_t key, int note) {
    uint64_t *place = &r->matcher->memo[key % KR_MATCH_MEMO];
    int known = *place == key;
    if (note)
        *place = key;
    return known;
}

/* Goes on behind an element that took [at, end). */
static int go_on(run *r, uint32_t pc, uint32_t at, uint32_t end, const kr_chunk *chunk) {
    uint8_t slot = r->ops[pc].slot;
    if (end > limit(r) || (end < r->parse->count && end > at && r->parse->words[end].glued))
        return 0;
    if (slot == NO_SLOT)
        return step(r, pc + 1, end);
    kr_binding saved = r->match.slots[slot];
    if (saved.set)
        return r->clashes++, 0;
    r->match.slots[slot] = (kr_binding){
        .sentence = (uint16_t)r->sentence, .start = (uint16_t)at, .end = (uint16_t)end,
        .head = chunk ? chunk->head : (uint16_t)at, .features = chunk ? chunk->features : 0,
        .lemma = r->lemma, .set = 1};
    r->lemma = KR_PACK_NONE;
    uint64_t state = r->state;
    r->state += mix_binding(slot, &r->match.slots[slot]);
    int done = step(r, pc + 1, end);
    r->state = state;
    r->match.slots[slot] = saved;
    return done;
}

static int in_set(const run *r, const kr_op *op, uint32_t string) {
    return kr_pack_set_holds(r->matcher->pack, op->arg, op->features, string);
}

/* A date, a time or a number of several words, which the pattern names one by one: "every Friday". `from`:
 * the byte of its text where the next of its words begins. */
static int spell(run *r, uint32_t pc, uint32_t at, size_t from) {
    const kr_op *op = &r->ops[pc];
    if (op->kind == KR_OP_JUMP)
        return spell(r, op->arg, at, from);
    if (op->kind == KR_OP_SPLIT)
        return spell(r, pc + 1, at, from) || spell(r, op->arg, at, from);
    if (op->kind != KR_OP_WORD && op->kind != KR_OP_SET)
        return 0;
    uint32_t part = kr_word_part(r->parse, at, &from);
    if (op->kind == KR_OP_WORD ? part != op->arg : !in_set(r, op, part))
        return 0;
    int ends = from >= r->parse->words[at].span.end - r->parse->words[at].span.start;
    return ends ? go_on(r, pc, at, at + 1, NULL) : spell(r, pc + 1, at, from);
}

/* A mark behind the clause is looked at, not taken: the text says whether it brings its own. A word
 * in capitals has a stress that no other wording has: "THAT is why", and "US" is not "us"; what a named
 * pattern took stays as it is. */
static int match_word(run *r, uint32_t pc, uint32_t at) {
    if (at < limit(r) && r->parse->words[at].parts)
        return spell(r, pc, at, 0);
    if (at >= r->parse->count || r->parse->words[at].string != r->ops[pc].arg ||
        (r->parse->words[at].shouted && r->when && !r->when->condition))
        return 0;
    if (at == limit(r) && r->parse->words[at].tag == KR_TAG_PUNCT)
        return step(r, pc + 1, at);
    return at < limit(r) ? go_on(r, pc, at, at + 1, NULL) : 0;
}

/* One of several words: as each of them alone, but a mark is none. */
static int match_set(run *r, uint32_t pc, uint32_t at) {
    if (at >= limit(r))
        return 0;
    const kr_word *word = &r->parse->words[at];
    if (word->parts)
        return spell(r, pc, at, 0);
    if ((word->shouted && r->when && !r->when->condition) || !in_set(r, &r->ops[pc], word->string))
        return 0;
    return go_on(r, pc, at, at + 1, NULL);
}

static int match_list(run *r, uint32_t pc, uint32_t at) {
    uint32_t list = r->ops[pc].arg;
    if (at >= limit(r))
        return 0;
    const kr_word *word = &r->parse->words[at];
    for (uint32_t n = KR_LONGEST_PHRASE; n > 1; n--)
        if (kr_pack_list_holds(r->matcher->pack, list, word->phrase[n - 2]) &&
            go_on(r, pc, at, at + n, NULL))
            return 1;
    return kr_pack_list_holds(r->matcher->pack, list, word->string) ? go_on(r, pc, at, at + 1, NULL)
                                                                    : 0;
}

static int goes_with(uint32_t tag, uint32_t class) {
    switch (tag) {
    case KR_TAG_FIN:
    case KR_TAG_INF:
    case KR_TAG_PP:
    case KR_TAG_ING:
    case KR_TAG_MODAL: return class == KR_WORD_VERB || class == KR_WORD_MODAL;
    case KR_TAG_NOUN: return class == KR_WORD_NOUN;
    case KR_TAG_ADJ: return class == KR_WORD_ADJ || class == KR_WORD_VERB;
    default: return 1;
    }
}

/* The reading of the word as a form of the lemma that goes with its tag; its index, or
 * KR_PACK_NONE. */
static uint32_t reading_of(const run *r, const kr_word *word, uint32_t name, uint32_t mask) {
    const kr_pack *pack = r->matcher->pack;
    const kr_pack_word *words = kr_pack_section(pack, KR_SECTION_STRINGS);
    const kr_reading *readings = kr_pack_section(pack, KR_SECTION_READINGS);
    const kr_lemma *lemmas = kr_pack_section(pack, KR_SECTION_LEMMAS);
    uint32_t string = word->string;
    for (uint32_t i = 0; string != KR_PACK_NONE && i < words[string].reading_count; i++) {
        uint32_t reading = words[string].reading + i;
        const kr_lemma *lemma = &lemmas[readings[reading].lemma];
        if (lemma->name == name && goes_with(word->tag, lemma->class) &&
            (mask == 0 || mask >> (readings[reading].kind & 31u) & 1))
            return reading;
    }
    return KR_PACK_NONE;
}

/* "We set up a fund": nobody can tell present from past, so the form of the verb is not known. */
static int is_ambiguous(const run *r, const kr_word *word, uint32_t name) {
    return word->tag == KR_TAG_FIN && word->form == KR_FORM_INF &&
           reading_of(r, word, name, 1u << KR_FORM_PAST) != KR_PACK_NONE;
}

/* "A reduced price": the participle is a part of the noun phrase, no verb with an object. */
static int is_attributive(const kr_parse *parse, uint32_t at) {
    if (at == 0 || at + 1u >= parse->count)
        return 0;
    uint32_t before = parse->words[at - 1].tag, tag = parse->words[at].tag;
    uint32_t next = parse->words[at + 1].tag;
    return (tag == KR_TAG_ADJ || tag == KR_TAG_PP) &&
           (before == KR_TAG_DET || before == KR_TAG_POSS) &&
           (next == KR_TAG_NOUN || next == KR_TAG_ADJ || next == KR_TAG_NAME);
}

static int match_lemma(run *r, uint32_t pc, uint32_t at) {
    const kr_op *op = &r->ops[pc];
    if (at >= limit(r) || r->parse->words[at].tag == KR_TAG_GENITIVE || is_attributive(r->parse, at))
        return 0;
    const kr_word *word = &r->parse->words[at];
    uint32_t own = op->features ? op->features & 1u << (word->form & 31u) : 1u << (word->form & 31u);
    uint32_t reading = own ? reading_of(r, word, op->arg, own) : KR_PACK_NONE;
    if (reading == KR_PACK_NONE)
        reading = reading_of(r, word, op->arg, op->features);
    if (reading == KR_PACK_NONE || (op->slot != NO_SLOT && is_ambiguous(r, word, op->arg)))
        return 0;
    const kr_reading *readings = kr_pack_section(r->matcher->pack, KR_SECTION_READINGS);
    kr_chunk chunk = {.head = (uint16_t)at, .features = readings[reading].kind};
    r->lemma = op->slot == NO_SLOT ? KR_PACK_NONE : readings[reading].lemma;
    int done = go_on(r, pc, at, at + 1, &chunk);
    r->lemma = KR_PACK_NONE;
    return done;
}

/* The longest first, as everywhere. */
static int match_mid(run *r, uint32_t pc, uint32_t at) {
    for (uint32_t end = kr_mid_end(r->parse, at, limit(r)); end > at; end--)
        if (go_on(r, pc, at, end, NULL))
            return 1;
    return 0;
}

/* Shortest first: what the pattern names next takes all that it can. */
static int match_predicate(run *r, uint32_t pc, uint32_t at) {
    uint32_t most = kr_predicate_end(r->parse, at);
    for (uint32_t end = at + 1; end <= most && end <= limit(r); end++)
        if (kr_predicate_may_end(r->parse, at, end) && go_on(r, pc, at, end, NULL))
            return 1;
    return 0;
}

/* "Thanks to Lin, who worked on it": a relative pronoun is the subject of no clause that may stand
 * alone. */
static int is_relative_subject(const run *r, const kr_chunk *chunk) {
    return chunk->kind == KR_CHUNK_SUBJ && r->region && chunk->start > r->region->start &&
           chunk->end == chunk->start + 1u &&
           (kr_word_is(r->parse, chunk->start, "who") || kr_word_is(r->parse, chunk->start, "which"));
}

static int match_chunk(run *r, uint32_t pc, uint32_t at) {
    const kr_op *op = &r->ops[pc];
    const kr_parse *parse = r->parse;
    if (at >= limit(r))
        return 0;
    if (op->arg == KR_CHUNK_MID)
        return match_mid(r, pc, at);
    if (op->arg == KR_CHUNK_FIELD)
        return kr_is_field(parse, at, limit(r)) ? go_on(r, pc, at, limit(r), NULL) : 0;
    if (op->arg == KR_CHUNK_PRED)
        return match_predicate(r, pc, at);
    for (uint32_t i = parse->chunk_at[at]; i < parse->chunk_at[at + 1]; i++) {
        const kr_chunk *chunk = &parse->chunks[i];
        if (chunk->kind == op->arg && (chunk->features & op->features) == op->features &&
            !is_relative_subject(r, chunk) && go_on(r, pc, at, chunk->end, chunk))
            return 1;
    }
    return 0;
}

/* Any atom of the kinds asked for; NAME1, DAY and HOUR want a simple one, NAME2 a name of two words. */
static int match_atom(run *r, uint32_t pc, uint32_t at) {
    uint32_t atom = at < limit(r) ? r->parse->words[at].atom : 0, shape = r->ops[pc].features;
    if (!atom || !(r->ops[pc].arg >> (atom - 1) & 1) ||
        (shape == KR_ATOM_SIMPLE && !kr_word_is_simple(r->parse, at)) ||
        (shape == KR_ATOM_PAIR && !kr_word_is_full_name(r->parse, at)))
        return 0;
    return go_on(r, pc, at, at + 1, NULL);
}

static int match_rest(run *r, uint32_t pc, uint32_t at) {
    for (uint32_t end = at + !r->ops[pc].arg; end <= limit(r); end++)
        if (go_on(r, pc, at, end, NULL))
            return 1;
    return 0;
}

static int match_any(run *r, uint32_t pc, uint32_t at) {
    return at < limit(r) && r->parse->words[at].tag != KR_TAG_PUNCT ? go_on(r, pc, at, at + 1, NULL)
                                                                    : 0;
}

static int match_open(run *r, uint32_t pc, uint32_t at) {
    kr_binding *slot = &r->match.slots[r->ops[pc].slot], saved = *slot;
    uint64_t state = r->state;
    if (saved.set)
        return r->clashes++, 0;
    *slot = (kr_binding){.sentence = (uint16_t)r->sentence, .start = (uint16_t)at,
                         .end = (uint16_t)at, .head = (uint16_t)at, .lemma = KR_PACK_NONE};
    r->state += mix_binding(r->ops[pc].slot, slot);
    int done = step(r, pc + 1, at);
    r->state = state;
    *slot = saved;
    return done;
}

/* What a group is bound to is a noun phrase where one is there from end to end: verbs agree with it. */
static void take_chunk(const kr_parse *parse, kr_binding *slot) {
    for (uint32_t i = parse->chunk_at[slot->start]; i < parse->chunk_at[slot->start + 1u]; i++) {
        const kr_chunk *chunk = &parse->chunks[i];
        if (chunk->end == slot->end && (chunk->kind == KR_CHUNK_SUBJ || chunk->kind == KR_CHUNK_NP)) {
            slot->head = chunk->head;
            slot->features = chunk->features;
            return;
        }
    }
}

static int match_close(run *r, uint32_t pc, uint32_t at) {
    kr_binding *slot = &r->match.slots[r->ops[pc].slot], saved = *slot;
    uint64_t state = r->state;
    slot->end = (uint16_t)at;
    slot->set = at > slot->start;
    if (slot->set && slot->sentence == r->sentence)
        take_chunk(r->parse, slot);
    r->state += mix_binding(r->ops[pc].slot, slot);
    int done = step(r, pc + 1, at);
    r->state = state;
    *slot = saved;
    return done;
}

/* ---- named patterns ---- */

static void find_ends(run *r, uint32_t pattern, uint32_t at, uint8_t *ends) {
    const kr_pack_pattern *patterns = kr_pack_section(r->matcher->pack, KR_SECTION_PATTERNS);
    run own = {.matcher = r->matcher, .parse = r->parse, .sentence = r->sentence, .ends = ends,
               .lemma = KR_PACK_NONE, .number = r->matcher->runs++,
               .ops = (const kr_op *)kr_pack_section(r->matcher->pack, KR_SECTION_OPS) +
                      patterns[pattern].op};
    step(&own, 0, at);
}

static const kr_ends *list_ends(const run *r, const uint8_t *ends) {
    uint32_t count = 0;
    for (uint32_t at = 0; at <= r->parse->last; at++)
        count += ends[at];
    kr_ends *list = kr_arena_alloc(&r->matcher->job->arena, 1,
                                   sizeof *list + count * sizeof *list->at);
    if (!list)
        return NULL;
    list->count = 0;
    for (uint32_t at = r->parse->last + 1u; at-- > 0;)
        if (ends[at])
            list->at[list->count++] = (uint16_t)at;
    return list;
}

static const kr_ends **ends_of_sentence(run *r) {
    const kr_ends ***ends = &r->matcher->ends[r->sentence];
    if (!*ends)
        *ends = kr_arena_zero(&r->matcher->job->arena, (size_t)r->parse->last + 1u,
                              kr_pack_count(r->matcher->pack, KR_SECTION_PATTERNS) *
                                  sizeof **ends);
    return *ends;
}

/* The ends of a named pattern at a word, from the memory of the sentence; NULL: out of memory. */
static const kr_ends *ends_at(run *r, uint32_t pattern, uint32_t at) {
    uint32_t count = kr_pack_count(r->matcher->pack, KR_SECTION_PATTERNS);
    const kr_ends **known = ends_of_sentence(r);
    if (known && !known[at * count + pattern]) {
        uint8_t *ends = kr_arena_zero(&r->matcher->job->arena, r->parse->last + 1u, 1);
        if (!ends)
            return NULL;
        find_ends(r, pattern, at, ends);
        const kr_ends *list = list_ends(r, ends);
        if (r->matcher->steps == 0)
            return list; /* not all of them: the next sentence shall look again */
        known[at * count + pattern] = list;
    }
    return known ? known[at * count + pattern] : NULL;
}

static int match_named(run *r, uint32_t pc, uint32_t at) {
    if (at > r->parse->last)
        return 0;
    const kr_ends *ends = ends_at(r, r->ops[pc].arg, at);
    if (!ends)
        return r->matcher->failed = 1;
    for (uint32_t i = 0; i < ends->count; i++)
        if (ends->at[i] > at ? go_on(r, pc, at, ends->at[i], NULL) : step(r, pc + 1, at))
            return 1;
    return 0;
}

/* A rule over several sentences: each of them whole, and in the same paragraph. */
static int match_border(run *r, uint32_t pc, uint32_t at) {
    const kr_matcher *m = r->matcher;
    if (at != r->parse->last || r->sentence + 1 >= m->parse_count)
        return 0;
    const kr_parse *next = &m->parses[r->sentence + 1], *saved = r->parse;
    const kr_region *region = r->region;
    if (next->sentence->breaks || next->sentence->flags & KR_SENTENCE_LOCKED || !next->regions)
        return 0;
    r->parse = next;
    r->region = region ? &next->regions[0] : NULL;
    r->sentence++;
    int done = step(r, pc + 1, next->first);
    r->sentence--;
    r->parse = saved;
    r->region = region;
    return done;
}

typedef struct overlap {
    const kr_match *match;
    int found;
    int seen; /* at first_sentence and start */
    uint32_t first_sentence, start;
} overlap;

/* A pattern over a border stands inside the match if its sentences do. */
static int32_t note_overlap(const kr_match *other, void *user) {
    overlap *o = user;
    const kr_match *m = o->match;
    uint32_t start = other->first_sentence == m->first_sentence ? m->start : 0;
    uint32_t end = other->last_sentence == m->last_sentence ? m->end : UINT16_MAX;
    if (other->first_sentence != other->last_sentence)
        o->found |= other->last_sentence <= m->last_sentence;
    else
        o->found |= other->start == other->end ? start <= other->start && other->start <= end
                                               : other->start < end && other->end > start;
    return o->found ? -1 : KOOR_OK;
}

static int32_t run_words(run *r);

/* A pattern beside the match counts wherever it stands. */
static int32_t note_found(const kr_match *other, void *user) {
    (void)other;
    ((overlap *)user)->found = 1;
    return -1;
}

/* Several ends of one place are one place. */
static int32_t note_second(const kr_match *other, void *user) {
    overlap *o = user;
    o->found |= o->seen && (other->first_sentence != o->first_sentence || other->start != o->start);
    o->seen = 1;
    o->first_sentence = other->first_sentence;
    o->start = other->start;
    return o->found ? -1 : KOOR_OK;
}

/* Looks for the pattern of a condition in one sentence. */
static void look_for(const run *r, const kr_when *when, uint32_t sentence, kr_match_found found,
                     overlap *o) {
    run other = {.matcher = r->matcher, .when = when, .rule = r->rule,
                 .parse = &r->matcher->parses[sentence], .sentence = sentence,
                 .found = found, .user = o, .lemma = KR_PACK_NONE,
                 .ops = (const kr_op *)kr_pack_section(r->matcher->pack, KR_SECTION_OPS) +
                        when->op};
    run_words(&other);
}

/* Whether the pattern of a condition matches where it is looked for: words that the match has, all of its
 * sentences, the one in front of it or behind it, the whole post. */
static int stands(const run *r, const kr_when *when) {
    overlap o = {.match = &r->match};
    uint32_t first = r->match.first_sentence, last = r->match.last_sentence;
    uint32_t where = when->condition & (KR_WHEN_BEFORE | KR_WHEN_BEHIND | KR_WHEN_POST | KR_WHEN_SENTENCE);
    uint32_t from = where == KR_WHEN_BEFORE   ? first - (first > 0)
                    : where == KR_WHEN_BEHIND ? last + 1u
                    : where == KR_WHEN_POST   ? 0
                                              : first;
    uint32_t to = where == KR_WHEN_BEFORE   ? first
                  : where == KR_WHEN_BEHIND ? last + 2u
                  : where == KR_WHEN_POST   ? r->matcher->parse_count
                                            : last + 1u;
    kr_match_found note = when->condition & KR_WHEN_TWICE ? note_second : where ? note_found : note_overlap;
    for (uint32_t s = from; s < to && s < r->matcher->parse_count && !o.found; s++)
        look_for(r, when, s, note, &o);
    return o.found;
}

/* Whether one of the rule's conditions keeps it away; those of one text are noted. */
static int is_excluded(run *r) {
    const kr_when *whens = kr_pack_section(r->matcher->pack, KR_SECTION_WHENS);
    r->match.kept_away = 0;
    for (uint32_t i = r->rule->when; i < r->rule->when + r->rule->when_count; i++) {
        int forbids = (whens[i].condition & KR_WHEN_UNLESS) != 0;
        if (!whens[i].condition || stands(r, &whens[i]) != forbids)
            continue;
        if (whens[i].say == KR_PACK_NONE)
            return 1;
        r->match.kept_away |= (uint64_t)1 << (whens[i].say - r->rule->say);
    }
    return 0;
}

/* Looks whether what must not stand here does; nothing is taken. */
static int match_not(run *r, uint32_t pc, uint32_t at) {
    int found = 0;
    run other = *r;
    other.ends = NULL;
    other.probe = &found;
    other.number = r->matcher->runs++;
    other.state = 0;
    step(&other, pc + 1, at);
    return found ? 0 : step(r, r->ops[pc].arg, at);
}

static int match_end(run *r, uint32_t at) {
    if (r->probe)
        return *r->probe = 1;
    if (r->ends)
        return r->ends[at] = 1, 0;
    if (r->region && at != r->region->end)
        return 0;
    r->match.end = (uint16_t)at;
    r->match.last_sentence = (uint16_t)r->sentence;
    int of_mark = r->when->condition && (r->match.start == r->parse->last || r->ops[0].kind == KR_OP_EDGE);
    if (r->match.end == r->match.start && r->match.first_sentence == r->match.last_sentence && !of_mark)
        return 0;
    if (!r->when->condition && is_excluded(r))
        return 0;
    r->status = r->found(&r->match, r->user);
    return r->status < 0 || ++r->matches >= MOST_MATCHES_OF_ONE || !r->region;
}

static int step_once(run *r, uint32_t pc, uint32_t at) {
    const kr_op *op = &r->ops[pc];
    if (r->matcher->steps == 0) {
        r->matcher->limited = 1;
        return 1;
    }
    r->matcher->steps--;
    switch (op->kind) {
    case KR_OP_WORD: return match_word(r, pc, at);
    case KR_OP_LIST: return match_list(r, pc, at);
    case KR_OP_SET: return match_set(r, pc, at);
    case KR_OP_LEMMA: return match_lemma(r, pc, at);
    case KR_OP_NAMED: return match_named(r, pc, at);
    case KR_OP_NOT: return match_not(r, pc, at);
    case KR_OP_CHUNK: return match_chunk(r, pc, at);
    case KR_OP_ATOM: return match_atom(r, pc, at);
    case KR_OP_REST: return match_rest(r, pc, at);
    case KR_OP_ANY: return match_any(r, pc, at);
    case KR_OP_SPLIT: return step(r, pc + 1, at) || step(r, op->arg, at);
    case KR_OP_JUMP: return step(r, op->arg, at);
    case KR_OP_OPEN: return match_open(r, pc, at);
    case KR_OP_CLOSE: return match_close(r, pc, at);
    case KR_OP_BORDER: return match_border(r, pc, at);
    case KR_OP_EDGE:
        return at == (op->arg ? limit(r) : r->region ? r->region->start : r->parse->first)
                   ? step(r, pc + 1, at)
                   : 0;
    default: return match_end(r, at);
    }
}

/* Where ways meet: not a second time with the same words bound, nor where nothing can follow. */
static int step(run *r, uint32_t pc, uint32_t at) {
    if (!r->ops[pc].meets)
        return step_once(r, pc, at);
    uint64_t place = mix((uint64_t)r->number << 32 | (uint64_t)pc << 16 | at);
    uint64_t barren = mix(place + 1), seen = mix(place ^ r->state);
    uint32_t matches = r->matches, clashes = r->clashes;
    if (is_noted(r, barren, 0) || is_noted(r, seen, 1))
        return 0;
    int done = step_once(r, pc, at);
    if (!done && r->matches == matches && r->clashes == clashes && !r->ends)
        is_noted(r, barren, 1);
    return done;
}

static int32_t start_run(run *r, const kr_region *region, uint32_t at) {
    if (at < r->parse->count && r->parse->words[at].glued)
        return KOOR_OK;
    memset(&r->match, 0, sizeof r->match);
    r->match.when = (uint32_t)(r->when - (const kr_when *)kr_pack_section(r->matcher->pack,
                                                                          KR_SECTION_WHENS));
    r->match.rule = r->when->rule;
    r->match.first_sentence = (uint16_t)r->sentence;
    r->match.start = (uint16_t)at;
    r->region = region;
    r->matches = 0;
    r->number = r->matcher->runs++;
    step(r, 0, at);
    return r->matcher->failed ? kr_nomem(r->matcher->job) : r->status;
}

/* The opening of a post, or what stands before its first mark. */
static int is_opening_region(const run *r, const kr_region *region) {
    return r->sentence == 0 && region->start == r->parse->first;
}

/* A clause that is its sentence from end to end, has no bracket and no word that nobody knows: what
 * moves in it can be told from what it hangs on. */
static int is_read_whole(const run *r, const kr_region *region) {
    const kr_parse *parse = r->parse;
    if (region->start != parse->first || region->end != parse->last)
        return 0;
    for (uint32_t at = region->start; at < region->end; at++)
        if (parse->words[at].tag == KR_TAG_UNKNOWN || kr_word_is(parse, at, "("))
            return 0;
    return 1;
}

/* A turn moves words, so it leaves links and hashtags at the end where they stand. */
static int32_t run_regions(run *r) {
    int32_t status = KOOR_OK;
    for (uint32_t i = 0; i < r->parse->region_count && status >= 0; i++) {
        const kr_region *region = &r->parse->regions[i];
        if ((r->rule->kind == KR_RULE_HOOK && !is_opening_region(r, region)) ||
            (r->rule->kind == KR_RULE_TURN ? region->linked : region->part) ||
            (r->rule->flags & KR_RULE_WHOLE && !is_read_whole(r, region)))
            continue;
        if (r->when->borders && i > 0)
            break;
        status = start_run(r, region, region->start);
    }
    return status;
}

/* From each word on; a pattern that begins with a border stands behind the last one, and a condition may ask for
 * the closing mark alone. */
static int32_t run_words(run *r) {
    int32_t status = KOOR_OK;
    uint32_t end = r->when->borders || r->when->condition ? r->parse->last + 1u : r->parse->last;
    for (uint32_t at = r->parse->first; at < end && status >= 0; at++)
        status = start_run(r, NULL, at);
    return status;
}

static int rule_fits(const kr_matcher *m, const kr_rule *rule, uint32_t sentence) {
    if (rule->flags & KR_RULE_OPENS && sentence != 0)
        return 0;
    if (rule->flags & KR_RULE_NOT_FIRST && sentence == 0)
        return 0;
    if (rule->flags & KR_RULE_NOT_ITEM && m->parses[sentence].sentence->kind == KR_SENTENCE_ITEM)
        return 0;
    return !(rule->flags & KR_RULE_NOT_LAST && sentence + 1 == m->parse_count);
}

static int32_t try_when(kr_matcher *m, uint32_t index, uint32_t sentence, kr_match_found found,
                        void *user) {
    const kr_when *when = (const kr_when *)kr_pack_section(m->pack, KR_SECTION_WHENS) + index;
    const kr_rule *rule = (const kr_rule *)kr_pack_section(m->pack, KR_SECTION_RULES) + when->rule;
    if (m->tried[index / 8] >> (index % 8) & 1)
        return KOOR_OK;
    m->tried[index / 8] |= (uint8_t)(1u << (index % 8));
    if ((m->only != KR_PACK_NONE && m->only != when->rule) || !rule_fits(m, rule, sentence))
        return KOOR_OK;
    run r = {.matcher = m, .when = when, .rule = rule, .parse = &m->parses[sentence],
             .sentence = sentence, .found = found, .user = user, .lemma = KR_PACK_NONE,
             .ops = (const kr_op *)kr_pack_section(m->pack, KR_SECTION_OPS) + when->op};
    return rule->kind == KR_RULE_PHRASE && !when->borders ? run_words(&r) : run_regions(&r);
}

static int32_t try_anchored(kr_matcher *m, uint32_t string, uint32_t sentence, int own,
                            kr_match_found found, void *user) {
    const kr_when *whens = kr_pack_section(m->pack, KR_SECTION_WHENS);
    const kr_pack_word *words = kr_pack_section(m->pack, KR_SECTION_STRINGS);
    const uint32_t *anchors = kr_pack_section(m->pack, KR_SECTION_ANCHORS);
    int32_t status = KOOR_OK;
    for (uint32_t i = 0; string != KR_PACK_NONE && i < words[string].anchor_count && status >= 0;
         i++) {
        uint32_t when = anchors[words[string].anchor + i];
        if (own || whens[when].borders)
            status = try_when(m, when, sentence, found, user);
    }
    return status;
}

/* The anchor of a pattern over two sentences may stand in either. */
static int32_t try_words(kr_matcher *m, uint32_t of, uint32_t sentence, kr_match_found found,
                         void *user) {
    const kr_parse *parse = &m->parses[of];
    int32_t status = KOOR_OK;
    for (uint32_t at = parse->first; at < parse->last && status >= 0; at++) {
        status = try_anchored(m, parse->words[at].string, sentence, of == sentence, found, user);
        size_t from = 0;
        for (uint32_t i = 0; i < parse->words[at].parts && status >= 0; i++)
            status = try_anchored(m, kr_word_part(parse, at, &from), sentence, of == sentence, found, user);
    }
    return status;
}

int kr_match_start(kr_matcher *m, kr_job *job, const kr_pack *pack, uint32_t sentences) {
    kr_arena *arena = &job->arena;
    *m = (kr_matcher){.job = job, .pack = pack, .parse_count = sentences, .only = KR_PACK_NONE};
    m->tried = kr_arena_zero(arena, kr_pack_count(pack, KR_SECTION_WHENS) / 8 + 1, 1);
    m->ends = kr_arena_zero(arena, sentences + 1u, sizeof *m->ends);
    m->memo = kr_arena_zero(arena, KR_MATCH_MEMO, sizeof *m->memo);
    return m->tried && m->ends && m->memo ? 0 : -1;
}

int32_t kr_match_sentence(kr_matcher *m, uint32_t sentence, kr_match_found found, void *user) {
    uint32_t count = kr_pack_count(m->pack, KR_SECTION_WHENS);
    const kr_when *whens = kr_pack_section(m->pack, KR_SECTION_WHENS);
    memset(m->tried, 0, count / 8 + 1);
    m->steps = STEPS;
    int32_t status = try_words(m, sentence, sentence, found, user);
    if (status >= 0 && sentence + 1 < m->parse_count)
        status = try_words(m, sentence + 1, sentence, found, user);
    for (uint32_t i = 0; i < count && status >= 0; i++)
        if (!whens[i].anchored)
            status = try_when(m, i, sentence, found, user);
    return status;
}
