/* Days and spans of time that a text may call otherwise, as the second scanner knows them: the pack's lists
 * "equal.NAME" ("vanmorgen", "vanochtend", "deze ochtend"). It reads them itself, word by word. A phrase of
 * a set becomes one day with the value of its set where the phrase, or a word in it, is a day or a figure
 * to this scanner; "each" in "each of you" stays the word that it is. */
#include "guard/rescan.h"

#include "base/hash.h"

int kr_rescan_find_equals(kr_rescan *scan) {
    const kr_pack_list *list = NULL;
    size_t capacity = 0;
    scan->equal_count = 0;
    while (scan->pack && (list = kr_pack_next_list(scan->pack, "equal.", list)) != NULL) {
        if (kr_arena_grow(scan->arena, (void **)&scan->equals, &capacity, scan->equal_count,
                          sizeof *scan->equals) < 0)
            return -1;
        scan->equals[scan->equal_count++] = list;
    }
    return 0;
}

static int is_fact(const kr_rescan *scan, uint32_t first, uint32_t count) {
    uint32_t start = scan->units[first].fold, end = scan->units[first + count - 1].fold_end;
    for (uint32_t i = first; i < first + count; i++)
        if (scan->units[i].kind == KR_UNIT_DAY || scan->units[i].kind == KR_UNIT_FIGURE)
            return 1;
    return kr_list_has(scan->lists[KR_RESCAN_RELATIVE], (kr_str){scan->fold + start, end - start});
}

/* The longest phrase of any set here; its set. */
static uint32_t longest(const kr_rescan *scan, uint32_t unit, const kr_pack_list **set) {
    uint32_t most = 0;
    for (uint32_t i = 0; i < scan->equal_count; i++) {
        uint32_t count = kr_unit_phrase(scan, scan->equals[i], unit);
        if (count > most) {
            most = count;
            *set = scan->equals[i];
        }
    }
    return most;
}

void kr_rescan_equals(kr_rescan *scan, uint32_t from) {
    const kr_pack_list *set = NULL;
    for (uint32_t i = from; i < scan->count; i++) {
        uint32_t count =
            kr_unit_may_start(scan, KR_STARTS_EQUAL, i) ? longest(scan, i, &set) : 0;
        if (count == 0 || !is_fact(scan, i, count))
            continue;
        kr_str name = kr_list_name(set);
        for (uint32_t k = i; k < i + count; k++) {
            scan->units[k].kind = KR_UNIT_WORD;
            scan->units[k].stem = 0;
        }
        scan->units[i].kind = KR_UNIT_DAY;
        scan->units[i].value = kr_hash64(name.at, name.length);
        i += count - 1;
    }
}
