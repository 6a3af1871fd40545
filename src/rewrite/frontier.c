/* Clauses as they open and close along a line of words: see frontier.h. Read once from left to right.
 *
 * A main clause waits for its verb; conjunctions and relative pronouns open another clause inside it,
 * and so do infinitives and participles that do not stand with the verbs of the clause. A comma closes
 * what stands in front of the main verb; a finite verb behind a conjunction begins a clause beside the
 * one before. */
#include "rewrite/frontier.h"

#include <string.h>

/* ---- words ---- */

const kr_line_word *kr_frontier_word(const kr_frontier *read, uint32_t at) {
    return &read->line->word[at];
}

uint32_t kr_frontier_tag(const kr_frontier *read, uint32_t at) {
    return at < read->line->count ? read->line->word[at].tag : KR_TAG_PUNCT;
}

int kr_frontier_says(const kr_frontier *read, uint32_t at, const char *text) {
    return at < read->line->count && kr_str_equal_fold(read->line->word[at].text, kr_str_of(text));
}

static int says_any(const kr_frontier *read, uint32_t at, const char *const *texts) {
    for (; *texts; texts++)
        if (kr_frontier_says(read, at, *texts))
            return 1;
    return 0;
}

int kr_line_is_own(const kr_line_word *word) {
    return word->at == KR_NOT_OF_BASE;
}

int kr_frontier_lists(const kr_frontier *read, uint32_t at, kr_words list) {
    char lower[64];
    kr_str text = kr_frontier_word(read, at)->text;
    if (text.length * 3 > sizeof lower)
        return 0;
    kr_str word = {lower, kr_utf8_lower(lower, text.at, text.length)};
    return kr_pack_words_hold(read->r->pack, list, kr_pack_find(read->r->pack, word));
}

/* ---- clauses ---- */

static uint8_t add_clause(kr_frontier *read, uint8_t around) {
    uint8_t fronted = around != KR_NO_CLAUSE && read->clauses[around].verb == KR_NONE;
    if (read->count < KR_MOST_OPEN)
        read->clauses[read->count++] = (kr_open_clause){KR_NONE, around, fronted};
    return (uint8_t)(read->count - 1);
}

static uint8_t take_verb(kr_frontier *read, uint32_t at, uint8_t open) {
    if (read->clauses[open].verb == KR_NONE)
        read->clauses[open].verb = at;
    return open;
}

int kr_frontier_opens(const kr_frontier *read, uint32_t at) {
    const kr_line_word *word = kr_frontier_word(read, at);
    if (word->tag == KR_TAG_SUB)
        return 1;
    if (read->dutch && kr_frontier_says(read, at, "om") && kr_frontier_tag(read, at + 1) != KR_TAG_TIME &&
        kr_frontier_tag(read, at + 1) != KR_TAG_NUM)
        return 1;
    if (kr_line_is_own(word) || word->changed)
        return 0;
    return kr_opens_subordinate(&read->r->parses[word->sentence], word->at);
}

/* Whether no phrase stands between the last verb and this one: "are happy to welcome", "has quietly
 * opened", "hoeven niet meer te tanken". */
static int continues_verb(const kr_frontier *read, uint32_t at) {
    while (at > 0) {
        uint32_t tag = kr_frontier_tag(read, --at);
        if (kr_tag_is_verb(tag))
            return 1;
        if (kr_tag_is_nominal(tag) || tag == KR_TAG_PRON || tag == KR_TAG_PREP || tag == KR_TAG_PUNCT ||
            tag == KR_TAG_DET || tag == KR_TAG_POSS || tag == KR_TAG_NUM)
            return 0;
    }
    return 0;
}

static int is_helped(const kr_frontier *read, uint8_t open) {
    static const char *const auxiliaries[] = {"do", "does", "did", NULL};
    uint32_t first = read->clauses[open].verb;
    return first != KR_NONE && (kr_frontier_tag(read, first) == KR_TAG_MODAL ||
                                   says_any(read, first, auxiliaries));
}

