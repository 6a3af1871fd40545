/* What a pronoun stands for: the nearest noun before it that agrees in number. A wording in which another
 * noun is the nearest, or which puts the pronoun before its noun, is refused; so is one that gives a
 * noun to a pronoun that the base explains in an earlier sentence. */
#include "rewrite/frontier.h"

#include <string.h>

enum { ANY, SINGULAR, PLURAL };

/* What a pronoun asks of its noun. */
typedef struct pronoun {
    int number;
    int person; /* 1: somebody; 0: anything; -1: nobody */
} pronoun;

/* Pronouns of the third person; 0: it is none. */
static int read_pronoun(const kr_frontier *read, uint32_t at, pronoun *out) {
    const kr_line_word *word = kr_frontier_word(read, at);
    *out = (pronoun){ANY, 0};
    if (kr_line_is_own(word) || (word->tag != KR_TAG_PRON && word->tag != KR_TAG_POSS))
        return 0;
    if (kr_frontier_lists(read, at, KR_WORDS_PRONOUN_PLURAL))
        out->number = PLURAL;
    else if (kr_frontier_lists(read, at, KR_WORDS_PRONOUN_THING))
        *out = (pronoun){SINGULAR, -1};
    else if (kr_frontier_lists(read, at, KR_WORDS_PRONOUN_SOMEBODY))
        *out = (pronoun){ANY, 1};
    else if (kr_frontier_lists(read, at, KR_WORDS_PRONOUN_ONE))
        out->number = SINGULAR;
    else
        return kr_frontier_lists(read, at, KR_WORDS_PRONOUN_ANY);
    return 1;
}

static int number_of_noun(const kr_frontier *read, uint32_t at) {
    const kr_line_word *word = kr_frontier_word(read, at);
    const kr_word *own = &read->r->parses[word->sentence].words[word->at];
    if (word->tag == KR_TAG_NAME)
        return ANY;
    return own->form == KR_FORM_PL || own->features & KR_FEATURE_PL ? PLURAL : SINGULAR;
}

/* Inside a phrase with a preposition: such nouns are seldom meant, unless in one list with the
 * pronoun. */
static int is_object_of_preposition(const kr_frontier *read, uint32_t at) {
    while (at > 0) {
        uint32_t tag = kr_frontier_tag(read, --at);
        if (tag == KR_TAG_PREP)
            return 1;
        if (tag == KR_TAG_DET || tag == KR_TAG_POSS) {
            while (at > 0 && kr_frontier_tag(read, at - 1) == KR_TAG_PART)
                at--; /* "samen met" */
            return at > 0 && kr_frontier_tag(read, at - 1) == KR_TAG_PREP;
        }
        if (!kr_tag_is_nominal(tag) && tag != KR_TAG_ADJ && tag != KR_TAG_NUM && tag != KR_TAG_ING && tag != KR_TAG_CONJ)
            return 0;
    }
    return 0;
}

static int are_in_one_list(const kr_frontier *read, uint32_t noun, uint32_t other) {
    const kr_line_word *a = kr_frontier_word(read, noun), *b = kr_frontier_word(read, other);
    const kr_parse *parse = &read->r->parses[a->sentence];
    int joined = 0;
    for (uint32_t at = noun < other ? noun : other; at < noun || at < other; at++)
        joined |= kr_frontier_tag(read, at) == KR_TAG_CONJ || kr_frontier_says(read, at, ",");
    for (uint32_t i = 0; joined && a->sentence == b->sentence && i < parse->chunk_count; i++) {
        const kr_chunk *chunk = &parse->chunks[i];
        if (chunk->kind == KR_CHUNK_NP && chunk->start <= a->at && chunk->start <= b->at &&
            chunk->end > a->at && chunk->end > b->at)
            return 1;
    }
    return 0;
}

