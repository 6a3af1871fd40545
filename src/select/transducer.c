/* Texts of one graph are made of the same few hundred pieces. Takes the pieces of a text, gives the columns of
 * its shingles without reading a word twice: what a piece adds depends only on what reading knows before it
 * (the last two words, the words that may begin an atom, the letters that may begin a word), so that a piece
 * in a state is read once and remembered: a transition of a finite transducer (Mohri, "Finite-state
 * transducers in language and speech processing", 1997) that is made while it is used. What is found is what
 * shingle.c finds in the whole text: no word reaches across a space, so that up to the last space of what is
 * known words are read as they are there. */
#include "select/transducer.h"

#include "base/digest.h"

#include <string.h>

enum { MOST_TRANSITIONS = 1 << 16 }; /* beyond them all are forgotten, and read anew */

void kr_transducer_start(kr_transducer *transducer, const kr_memory *memory, kr_columns *index) {
    *transducer = (kr_transducer){.memory = memory, .index = index};
    kr_lookup_start(&transducer->known, memory);
    kr_lookup_start(&transducer->stood, memory);
}

void kr_transducer_end(kr_transducer *transducer) {
    void *const blocks[] = {transducer->all,   transducer->states, transducer->words,
                            transducer->bytes, transducer->read,   transducer->columns,
                            transducer->list,  transducer->joined, transducer->shingles};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        kr_free(transducer->memory, blocks[i]);
    kr_lookup_end(&transducer->known);
    kr_lookup_end(&transducer->stood);
    *transducer = (kr_transducer){.memory = transducer->memory};
}

size_t kr_transducer_memory(const kr_transducer *p) {
    return (p->known.size + p->stood.size) * (sizeof *p->known.digests + sizeof *p->known.numbers) +
           p->capacity * sizeof *p->all + p->state_capacity * sizeof *p->states +
           (p->word_capacity + p->list_capacity + p->shingle_capacity) * sizeof *p->words +
           p->byte_capacity + p->joined_capacity +
           (p->column_capacity + p->read_capacity) * sizeof *p->columns;
}

static void forget(kr_transducer *p) {
    kr_lookup_clear(&p->known);
    kr_lookup_clear(&p->stood);
    p->count = p->state_count = p->word_count = p->byte_count = p->column_count = 0;
}

/* ---- states
 * -------------------------------------------------------------------------------------- */

static uint64_t state_digest(const kr_state *state, const uint64_t *words, const char *tail) {
    uint64_t digest = kr_hash_mix(state->kept, kr_digest64(tail, state->tail_length));
    for (uint32_t i = 0; i < state->context + state->undecided; i++)
        digest = kr_hash_mix(digest, words[i]);
    return kr_hash_mix(digest, state->context);
}

static int is_state(const kr_transducer *p, const kr_state *known, const kr_state *state,
                    const uint64_t *words, const char *tail) {
    size_t count = state->context + state->undecided;
    return known->kept == state->kept && known->context == state->context &&
           known->undecided == state->undecided && known->tail_length == state->tail_length &&
           (!count || memcmp(p->words + known->words, words, count * sizeof *words) == 0) &&
           (!state->tail_length || memcmp(p->bytes + known->tail, tail, state->tail_length) == 0);
}

static int add_state(kr_transducer *p, kr_state state, const uint64_t *words, const char *tail) {
    size_t count = state.context + state.undecided;
    if (kr_grow(p->memory, (void **)&p->states, &p->state_capacity, p->state_count,
                sizeof *p->states) < 0 ||
        kr_reserve(p->memory, (void **)&p->words, &p->word_capacity, p->word_count + count,
                   sizeof *p->words) < 0 ||
        kr_reserve(p->memory, (void **)&p->bytes, &p->byte_capacity,
                   p->byte_count + state.tail_length, 1) < 0)
        return -1;
    state.words = (uint32_t)p->word_count;
    state.tail = (uint32_t)p->byte_count;
    if (count)
        memcpy(p->words + p->word_count, words, count * sizeof *words);
    if (state.tail_length)
        memcpy(p->bytes + p->byte_count, tail, state.tail_length);
    p->word_count += count;
    p->byte_count += state.tail_length;
    p->states[p->state_count++] = state;
    return 0;
}