/* "delighted to have won": what follows belongs to the time of the winning. */
static int is_perfect(const kr_frontier *read, uint32_t at) {
    uint32_t next = kr_frontier_tag(read, at + 1);
    return kr_frontier_says(read, at, "have") && (next == KR_TAG_PP || next == KR_TAG_FIN);
}

/* A Dutch infinitive or participle without te closes the group of its clause; an English one does so
 * behind an auxiliary: "did you do". */
static int joins_group(const kr_frontier *read, uint32_t at, uint8_t open) {
    int with_to = at > 0 && kr_frontier_tag(read, at - 1) == KR_TAG_TO;
    if (with_to && is_perfect(read, at))
        return 0;
    return continues_verb(read, at) || (!with_to && (read->dutch || is_helped(read, open)));
}

uint8_t kr_frontier_main(const kr_frontier *read, uint8_t open) {
    while (read->clauses[open].around != KR_NO_CLAUSE)
        open = read->clauses[open].around;
    return open;
}

/* The clause that began behind the last conjunction. */
static uint8_t coordinate(kr_frontier *read, uint32_t at, uint8_t around) {
    uint8_t open = add_clause(read, around);
    for (uint32_t i = read->joined; i <= at; i++)
        read->open[i] = open;
    return take_verb(read, at, open);
}

static int has_finite(const kr_frontier *read, uint8_t open, uint32_t end) {
    for (uint32_t at = 0; at < end; at++)
        if (kr_tag_is_finite(kr_frontier_tag(read, at)) && read->open[at + 1] == open)
            return 1;
    return 0;
}

/* "every crate you hand in" */
static int is_bare_relative(const kr_frontier *read, uint32_t at) {
    return !read->dutch && at > 1 && kr_frontier_tag(read, at - 1) == KR_TAG_PRON &&
           kr_tag_is_nominal(kr_frontier_tag(read, at - 2));
}

static uint8_t at_finite(kr_frontier *read, uint32_t at, uint8_t open) {
    kr_open_clause here = read->clauses[open];
    uint8_t main = kr_frontier_main(read, open);
    if (here.verb == KR_NONE)
        return take_verb(read, at, open);
    if (read->dutch && here.around != KR_NO_CLAUSE && !has_finite(read, open, at))
        return open; /* "dat er beslist werd" */
    if (here.around != KR_NO_CLAUSE && read->clauses[main].verb == KR_NONE)
        return take_verb(read, at, main); /* "The team that won celebrates" */
    if (is_bare_relative(read, at))
        return take_verb(read, at, add_clause(read, open));
    if (read->joined)
        return coordinate(read, at, here.around);
    if (continues_verb(read, at) || (!read->dutch && is_helped(read, open)))
        return open;
    uint8_t inner = add_clause(read, open); /* "they promised there would be cake" */
    if (at > 0 && (kr_frontier_tag(read, at - 1) == KR_TAG_PRON || kr_frontier_says(read, at - 1, "there")))
        read->open[at - 1] = inner;
    return take_verb(read, at, inner);
}

/* "the growing team" */
static int is_attribute(const kr_frontier *read, uint32_t at) {
    uint32_t before = at > 0 ? kr_frontier_tag(read, at - 1) : KR_TAG_PUNCT;
    return kr_frontier_tag(read, at) != KR_TAG_INF && kr_tag_is_nominal(kr_frontier_tag(read, at + 1)) &&
           (before == KR_TAG_DET || before == KR_TAG_POSS || before == KR_TAG_ADJ ||
            before == KR_TAG_NUM || before == KR_TAG_PREP);
}

static uint8_t at_other_verb(kr_frontier *read, uint32_t at, uint8_t open) {
    kr_open_clause here = read->clauses[open];
    int opens = here.around != KR_NO_CLAUSE || kr_frontier_tag(read, at) == KR_TAG_INF;
    if (is_attribute(read, at) || (here.verb != KR_NONE && joins_group(read, at, open)))
        return open;
    if (here.verb == KR_NONE && opens)
        return take_verb(read, at, open);
    return take_verb(read, at, add_clause(read, open));
}

