/* Words that say the same inside a fact: "every Friday" and "each Friday", "vanmorgen" and "vanochtend".
 * Each set is a list of the pack, "equal.NAME" (docs/packs.md). The value of a date, a time or a number is
 * that of its text with the set's name in the place of its words, so that two wordings are one fact and no
 * other text is. */
#include "analyse/reading.h"

static int may_have_equals(const kr_atom *atom) {
    return atom->kind == KR_ATOM_DATE || atom->kind == KR_ATOM_TIME || atom->kind == KR_ATOM_NUMBER;
}

static int is_asked(const kr_reading *r) {
    for (uint32_t i = 0; r->pack && i < r->atom_count; i++)
        if (may_have_equals(&r->atoms[i]))
            return 1;
    return 0;
}

int kr_find_equals(kr_reading *r) {
    const kr_pack_list *list = NULL;
    size_t capacity = 0;
    r->equal_count = 0;
    while (is_asked(r) && (list = kr_pack_next_list(r->pack, "equal.", list)) != NULL) {
        if (kr_arena_grow(r->arena, (void **)&r->equals, &capacity, r->equal_count,
                          sizeof *r->equals) < 0)
            return -1;
        r->equals[r->equal_count++] = list;
    }
    return 0;
}

static kr_str set_of(const kr_reading *r, uint32_t first, uint32_t last) {
    for (uint32_t i = 0; i < r->equal_count; i++)
        if (kr_reading_has(r, r->equals[i], first, last))
            return kr_list_name(r->equals[i]);
    return (kr_str){"", 0};
}

/* Found by halves: the tokens are in the order of the text. */
static uint32_t raw_at(const kr_reading *r, size_t at) {
    uint32_t low = 0, high = r->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (r->raws[middle].start < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->count && r->raws[low].start == at ? low : KR_NONE;
}

kr_str kr_equal_set(const kr_reading *r, const kr_atom *atom, size_t *at) {
    kr_str set = {"", 0};
    uint32_t first = r->equal_count && may_have_equals(atom) ? raw_at(r, *at) : KR_NONE, end = first;
    if (first == KR_NONE)
        return set;
    while (end < r->count && r->raws[end].end <= atom->span.end)
        end++;
    for (; end > first && !set.length; end--)
        set = set_of(r, first, end - 1);
    if (set.length)
        *at = r->raws[end].end;
    return set;
}
