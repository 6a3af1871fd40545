/* Strings to numbers by open addressing with linear probing, at most three quarters full: see table.h.
 * SipHash keeps chosen names from colliding on purpose. */
#include "base/table.h"
#include "base/hash.h"

#include <string.h>

void kr_table_start(kr_table *table, const kr_memory *memory, kr_arena *arena) {
    *table = (kr_table){.memory = memory, .arena = arena};
}

void kr_table_end(kr_table *table) {
    kr_free(table->memory, table->strings);
    kr_free(table->memory, table->slots);
    *table = (kr_table){.memory = table->memory, .arena = table->arena};
}

/* The slot that holds the text, or the empty one where it belongs. */
static size_t slot_of(const kr_table *table, kr_str text) {
    size_t mask = table->slot_count - 1, slot = (size_t)kr_hash64(text.at, text.length) & mask;
    while (table->slots[slot] && !kr_str_equal(table->strings[table->slots[slot] - 1], text))
        slot = (slot + 1) & mask;
    return slot;
}

static int rehash(kr_table *table) {
    size_t wanted = table->slot_count ? table->slot_count * 2 : 64;
    uint32_t *slots = kr_alloc_zero(table->memory, wanted, sizeof *slots);
    if (!slots)
        return -1;
    kr_free(table->memory, table->slots);
    table->slots = slots;
    table->slot_count = wanted;
    for (size_t i = 0; i < table->count; i++)
        slots[slot_of(table, table->strings[i])] = (uint32_t)i + 1;
    return 0;
}

uint32_t kr_table_find(const kr_table *table, kr_str text) {
    if (!table->slot_count)
        return UINT32_MAX;
    uint32_t found = table->slots[slot_of(table, text)];
    return found ? found - 1 : UINT32_MAX;
}

uint32_t kr_table_add(kr_table *table, kr_str text, int *out_new) {
    if (out_new)
        *out_new = 0;
    if (table->count >= UINT32_MAX - 1)
        return UINT32_MAX;
    if (4 * (table->count + 1) > 3 * table->slot_count && rehash(table) < 0)
        return UINT32_MAX;
    size_t slot = slot_of(table, text);
    if (table->slots[slot])
        return table->slots[slot] - 1;
    if (kr_grow(table->memory, (void **)&table->strings, &table->capacity, table->count,
                sizeof *table->strings) < 0)
        return UINT32_MAX;
    const char *copy = kr_arena_string(table->arena, text.at, text.length);
    if (!copy)
        return UINT32_MAX;
    table->strings[table->count] = (kr_str){copy, text.length};
    table->slots[slot] = (uint32_t)++table->count;
    if (out_new)
        *out_new = 1;
    return (uint32_t)table->count - 1;
}
