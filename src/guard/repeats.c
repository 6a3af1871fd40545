/* Words that come back within hearing: in the same sentence or the next, a dozen words on. One wording is compared
 * with what the post says around it before it may be chosen; two that were chosen together never met ("around 12% more
 * ... around the clock"), so each text is asked once more. Words are those of content, in the form in which they stand,
 * and the small ones of the list `analyse.heard`: now, also. A pair ("step by step") is meant. */
#include "guard/rescan.h"

enum { HEARD_WITHIN = 12, PAIR = 2, SHORT = 3 };

static int is_heard(const kr_rescan *scan, uint32_t i) {
    const kr_unit *unit = &scan->units[i];
    if (unit->kind != KR_UNIT_WORD || unit->inner)
        return 0;
    return (!unit->function && unit->fold_end - unit->fold >= SHORT) || kr_unit_in(scan, i, KR_RESCAN_HEARD);
}

int kr_find_repeats(const kr_rescan *scan, kr_arena *arena, kr_faults *out) {
    for (uint32_t i = 0; i < scan->count && scan->units[i].kind != KR_UNIT_QUOTE; i++) {
        const kr_unit *unit = &scan->units[i];
        if (!is_heard(scan, i))
            continue;
        for (uint32_t back = 1; back <= HEARD_WITHIN && back <= i; back++) {
            const kr_unit *before = &scan->units[i - back];
            if (before->sentence + 1 < unit->sentence)
                break;
            int pair = back <= PAIR && before->sentence == unit->sentence;
            if (pair || before->kind != KR_UNIT_WORD || before->value != unit->value)
                continue;
            if (kr_arena_grow(arena, (void **)&out->list, &out->capacity, out->count, sizeof *out->list) < 0)
                return -1;
            out->list[out->count++] = (kr_fault){KR_REASON_REPEATED_WORD, unit->value, {unit->start, unit->end}};
            break;
        }
    }
    return 0;
}