/* The number of a state, which is made where it is new: 0, or -1 when out of memory. */
static int state_of(kr_transducer *p, const kr_state *state, const uint64_t *words, const char *tail,
                    uint32_t *out) {
    uint64_t digest = state_digest(state, words, tail);
    for (size_t probe = 0; (*out = kr_lookup_next(&p->stood, digest, &probe)) != UINT32_MAX;)
        if (is_state(p, &p->states[*out], state, words, tail))
            return 0;
    *out = (uint32_t)p->state_count;
    return add_state(p, *state, words, tail) < 0 ? -1 : kr_lookup_add(&p->stood, digest, *out);
}

/* ---- reading one piece
 * -------------------------------------------------------------------------------------- */

/* A transition while it is made. */
typedef struct reading {
    kr_state state; /* before it */
    size_t length;  /* of p->joined: the tail of the state, and the piece */
    size_t read;    /* up to the last space, or the end of the text */
    int ends;
    uint32_t words, kept; /* in p->list: those that stay come first */
    uint32_t plain, opening;
} reading;

static kr_str bytes_of(const kr_transducer *p, kr_text_piece piece) {
    return piece.length ? (kr_str){p->pieces + piece.at, piece.length} : (kr_str){"", 0};
}

static int join(kr_transducer *p, reading *r, kr_text_piece piece) {
    size_t tail = r->state.tail_length;
    r->length = r->read = tail + piece.length;
    if (kr_reserve(p->memory, (void **)&p->joined, &p->joined_capacity, r->length, 1) < 0)
        return -1;
    if (tail)
        memcpy(p->joined, p->bytes + r->state.tail, tail);
    if (piece.length)
        memcpy(p->joined + tail, bytes_of(p, piece).at, piece.length);
    while (!r->ends && r->read > 0 && (unsigned char)p->joined[r->read - 1] > ' ')
        r->read--;
    return 0;
}

/* The words of the state, and those of the transition, atoms left out. */
static int read_words(kr_transducer *p, reading *r) {
    uint32_t known = r->state.context + r->state.undecided;
    kr_word_scanner s = {p->joined, r->read, 0};
    if (kr_reserve(p->memory, (void **)&p->list, &p->list_capacity, known + r->read + 1,
                   sizeof *p->list) < 0)
        return -1;
    if (known)
        memcpy(p->list, p->words + r->state.words, known * sizeof *p->list);
    r->words = known;
    while (kr_words_next(&s, &p->list[r->words]))
        r->words++;
    uint32_t fresh = r->words - r->state.context;
    r->kept = r->state.context +
              kr_atoms_drop(p->atoms, p->list + r->state.context, &fresh, !r->ends);
    r->words = r->state.context + fresh;
    return 0;
}

/* Every run of three of the words that stay; a text of fewer is one shingle. */
static int name_shingles(kr_transducer *p, reading *r) {
    uint32_t before = r->state.kept - r->state.context; /* those in no shingle of this one */
    int is_short = r->ends && before + r->kept < KR_SHINGLE_WORDS;
    uint32_t size = is_short ? r->kept : KR_SHINGLE_WORDS;
    uint32_t count = r->kept < size ? 0 : r->kept - size + 1;
    uint32_t opening = before < KR_OPENING_SHINGLES ? KR_OPENING_SHINGLES - before : 0;
    opening = opening < count ? opening : count;
    if (kr_reserve(p->memory, (void **)&p->shingles, &p->shingle_capacity, count,
                   sizeof *p->shingles) < 0 ||
        kr_reserve(p->memory, (void **)&p->columns, &p->column_capacity,
                   p->column_count + count + opening, sizeof *p->columns) < 0)
        return -1;
    for (uint32_t i = 0; i < count; i++)
        p->shingles[i] = kr_shingle_of(p->list + i, size);
    kr_columns_begin(p->index);
    uint32_t *out = p->columns + p->column_count;
    int plain = kr_columns_name(p->index, p->shingles, count, 0, out);
    int named = plain < 0 ? -1 : kr_columns_name(p->index, p->shingles, opening, 1, out + plain);
    r->plain = (uint32_t)plain;
    r->opening = (uint32_t)named;
    return named < 0 ? -1 : 0;
}

