/* Texts of one post are made of the same few hundred sentences. What the second scanner read of one is
 * kept by the bytes of the sentence itself, and found again where the same bytes stand in the same
 * surroundings as far as its reading asks for them; everything that reaches over its borders (quotations,
 * the comparison with the base, mechanics) is looked at anew in every text. So no reading is taken from
 * what made the text, and each sentence is read at least once. */
#include "guard/known.h"

#include "base/digest.h"
#include "base/lookup.h"

#include <string.h>

enum { MOST = 2048 }; /* beyond them all are forgotten, and remembered anew */

struct kr_known {
    const kr_memory *memory;
    kr_known_sentence *sentences;
    uint32_t count;
    size_t capacity;
    kr_lookup lookup;
    char *text, *fold;
    kr_unit *units;
    size_t text_length, fold_length, unit_count; /* used, */
    size_t text_room, fold_room, unit_room;      /* and there */
};

kr_known *kr_known_new(const kr_memory *memory) {
    kr_known *known = kr_alloc_zero(memory, 1, sizeof *known);
    if (known) {
        known->memory = memory;
        kr_lookup_start(&known->lookup, memory);
    }
    return known;
}

void kr_known_free(kr_known *known) {
    if (!known)
        return;
    kr_lookup_end(&known->lookup);
    kr_free(known->memory, known->sentences);
    kr_free(known->memory, known->text);
    kr_free(known->memory, known->fold);
    kr_free(known->memory, known->units);
    kr_free(known->memory, known);
}

static uint64_t digest_of(const kr_stretch *stretch) {
    return kr_digest64(stretch->text.at, stretch->text.length) + stretch->context;
}

static int is_it(const kr_known *known, const kr_known_sentence *s, const kr_stretch *stretch) {
    return s->context == stretch->context && s->length == stretch->text.length &&
           memcmp(known->text + s->text, stretch->text.at, s->length) == 0;
}

const kr_known_sentence *kr_known_find(const kr_known *known, const kr_stretch *stretch) {
    uint64_t digest = digest_of(stretch);
    uint32_t found;
    for (size_t probe = 0; (found = kr_lookup_next(&known->lookup, digest, &probe)) != UINT32_MAX;)
        if (is_it(known, &known->sentences[found], stretch))
            return &known->sentences[found];
    return NULL;
}

/* -- keeping
 * ------------------------------------------------------------------------------------------------ */

static int has_room(kr_known *known, const kr_known_sentence *for_it) {
    return kr_reserve(known->memory, (void **)&known->text, &known->text_room,
                     known->text_length + for_it->length, 1) == 0 &&
           kr_reserve(known->memory, (void **)&known->fold, &known->fold_room,
                     known->fold_length + for_it->fold_length, 1) == 0 &&
           kr_reserve(known->memory, (void **)&known->units, &known->unit_room,
                     known->unit_count + for_it->unit_count, sizeof *known->units) == 0 &&
           kr_grow(known->memory, (void **)&known->sentences, &known->capacity, known->count,
                   sizeof *known->sentences) == 0;
}

static void forget(kr_known *known) {
    kr_lookup_clear(&known->lookup);
    known->count = 0;
    known->text_length = known->fold_length = known->unit_count = 0;
}

/* A unit as it stands in its text, or counted from its sentence's own start. */
static void move_unit(kr_unit *unit, uint32_t text, uint32_t fold, uint32_t sentence, uint32_t clause) {
    unit->start += text;
    unit->end += text;
    unit->fold += fold;
    unit->fold_end += fold;
    unit->sentence += sentence;
    unit->clause += clause;
}

static void copy_in(kr_known *known, const kr_known_sentence *s, const kr_stretch *stretch,
                    const kr_rescan_walk *from) {
    const kr_rescan *scan = from->scan;
    uint32_t fold = scan->units[from->first].fold;
    memcpy(known->text + s->text, stretch->text.at, s->length);
    memcpy(known->fold + s->fold, scan->fold + fold, s->fold_length);
    for (uint32_t i = 0; i < s->unit_count; i++) {
        kr_unit *unit = &known->units[s->units + i];
        *unit = scan->units[from->first + i];
        move_unit(unit, 0 - (uint32_t)from->at, 0 - fold, 0 - from->sentence, 0 - from->clause);
    }
}

void kr_known_keep(kr_known *known, const kr_stretch *stretch, const kr_rescan_walk *from,
                   const kr_rescan_walk *to) {
    const kr_rescan *scan = to->scan;
    if (known->count == MOST)
        forget(known);
    kr_known_sentence s = {
        .text = (uint32_t)known->text_length,
        .length = (uint32_t)stretch->text.length,
        .units = (uint32_t)known->unit_count,
        .unit_count = scan->count - from->first,
        .fold = (uint32_t)known->fold_length,
        .fold_length = (uint32_t)scan->fold_length - scan->units[from->first].fold,
        .words = scan->words - from->words,
        .clauses = to->clause - from->clause,
        .close = scan->closes[from->sentence],
        .context = stretch->context,
        .loose = to->loose != 0,
    };
    if (kr_known_find(known, stretch) || !has_room(known, &s) ||
        kr_lookup_add(&known->lookup, digest_of(stretch), known->count) < 0)
        return;
    copy_in(known, &s, stretch, from);
    known->sentences[known->count++] = s;
    known->text_length += s.length;
    known->fold_length += s.fold_length;
    known->unit_count += s.unit_count;
}

/* -- finding again
 * ------------------------------------------------------------------------------------------------ */

static int room_for(kr_rescan *scan, uint32_t more) {
    if (scan->count + more <= scan->capacity)
        return 0;
    size_t wanted = 2 * ((size_t)scan->count + more);
    kr_unit *units = kr_arena_alloc(scan->arena, wanted, sizeof *units);
    if (!units)
        return -1;
    if (scan->count)
        memcpy(units, scan->units, scan->count * sizeof *units);
    scan->units = units;
    scan->capacity = wanted;
    return 0;
}

int kr_known_put(const kr_known *known, const kr_known_sentence *s, kr_rescan_walk *w) {
    kr_rescan *scan = w->scan;
    kr_close *close = kr_walk_close(w);
    if (!close || room_for(scan, s->unit_count) < 0)
        return -1;
    *close = (kr_close){s->close.mark, s->close.negations, scan->count};
    memcpy(scan->fold + scan->fold_length, known->fold + s->fold, s->fold_length);
    for (uint32_t i = 0; i < s->unit_count; i++) {
        kr_unit *unit = &scan->units[scan->count++];
        *unit = known->units[s->units + i];
        move_unit(unit, (uint32_t)w->at, (uint32_t)scan->fold_length, w->sentence, w->clause);
    }
    scan->fold_length += s->fold_length;
    scan->words += s->words;
    w->at += s->length;
    w->clause += s->clauses;
    w->sentence++;
    w->loose = s->loose;
    return 0;
}
