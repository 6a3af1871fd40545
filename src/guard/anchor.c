/* See recheck.c for why facts are told by their surroundings. A fact's surroundings are the words
 * of content, names and other facts within four words in its clause, the nearest weighing most, and
 * the very words on either side. */
#include "guard/anchor.h"

#include "base/hash.h"

enum { REACH = 4, MOST_FACTS = 48, SURE = 2, MARKS = 2 * REACH + 2 };

typedef struct kr_around {
    uint32_t unit;
    uint32_t count;
    uint64_t stem[MARKS];
    uint32_t weight[MARKS];
} around;

uint32_t kr_negations(const kr_rescan *scan) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < scan->count; i++)
        count += scan->units[i].negative;
    return count;
}

static int is_fact(const kr_unit *unit) {
    return unit->kind == KR_UNIT_FIGURE || unit->kind == KR_UNIT_DAY;
}

/* A word of content stands for itself, a link or mention by its value. Another figure does not
 * count: it may be the very one that was swapped. */
static uint64_t mark_of(const kr_unit *unit) {
    if (unit->kind == KR_UNIT_WORD)
        return unit->stem;
    return is_fact(unit) || unit->kind == KR_UNIT_QUOTE ? 0 : unit->value;
}

static void add_mark(around *a, uint64_t mark, uint32_t weight) {
    a->stem[a->count] = mark;
    a->weight[a->count++] = weight;
}

static void look(const kr_rescan *scan, around *a, int step) {
    const kr_unit *own = &scan->units[a->unit];
    uint32_t seen = 0;
    for (uint32_t i = a->unit; seen < REACH;) {
        if ((step < 0 && i == 0) || (step > 0 && i + 1 >= scan->count))
            return;
        i = step < 0 ? i - 1 : i + 1;
        const kr_unit *unit = &scan->units[i];
        if (unit->clause != own->clause || unit->kind == KR_UNIT_QUOTE)
            return;
        uint64_t mark = mark_of(unit);
        int beside = step < 0 ? i + 1 == a->unit : i == a->unit + 1;
        if (beside &&
            unit->kind == KR_UNIT_WORD) /* "1 in 4": its side counts, function words too */
            add_mark(a, kr_hash_mix(unit->value, (uint64_t)(step + 2)), 2);
        if (!mark)
            continue;
        add_mark(a, mark, seen == 0 ? 3 : 1);
        seen++;
    }
}

static uint32_t overlap(const around *a, const around *b) {
    uint32_t sum = 0;
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t k = 0; k < b->count; k++)
            if (a->stem[i] == b->stem[k]) {
                sum += a->weight[i] < b->weight[k] ? a->weight[i] : b->weight[k];
                break;
            }
    return sum;
}

static uint32_t find(const kr_rescan *scan, const kr_unit *wanted, uint32_t *count) {
    uint32_t found = UINT32_MAX;
    *count = 0;
    for (uint32_t i = 0; i < scan->fact_count; i++) {
        const kr_unit *unit = &scan->units[scan->facts[i]];
        if (unit->kind == wanted->kind && unit->value == wanted->value) {
            found = scan->facts[i];
            ++*count;
        }
    }
    return found;
}

static around surroundings(const kr_rescan *scan, uint32_t unit) {
    around a = {.unit = unit};
    look(scan, &a, -1);
    look(scan, &a, 1);
    return a;
}

int kr_places_of(const kr_rescan *base, kr_arena *arena, kr_places *out) {
    uint32_t times;
    uint32_t most = base->fact_count < MOST_FACTS ? base->fact_count : MOST_FACTS;
    *out = (kr_places){kr_arena_alloc(arena, most, sizeof *out->of), 0};
    for (uint32_t i = 0; out->of && i < base->fact_count && out->count < most; i++) {
        const kr_unit *unit = &base->units[base->facts[i]];
        find(base, unit, &times);
        if (is_fact(unit) && times == 1)
            out->of[out->count++] = surroundings(base, base->facts[i]);
    }
    return out->of ? 0 : -1;
}