/* The state behind the transition. */
static int move_on(kr_transducer *p, reading *r, uint32_t *out) {
    uint32_t context = r->kept < KR_SHINGLE_WORDS ? r->kept : KR_SHINGLE_WORDS - 1;
    uint32_t kept = r->state.kept - r->state.context + r->kept;
    kr_state next = {.context = context,
                     .undecided = r->words - r->kept,
                     .kept = kept < KR_OPENING_WORDS ? kept : KR_OPENING_WORDS,
                     .tail_length = (uint32_t)(r->length - r->read)};
    return state_of(p, &next, p->list + r->kept - context, p->joined + r->read, out);
}

/* Reads a piece in a state, and keeps that as the last transition of all. */
static int learn(kr_transducer *p, uint32_t state, kr_text_piece piece) {
    reading r = {.state = p->states[state], .ends = piece.at == KR_NONE};
    uint32_t next;
    if (kr_grow(p->memory, (void **)&p->all, &p->capacity, p->count, sizeof *p->all) < 0 ||
        join(p, &r, piece) < 0 || read_words(p, &r) < 0 || name_shingles(p, &r) < 0 ||
        move_on(p, &r, &next) < 0)
        return -1;
    p->all[p->count++] = (kr_transition){.state = state,
                                         .piece = piece.at,
                                         .next = next,
                                         .seen = kr_seen_read(bytes_of(p, piece)),
                                         .first = (uint32_t)p->column_count,
                                         .plain = r.plain,
                                         .opening = r.opening};
    p->column_count += r.plain + r.opening;
    return 0;
}

/* ---- reading a text
 * -------------------------------------------------------------------------------------- */

/* One digest for each pair, its bits spread. */
static uint64_t transition_digest(uint32_t state, uint32_t piece) {
    uint64_t digest = ((uint64_t)state << 32 | piece) * 0x9E3779B97F4A7C15ull;
    return digest ^ digest >> 32;
}

/* The transition of a piece in a state, made where it is new: its number, or KR_NONE when out of memory. */
static uint32_t transition_of(kr_transducer *p, uint32_t state, kr_text_piece piece) {
    uint64_t digest = transition_digest(state, piece.at);
    size_t probe = 0;
    uint32_t found = kr_lookup_next(&p->known, digest, &probe);
    if (found != UINT32_MAX)
        return found;
    found = (uint32_t)p->count;
    if (learn(p, state, piece) < 0 || kr_lookup_add(&p->known, digest, found) < 0)
        return KR_NONE;
    return found;
}

/* Every text begins in state 0. */
static int begin(kr_transducer *p) {
    const kr_state start = {0};
    uint32_t first;
    if (p->count >= MOST_TRANSITIONS)
        forget(p);
    p->read_count = 0;
    return p->state_count ? 0 : state_of(p, &start, NULL, NULL, &first);
}

int kr_transducer_read(kr_transducer *p, const kr_text_piece *pieces, uint32_t count) {
    const kr_text_piece end = {.at = KR_NONE};
    kr_seen_part seen = {{0, 0}, {0, 0}};
    uint32_t state = 0;
    if (begin(p) < 0 || kr_reserve(p->memory, (void **)&p->read, &p->read_capacity, count + 1,
                                   sizeof *p->read) < 0)
        return -1;
    for (uint32_t i = 0; i <= count; i++) {
        uint32_t transition = transition_of(p, state, i < count ? pieces[i] : end);
        if (transition == KR_NONE)
            return -1;
        p->read[p->read_count++] = transition;
        kr_seen_join(&seen, &p->all[transition].seen);
        state = p->all[transition].next;
    }
    p->digest = kr_seen_joined(&seen);
    return 0;
}

int kr_transducer_query(const kr_transducer *p, kr_query *query) {
    size_t columns = 0;
    for (size_t i = 0; i < p->read_count; i++)
        columns += p->all[p->read[i]].plain + p->all[p->read[i]].opening;
    if (kr_query_room(query, p->memory, columns) < 0)
        return -1;
    kr_columns_begin(p->index);
    query->plain = query->opening = 0;
    for (size_t i = 0; i < p->read_count; i++) {
        const kr_transition *transition = &p->all[p->read[i]];
        query->plain += kr_columns_unite(p->index, p->columns + transition->first, transition->plain,
                                         query->ids + query->plain);
    }
    for (size_t i = 0; i < p->read_count; i++) {
        const kr_transition *transition = &p->all[p->read[i]];
        const uint32_t *ids = p->columns + transition->first + transition->plain;
        query->opening += kr_columns_unite(p->index, ids, transition->opening,
                                           query->ids + query->plain + query->opening);
    }
    return 0;
}