/* A comma closes what stands in front of the main verb. */
static uint8_t at_mark(kr_frontier *read, uint32_t at, uint8_t open) {
    if (kr_frontier_says(read, at, ")") || kr_frontier_says(read, at, "("))
        return open;
    if (!kr_frontier_says(read, at, ","))
        return add_clause(read, KR_NO_CLAUSE);
    if (read->dutch && at > 0 && kr_tag_is_verb(kr_frontier_tag(read, at - 1)) &&
        read->clauses[open].around != KR_NO_CLAUSE)
        return read->clauses[open].around; /* "de collega's die hier kwamen, werken" */
    for (uint8_t c = open; c != KR_NO_CLAUSE; c = read->clauses[c].around)
        if (read->clauses[c].fronted)
            open = read->clauses[c].around;
    return open;
}

static uint8_t after(kr_frontier *read, uint32_t at, uint8_t open) {
    uint32_t tag = kr_frontier_tag(read, at);
    uint8_t next = open;
    if (tag == KR_TAG_PUNCT || tag == KR_TAG_PICTURE)
        next = at_mark(read, at, open);
    else if (kr_frontier_opens(read, at))
        next = add_clause(read, open);
    else if (kr_tag_is_finite(tag))
        next = at_finite(read, at, open);
    else if (kr_tag_is_verb(tag))
        next = at_other_verb(read, at, open);
    if (tag == KR_TAG_CONJ || kr_frontier_says(read, at, ","))
        read->joined = at + 1;
    else if (kr_tag_is_verb(tag) || tag == KR_TAG_PUNCT)
        read->joined = 0;
    return next;
}

void kr_frontier_read(kr_frontier *read, const kr_rewriter *r, const kr_line *line) {
    read->r = r;
    read->line = line;
    read->dutch = strcmp(r->post->language, "nl") == 0;
    read->count = 0;
    read->joined = 0;
    read->open[0] = add_clause(read, KR_NO_CLAUSE);
    for (uint32_t at = 0; at < line->count; at++)
        read->open[at + 1] = after(read, at, read->open[at]);
}

int kr_line_same(const kr_line_word *a, const kr_line_word *b) {
    return !kr_line_is_own(a) && a->at == b->at && a->sentence == b->sentence;
}

uint32_t kr_frontier_place(const kr_frontier *read, const kr_line_word *word) {
    for (uint32_t at = 0; at < read->line->count; at++)
        if (kr_line_same(kr_frontier_word(read, at), word))
            return at;
    return KR_NONE;
}

uint32_t kr_frontier_kept(const kr_frontier *read, const kr_line_word *word) {
    uint32_t place = kr_frontier_place(read, word);
    return place == KR_NONE || kr_frontier_word(read, place)->changed ? KR_NONE : place;
}

uint32_t kr_frontier_first_finite(const kr_frontier *read) {
    for (uint32_t at = 0; at < read->line->count; at++)
        if (kr_tag_is_finite(kr_frontier_tag(read, at)))
            return at;
    return KR_NONE;
}

int kr_frontier_begins(const kr_frontier *read, uint32_t at, uint32_t kind, uint32_t feature) {
    const kr_line_word *word = kr_frontier_word(read, at);
    if (kr_line_is_own(word) || word->changed)
        return 0;
    const kr_parse *parse = &read->r->parses[word->sentence];
    for (uint32_t i = parse->chunk_at[word->at]; i < parse->chunk_at[word->at + 1]; i++)
        if (parse->chunks[i].kind == kind && parse->chunks[i].features & feature)
            return 1;
    return 0;
}

int kr_frontier_tells(const kr_frontier *read, uint32_t at, uint32_t kind) {
    const kr_line_word *word = kr_frontier_word(read, at);
    if (kr_line_is_own(word) || word->changed)
        return 0;
    const kr_parse *parse = &read->r->parses[word->sentence];
    for (uint32_t i = parse->chunk_at[word->at]; i < parse->chunk_at[word->at + 1]; i++)
        if (parse->chunks[i].kind == kind)
            return 1;
    return 0;
}