/* A list of several is plural: "a nurse, a driver and their kids". */
static int agrees(const kr_frontier *read, uint32_t at, pronoun of, int listed) {
    const kr_line_word *word = kr_frontier_word(read, at);
    int own = number_of_noun(read, at), name = word->tag == KR_TAG_NAME;
    int person = (word->features & (KR_FEATURE_PERSON | KR_FEATURE_GROUP)) != 0;
    if ((of.person > 0 && !person && !name) || (of.person < 0 && word->features & KR_FEATURE_PERSON))
        return 0;
    return of.number == ANY || own == ANY || own == of.number || (listed && of.number == PLURAL);
}

/* Nouns of time are no antecedents, nor is the first part of a compound. */
static int may_be_meant(const kr_frontier *read, uint32_t at, uint32_t pronoun_at, pronoun of) {
    const kr_line_word *word = kr_frontier_word(read, at);
    if (kr_line_is_own(word) || word->changed ||
        (word->tag != KR_TAG_NOUN && word->tag != KR_TAG_NAME) ||
        word->features & (KR_FEATURE_TIME | KR_FEATURE_MASS) ||
        kr_frontier_tag(read, at + 1) == KR_TAG_NOUN)
        return 0;
    int listed = are_in_one_list(read, at, pronoun_at);
    return agrees(read, at, of, listed) && (listed || !is_object_of_preposition(read, at));
}

static int is_same_kind(const kr_frontier *read, uint32_t at, pronoun of) {
    pronoun other;
    return read_pronoun(read, at, &other) && kr_frontier_tag(read, at) == KR_TAG_PRON &&
           (other.number == of.number || other.number == ANY || of.number == ANY);
}

/* The noun, or another pronoun for it. */
static uint32_t nearest(const kr_frontier *read, uint32_t pronoun_at, pronoun of) {
    for (uint32_t at = pronoun_at; at > 0; at--)
        if (is_same_kind(read, at - 1, of) || may_be_meant(read, at - 1, pronoun_at, of))
            return at - 1;
    return KR_NONE;
}

/* "Om zijn moeder te helpen, rijdt Karel": in a phrase before the verb a pronoun may wait for the
 * subject. */
static int waits(const kr_frontier *read, uint32_t pronoun_at, uint32_t noun) {
    uint8_t main = kr_frontier_main(read, read->open[pronoun_at]);
    uint32_t verb = read->clauses[main].verb;
    return verb != KR_NONE && verb > pronoun_at && noun > pronoun_at &&
           !are_in_one_list(read, noun, pronoun_at);
}

static const char *compare(const kr_frontier *base, uint32_t from, const kr_frontier *said,
                           uint32_t to) {
    pronoun of;
    read_pronoun(base, from, &of);
    uint32_t was = nearest(base, from, of), is = nearest(said, to, of);
    uint32_t before = is == KR_NONE ? KR_NONE
                                       : kr_frontier_place(base, kr_frontier_word(said, is));
    if (was == KR_NONE)
        return before == KR_NONE || before < from || waits(base, from, before)
                   ? NULL
                   : "puts another noun before a pronoun";
    uint32_t place = kr_frontier_place(said, kr_frontier_word(base, was));
    if (place == KR_NONE || kr_frontier_tag(base, was) == KR_TAG_PRON)
        return NULL;
    if (place > to)
        return waits(said, to, place) && kr_frontier_tag(said, to) == KR_TAG_POSS
                   ? NULL
                   : "puts a pronoun before its noun";
    return is == KR_NONE || place == is || kr_frontier_tag(said, is) == KR_TAG_PRON || (before != KR_NONE && are_in_one_list(base, was, before))
               ? NULL
               : "gives a pronoun another noun";
}

/* Where a wording repeats the pronoun, its first place counts. */
const char *kr_anaphora_strays(const kr_frontier *base, const kr_frontier *said) {
    for (uint32_t to = 0; to < said->line->count; to++) {
        const kr_line_word *word = kr_frontier_word(said, to);
        pronoun of;
        uint32_t from = read_pronoun(said, to, &of) ? kr_frontier_place(base, word) : KR_NONE;
        const char *reason = from == KR_NONE || kr_frontier_place(said, word) != to
                                 ? NULL
                                 : compare(base, from, said, to);
        if (reason)
            return reason;
    }
    return NULL;
}