/* A fact that stands once in each text, with its surroundings in both. */
typedef struct pair {
    const around *here;
    around there;
} pair;

static uint32_t pair_up(const kr_rescan *base, const kr_places *places, const kr_rescan *text,
                        pair *pairs) {
    uint32_t count = 0, times;
    for (uint32_t i = 0; i < places->count; i++) {
        uint32_t other = find(text, &base->units[places->of[i].unit], &times);
        if (times == 1)
            pairs[count++] = (pair){&places->of[i], surroundings(text, other)};
    }
    return count;
}

static int are_swapped(const pair *a, const pair *b) {
    uint32_t own = overlap(a->here, &a->there) + overlap(b->here, &b->there);
    uint32_t cross = overlap(a->here, &b->there) + overlap(b->here, &a->there);
    return cross >= own + SURE;
}

int32_t kr_facts_swapped(const kr_rescan *base, const kr_places *places, const kr_rescan *text,
                         uint32_t *unit) {
    pair *pairs = kr_arena_alloc(text->arena, places->count, sizeof *pairs);
    if (!pairs)
        return -1;
    uint32_t count = pair_up(base, places, text, pairs);
    for (uint32_t a = 0; a < count; a++)
        for (uint32_t b = a + 1; b < count; b++) {
            *unit = pairs[a].here->unit;
            if (base->units[*unit].kind == base->units[pairs[b].here->unit].kind &&
                are_swapped(&pairs[a], &pairs[b]))
                return 1;
        }
    return 0;
}

static uint64_t mark_in(const kr_rescan *scan, uint32_t i, uint32_t sentence) {
    const kr_unit *unit = &scan->units[i];
    return unit->sentence == sentence ? mark_of(unit) : 0;
}

static uint32_t end_of(const kr_rescan *scan, uint32_t sentence) {
    return sentence + 1 < scan->sentences ? scan->closes[sentence + 1].first : scan->count;
}

/* Words of content that two sentences share. */
static uint32_t shared(const kr_rescan *one, uint32_t a, const kr_rescan *other, uint32_t b) {
    uint32_t count = 0;
    for (uint32_t i = one->closes[a].first; i < end_of(one, a); i++) {
        uint64_t mark = mark_in(one, i, a);
        for (uint32_t k = other->closes[b].first; mark && k < end_of(other, b); k++)
            if (mark_in(other, k, b) == mark) {
                count++;
                break;
            }
    }
    return count;
}

static uint32_t content_of(const kr_rescan *scan, uint32_t sentence) {
    uint32_t count = 0;
    for (uint32_t i = scan->closes[sentence].first; i < end_of(scan, sentence); i++)
        count += mark_in(scan, i, sentence) != 0;
    return count;
}

/* A denied sentence of `one` is found again in `other`, for the better part of its words, and none
 * of the sentences that share words with it is denied. */
static int lost_negation(const kr_rescan *one, uint32_t s, const kr_rescan *other) {
    uint32_t best = 0, content = content_of(one, s);
    for (uint32_t k = 0; k < other->sentences; k++) {
        uint32_t common = shared(one, s, other, k);
        if (common > 0 && other->closes[k].negations > 0)
            return 0;
        best = common > best ? common : best;
    }
    return content >= 2 && best >= 2 && best * 2 >= content;
}

static uint32_t negative_unit(const kr_rescan *scan, uint32_t sentence) {
    for (uint32_t i = 0; i < scan->count; i++)
        if (scan->units[i].sentence == sentence && scan->units[i].negative)
            return i;
    return 0;
}

int kr_negation_moved(const kr_rescan *base, const kr_rescan *text, uint32_t *unit) {
    for (uint32_t s = 0; s < base->sentences; s++)
        if (base->closes[s].negations > 0 && lost_negation(base, s, text)) {
            *unit = negative_unit(base, s);
            return 1;
        }
    return 0;
}
