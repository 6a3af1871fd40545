/* The negations of a scanned text, by the pack's lists: set phrases that deny nothing are set aside
 * first, those in one piece ("not only") and those in two ("mis ... niet"). */
#include "guard/rescan.h"

#include "base/hash.h"

#include <string.h>

/* -- what a phrase may begin with: nearly no word of a text does, and need not be looked for
 * ------------------------------------------------------------------------------------------------ */

static void add_starts(uint64_t starts[8], const kr_pack_list *list) {
    for (uint32_t i = 0; list && i < kr_list_count(list); i++) {
        kr_str phrase = kr_list_at(list, i);
        const char *space = memchr(phrase.at, ' ', phrase.length);
        size_t length = space ? (size_t)(space - phrase.at) : phrase.length;
        uint64_t value = kr_hash64(phrase.at, length);
        starts[value >> 6 & 7] |= (uint64_t)1 << (value & 63);
    }
}

void kr_rescan_starts(kr_rescan *scan) {
    memset(scan->starts, 0, sizeof scan->starts);
    add_starts(scan->starts[KR_STARTS_NEGATION], scan->lists[KR_RESCAN_NEGATION]);
    add_starts(scan->starts[KR_STARTS_NEUTRAL], scan->lists[KR_RESCAN_NEUTRAL]);
    for (uint32_t i = 0; i < scan->equal_count; i++)
        add_starts(scan->starts[KR_STARTS_EQUAL], scan->equals[i]);
}

/* Figures and links have values of another kind: they are looked for. */
int kr_unit_may_start(const kr_rescan *scan, int which, uint32_t unit) {
    const kr_unit *u = &scan->units[unit];
    if (u->kind != KR_UNIT_WORD)
        return 1;
    return (int)(scan->starts[which][u->value >> 6 & 7] >> (u->value & 63) & 1);
}

uint32_t kr_unit_phrase(const kr_rescan *scan, const kr_pack_list *list, uint32_t unit) {
    uint32_t most = kr_list_longest(list), last = unit;
    if (most == 0)
        return 0;
    while (last + 1 < scan->count && last + 1 - unit < most &&
           scan->units[last + 1].clause == scan->units[unit].clause)
        last++;
    for (;; last--) {
        uint32_t start = scan->units[unit].fold;
        if (kr_list_has(list, (kr_str){scan->fold + start, scan->units[last].fold_end - start}))
            return last - unit + 1;
        if (last == unit)
            return 0;
    }
}

/* "mis het niet": up to 12 units apart in one sentence. */
static void mark_split_phrase(kr_rescan *scan, uint32_t unit, const kr_pack_list *close) {
    for (uint32_t k = unit + 1; k < scan->count && k < unit + 13; k++) {
        if (scan->units[k].sentence != scan->units[unit].sentence)
            return;
        if (kr_list_has(close, kr_unit_fold(scan, k))) {
            scan->units[unit].neutral = scan->units[k].neutral = 1;
            return;
        }
    }
}

static void mark_neutral(kr_rescan *scan, uint32_t from) {
    const kr_pack_list *neutral = scan->lists[KR_RESCAN_NEUTRAL];
    for (uint32_t i = from; i < scan->count; i++) {
        uint32_t units = kr_unit_may_start(scan, KR_STARTS_NEUTRAL, i) ? kr_unit_phrase(scan, neutral, i) : 0;
        for (uint32_t k = i; k < i + units; k++)
            scan->units[k].neutral = 1;
        if (units == 0 && kr_unit_in(scan, i, KR_RESCAN_NEUTRAL_OPEN))
            mark_split_phrase(scan, i, scan->lists[KR_RESCAN_NEUTRAL_CLOSE]);
    }
}

void kr_rescan_negations(kr_rescan *scan, uint32_t from) {
    mark_neutral(scan, from);
    const kr_pack_list *negation = scan->lists[KR_RESCAN_NEGATION];
    for (uint32_t i = from; i < scan->count; i++) {
        int may = !scan->units[i].neutral && kr_unit_may_start(scan, KR_STARTS_NEGATION, i);
        uint32_t units = may ? kr_unit_phrase(scan, negation, i) : 0;
        if (units == 0)
            continue;
        scan->units[i].negative = 1;
        scan->units[i].stem = 0;
        scan->closes[scan->units[i].sentence].negations++;
        i += units - 1;
    }
}
