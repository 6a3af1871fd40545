/* The ledger: negations, modals and quantifiers of each sentence, outside atoms.
 *
 * Set phrases whose negation says nothing negative ("don't miss", "niet alleen") are set aside
 * first. Words that bound a figure ("up to", "over", "maar") count only beside one. Each has a
 * class, so that "up to" and "at most" are equal, and "at least" is not. */
#include "analyse/reading.h"

#include "base/hash.h"

typedef struct class_list {
    int list;
    uint32_t kind;
    int beside_figure;
} class_list;

static const class_list classes[] = {
    {KR_LIST_NEGATION, KR_FACT_NEGATION, 0},
    {KR_LIST_BOUND_LEAST, KR_FACT_QUANTIFIER, 1},
    {KR_LIST_BOUND_MOST, KR_FACT_QUANTIFIER, 1},
    {KR_LIST_BOUND_OVER, KR_FACT_QUANTIFIER, 1},
    {KR_LIST_BOUND_UNDER, KR_FACT_QUANTIFIER, 1},
    {KR_LIST_BOUND_ABOUT, KR_FACT_QUANTIFIER, 1},
    {KR_LIST_BOUND_ONLY, KR_FACT_QUANTIFIER, 1},
    {KR_LIST_QUANTIFIER_ONLY, KR_FACT_QUANTIFIER, 0},
    {KR_LIST_QUANTIFIER_ALL, KR_FACT_QUANTIFIER, 0},
    {KR_LIST_QUANTIFIER_MANY, KR_FACT_QUANTIFIER, 0},
    {KR_LIST_QUANTIFIER_SOME, KR_FACT_QUANTIFIER, 0},
    {KR_LIST_QUANTIFIER_FEW, KR_FACT_QUANTIFIER, 0},
    {KR_LIST_QUANTIFIER_MOST, KR_FACT_QUANTIFIER, 0},
    {KR_LIST_QUANTIFIER, KR_FACT_QUANTIFIER, 0},
    {KR_LIST_MODAL_CAN, KR_FACT_MODAL, 0},
    {KR_LIST_MODAL_MAY, KR_FACT_MODAL, 0},
    {KR_LIST_MODAL_MUST, KR_FACT_MODAL, 0},
    {KR_LIST_MODAL_SHOULD, KR_FACT_MODAL, 0},
    {KR_LIST_MODAL_WOULD, KR_FACT_MODAL, 0},
    {KR_LIST_MODAL, KR_FACT_MODAL, 0},
};

static int is_figure(const kr_reading *r, uint32_t i) {
    if (i >= r->count || r->raws[i].atom == KR_NONE)
        return 0;
    int kind = r->atoms[r->raws[i].atom].kind;
    return kind == KR_ATOM_NUMBER || kind == KR_ATOM_MONEY || kind == KR_ATOM_TIME;
}

/* A figure behind the phrase [first, end), at most one word between, or right before it. */
static int beside_figure(const kr_reading *r, uint32_t first, uint32_t end) {
    if (kr_raw_near(r, end) && is_figure(r, end))
        return 1;
    if (kr_raw_near(r, end) && kr_raw_near(r, end + 1) && r->raws[end].kind == KR_RAW_WORD &&
        is_figure(r, end + 1))
        return 1;
    return first > 0 && kr_raw_near(r, first) && is_figure(r, first - 1);
}

static int in_sentence(const kr_reading *r, uint32_t i, uint32_t j) {
    return j < r->count && r->raws[j].sentence == r->raws[i].sentence && kr_raw_near(r, j);
}

/* "mis het niet": the verb and the word that closes it, up to a clause apart. */
static void mark_open_phrase(const kr_reading *r, uint8_t *neutral, uint32_t i) {
    enum { FARTHEST = 12 };
    uint32_t words = kr_reading_phrase(r, KR_LIST_NEUTRAL_OPEN, i, r->count);
    if (words == 0)
        return;
    for (uint32_t j = i + words; j < i + words + FARTHEST && in_sentence(r, i, j); j++) {
        if (!kr_reading_in(r, KR_LIST_NEUTRAL_CLOSE, j))
            continue;
        for (uint32_t k = i; k < i + words; k++)
            neutral[k] = 1;
        neutral[j] = 1;
        return;
    }
}

uint8_t *kr_find_neutral(const kr_reading *reading) {
    uint8_t *neutral = kr_arena_zero(reading->arena, reading->count + 1, 1);
    for (uint32_t i = 0; neutral && i < reading->count; i++) {
        if (reading->raws[i].kind != KR_RAW_WORD || neutral[i])
            continue;
        uint32_t words = kr_reading_phrase(reading, KR_LIST_NEUTRAL, i, reading->count);
        for (uint32_t k = i; k < i + words; k++)
            neutral[k] = 1;
        if (words == 0)
            mark_open_phrase(reading, neutral, i);
    }
    return neutral;
}

static int phrase_is_free(const kr_reading *r, const uint8_t *neutral, uint32_t i, uint32_t end) {
    for (; i < end; i++)
        if (neutral[i] || r->raws[i].atom != KR_NONE)
            return 0;
    return 1;
}

static uint64_t class_of(const kr_reading *r, const class_list *c, uint32_t i, uint32_t end) {
    if (c->list == KR_LIST_NEGATION)
        return 1;
    if (c->list != KR_LIST_MODAL && c->list != KR_LIST_QUANTIFIER)
        return (uint64_t)c->list + 1;
    uint32_t start = r->raws[i].low;
    return kr_hash64(r->low + start, r->raws[end - 1].low_end - start);
}

int kr_next_weight(const kr_reading *reading, const uint8_t *neutral, uint32_t *raw,
                   kr_weight *out) {
    for (uint32_t i = *raw; i < reading->count; i++) {
        if (reading->raws[i].kind != KR_RAW_WORD || reading->raws[i].atom != KR_NONE || neutral[i])
            continue;
        for (size_t k = 0; k < sizeof classes / sizeof *classes; k++) {
            const class_list *c = &classes[k];
            uint32_t end = i + kr_reading_phrase(reading, c->list, i, reading->count);
            if (end == i || !phrase_is_free(reading, neutral, i, end) ||
                (c->beside_figure && !beside_figure(reading, i, end)))
                continue;
            *out = (kr_weight){i, end, c->kind, class_of(reading, c, i, end)};
            *raw = end;
            return 1;
        }
    }
    *raw = reading->count;
    return 0;
}

int kr_weigh_sentences(const kr_reading *reading, kr_post *out) {
    uint8_t *neutral = kr_find_neutral(reading);
    kr_weight weight;
    if (!neutral)
        return -1;
    for (uint32_t raw = 0; kr_next_weight(reading, neutral, &raw, &weight);) {
        kr_ledger *ledger = &out->sentences[reading->raws[weight.raw].sentence].ledger;
        uint16_t *count = weight.kind == KR_FACT_NEGATION ? &ledger->negations
                          : weight.kind == KR_FACT_MODAL  ? &ledger->modals
                                                          : &ledger->quantifiers;
        if (*count < UINT16_MAX)
            (*count)++;
    }
    return 0;
}
