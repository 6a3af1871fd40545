/* Backtracking over the program of a pattern. Programs only run forward, so the depth is bounded by
 * their length; what could multiply are elements with many possible ends (REST, NP) in a row, and
 * these share one budget of steps a sentence. A frame runs once for each region that begins where it
 * may, a phrase once for each word. */
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
    uint32_t lemma; /* of the word that is about to be bound */
} run;

static int step(run *r, uint32_t pc, uint32_t at);

static uint32_t limit(const run *r) {
    return r->region ? r->region->end : r->parse->last;
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
        return 0;
    r->match.slots[slot] = (kr_binding){
        .sentence = (uint16_t)r->sentence, .start = (uint16_t)at, .end = (uint16_t)end,
        .head = chunk ? chunk->head : (uint16_t)at, .features = chunk ? chunk->features : 0,
        .lemma = r->lemma, .set = 1};
    r->lemma = KR_PACK_NONE;
    int done = step(r, pc + 1, end);
    r->match.slots[slot] = saved;
    return done;
}

/* A mark behind the clause is looked at, not taken: the text says whether it brings its own. */
static int match_word(run *r, uint32_t pc, uint32_t at) {
    if (at >= r->parse->count || r->parse->words[at].string != r->ops[pc].arg)
        return 0;
    if (at == limit(r) && r->parse->words[at].tag == KR_TAG_PUNCT)
        return step(r, pc + 1, at);
    return at < limit(r) ? go_on(r, pc, at, at + 1, NULL) : 0;
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

static int match_lemma(run *r, uint32_t pc, uint32_t at) {
    const kr_op *op = &r->ops[pc];
    if (at >= limit(r) || r->parse->words[at].tag == KR_TAG_GENITIVE)
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

static int match_chunk(run *r, uint32_t pc, uint32_t at) {
    const kr_op *op = &r->ops[pc];
    const kr_parse *parse = r->parse;
    if (at >= limit(r))
        return 0;
    if (op->arg == KR_CHUNK_FIELD)
        return kr_is_field(parse, at, limit(r)) ? go_on(r, pc, at, limit(r), NULL) : 0;
    for (uint32_t i = parse->chunk_at[at]; i < parse->chunk_at[at + 1]; i++) {
        const kr_chunk *chunk = &parse->chunks[i];
        if (chunk->kind == op->arg && (chunk->features & op->features) == op->features &&
            go_on(r, pc, at, chunk->end, chunk))
            return 1;
    }
    return 0;
}

static int match_atom(run *r, uint32_t pc, uint32_t at) {
    uint32_t atom = at < limit(r) ? r->parse->words[at].atom : 0;
    return atom && r->ops[pc].arg >> (atom - 1) & 1 ? go_on(r, pc, at, at + 1, NULL) : 0;
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
    if (saved.set)
        return 0;
    *slot = (kr_binding){.sentence = (uint16_t)r->sentence, .start = (uint16_t)at,
                         .end = (uint16_t)at, .head = (uint16_t)at, .lemma = KR_PACK_NONE};
    int done = step(r, pc + 1, at);
    *slot = saved;
    return done;
}

static int match_close(run *r, uint32_t pc, uint32_t at) {
    kr_binding *slot = &r->match.slots[r->ops[pc].slot], saved = *slot;
    slot->end = (uint16_t)at;
    slot->set = at > slot->start;
    int done = step(r, pc + 1, at);
    *slot = saved;
    return done;
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
    r->region = &next->regions[0];
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
} overlap;

static int32_t note_overlap(const kr_match *other, void *user) {
    overlap *o = user;
    uint32_t end = o->match->first_sentence == o->match->last_sentence ? o->match->end : UINT16_MAX;
    o->found |= other->start < end && other->end > o->match->start;
    return o->found ? -1 : KOOR_OK;
}

static int32_t run_words(run *r);

/* Whether one of the rule's `unless` patterns matches words that the match has. */
static int is_excluded(const run *r) {
    const kr_when *whens = kr_pack_section(r->matcher->pack, KR_SECTION_WHENS);
    overlap o = {.match = &r->match};
    for (uint32_t i = r->rule->when; i < r->rule->when + r->rule->when_count && !o.found; i++) {
        if (!whens[i].unless)
            continue;
        run other = {.matcher = r->matcher, .when = &whens[i], .rule = r->rule,
                     .parse = &r->matcher->parses[r->match.first_sentence],
                     .sentence = r->match.first_sentence, .found = note_overlap, .user = &o,
                     .lemma = KR_PACK_NONE,
                     .ops = (const kr_op *)kr_pack_section(r->matcher->pack, KR_SECTION_OPS) +
                            whens[i].op};
        run_words(&other);
    }
    return o.found;
}

static int match_end(run *r, uint32_t at) {
    if (r->region && at != r->region->end)
        return 0;
    r->match.end = (uint16_t)at;
    r->match.last_sentence = (uint16_t)r->sentence;
    if (r->match.end == r->match.start && r->match.first_sentence == r->match.last_sentence)
        return 0;
    if (!r->when->unless && is_excluded(r))
        return 0;
    r->status = r->found(&r->match, r->user);
    return r->status < 0 || ++r->matches >= MOST_MATCHES_OF_ONE || !r->region;
}

static int step(run *r, uint32_t pc, uint32_t at) {
    const kr_op *op = &r->ops[pc];
    if (r->matcher->steps == 0) {
        r->matcher->limited = 1;
        return 1;
    }
    r->matcher->steps--;
    switch (op->kind) {
    case KR_OP_WORD: return match_word(r, pc, at);
    case KR_OP_LIST: return match_list(r, pc, at);
    case KR_OP_LEMMA: return match_lemma(r, pc, at);
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

static int32_t start_run(run *r, const kr_region *region, uint32_t at) {
    if (r->parse->words[at].glued)
        return KOOR_OK;
    memset(&r->match, 0, sizeof r->match);
    r->match.when = (uint32_t)(r->when - (const kr_when *)kr_pack_section(r->matcher->pack,
                                                                          KR_SECTION_WHENS));
    r->match.rule = r->when->rule;
    r->match.first_sentence = (uint16_t)r->sentence;
    r->match.start = (uint16_t)at;
    r->region = region;
    r->matches = 0;
    step(r, 0, at);
    return r->status;
}

/* The opening of a post, or what stands before its first mark. */
static int is_opening_region(const run *r, const kr_region *region) {
    return r->sentence == 0 && region->start == r->parse->first;
}

static int32_t run_regions(run *r) {
    int32_t status = KOOR_OK;
    for (uint32_t i = 0; i < r->parse->region_count && status >= 0; i++) {
        const kr_region *region = &r->parse->regions[i];
        if (r->rule->kind == KR_RULE_HOOK && !is_opening_region(r, region))
            continue;
        if (r->when->borders && i > 0)
            break;
        status = start_run(r, region, region->start);
    }
    return status;
}

static int32_t run_words(run *r) {
    int32_t status = KOOR_OK;
    for (uint32_t at = r->parse->first; at < r->parse->last && status >= 0; at++)
        status = start_run(r, NULL, at);
    return status;
}

static int rule_fits(const kr_matcher *m, const kr_rule *rule, uint32_t sentence) {
    if (rule->flags & KR_RULE_OPENS && sentence != 0)
        return 0;
    if (rule->flags & KR_RULE_NOT_FIRST && sentence == 0)
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
    for (uint32_t at = parse->first; at < parse->last && status >= 0; at++)
        status = try_anchored(m, parse->words[at].string, sentence, of == sentence, found, user);
    return status;
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
